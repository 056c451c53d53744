"""Hand out originals and portraits, to those at the desk who may see them; to everybody else there are none."""

from pathlib import PurePosixPath
from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe
from wagtail.images import get_image_model
from wagtail.permissions import policy_registry
from wagtail.users.models import UserProfile

from ..newsroom.pictures.policy import PRIVATE_HEADERS, content_type

SEEING = ("choose", "change", "delete")


@require_safe
def uploaded(request: HttpRequest, name: str) -> FileResponse:
    """Answer with an uploaded picture; with 404 to whoever may not see it, so that nobody learns its name."""
    if not request.user.has_perm("wagtailadmin.access_admin") or not _may_see(request.user, name):
        raise Http404("There is no such picture.")
    try:
        file = default_storage.open(name)
    except FileNotFoundError as error:
        raise Http404("There is no such picture.") from error
    kind = content_type(name)
    return FileResponse(
        file,
        as_attachment=kind is None,
        filename=PurePosixPath(name).name,
        content_type=kind or "application/octet-stream",
        headers=dict(PRIVATE_HEADERS),
    )


def _may_see(user: Any, name: str) -> bool:
    """Return True if it is anybody's portrait, or a picture that this user may choose or edit."""
    if UserProfile.objects.filter(avatar=name).exists():
        return True
    policy = policy_registry.get_by_type(get_image_model())
    seen = policy.instances_user_has_any_permission_for(user, SEEING)
    return bool(seen.filter(file=name).exists())
