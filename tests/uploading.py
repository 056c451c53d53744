"""Every way by which a file comes to the desk, as a browser would send it; a desk has a `client` and its `user`."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.images.models import Image

from picture_files import Kind, plain


def add(desk: Any, file: SimpleUploadedFile):
    return desk.client.post(reverse("wagtailimages:add"), {"title": "x", "file": file})


def add_one_of_many(desk: Any, file: SimpleUploadedFile):
    return desk.client.post(reverse("wagtailimages:add_multiple"), {"title": "x", "files[]": file})


def choose_new(desk: Any, file: SimpleUploadedFile):
    data = {"image-chooser-upload-title": "x", "image-chooser-upload-file": file}
    return desk.client.post(reverse("wagtailimages_chooser:create"), data)


def replace(desk: Any, file: SimpleUploadedFile):
    picture = Image.objects.filter(title="Own", uploaded_by_user=desk.user).first()
    if picture is None:
        desk.client.post(
            reverse("wagtailimages:add"),
            {"title": "Own", "file": SimpleUploadedFile("own.png", plain(Kind("PNG", "png")))},
        )
        picture = Image.objects.get(title="Own")
    return desk.client.post(reverse("wagtailimages:edit", args=[picture.pk]), {"title": "Own", "file": file})


def show_oneself(desk: Any, file: SimpleUploadedFile | str, **more: str):
    names = {f"name_email-{name}": "x" for name in ("first_name", "last_name")}
    data = {
        **names,
        "name_email-email": "x@example.org",
        "locale-preferred_language": "en",
        "locale-current_time_zone": "UTC",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
        "avatar-avatar": file,
        **more,
    }
    return desk.client.post(reverse("wagtailadmin_account"), data)


ROUTES: dict[str, Callable] = {
    each.__name__: each for each in (add, add_one_of_many, choose_new, replace, show_oneself)
}


def kept_files() -> dict[str, bytes]:
    """Return what lies in the folders of uploads and of public pictures, by name."""
    folders = (Path(settings.UPLOADS), Path(settings.MEDIA_ROOT))
    return {
        str(each): each.read_bytes() for folder in folders for each in folder.rglob("*") if each.is_file()
    }
