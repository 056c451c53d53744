"""Tell an editor that an address was taken, and which one was given in its place."""

import re
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.admin import messages

from ..newsroom.models import Article, Author, Section, Topic
from ..prose.slugs import slugify

HAVE_SLUGS = (Article, Section, Topic, Author)


def tell_given_address(request: HttpRequest, instance: Any) -> None:
    """Add a message if what was just saved stands at a numbered address in the place of the one that was wanted."""
    if not isinstance(instance, HAVE_SLUGS):
        return
    stored = type(instance)._default_manager.get(pk=instance.pk)
    if isinstance(stored, Article) and not stored.live:
        # The address of a draft is not settled yet.
        return
    wanted = request.POST.get("slug") or _made(stored)
    if wanted and re.fullmatch(rf"{re.escape(wanted)}-\d+", stored.slug):
        said = _(
            "The address “%(wanted)s” belongs to something else, now or from before. This one stands at “%(given)s”."
        )
        messages.warning(request, said % {"wanted": wanted, "given": stored.slug})


def _made(stored: Any) -> str:
    return (
        slugify(stored.headline, language=stored.locale.language_code) if isinstance(stored, Article) else ""
    )
