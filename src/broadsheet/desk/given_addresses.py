"""Tell an editor that an address was taken, and which one was given in its place."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.admin import messages

from ..newsroom.addresses import is_given_for, is_made_from
from ..newsroom.models import Article, Author, Page, Section, Topic
from .slugs import spelling_for

HAVE_SLUGS = (Article, Section, Topic, Author, Page)


def tell_given_address(request: HttpRequest, instance: Any) -> None:
    """Add a message if what was just saved stands at a numbered address in the place of the one that was wanted."""
    if not isinstance(instance, HAVE_SLUGS):
        return
    stored = type(instance)._default_manager.get(pk=instance.pk)
    if isinstance(stored, Article | Page) and not stored.live:
        # The address of a draft is not settled yet.
        return
    wanted = _wanted(stored, typed=request.POST.get("slug", "").strip())
    if is_given_for(stored.slug, wanted, longest=_longest(stored)):
        said = _(
            "The address “%(wanted)s” belongs to something else, now or from before. This one stands at “%(given)s”."
        )
        messages.warning(request, said % {"wanted": wanted, "given": stored.slug})


def _wanted(stored: Any, *, typed: str) -> str:
    """Return the slug that was asked for: what was typed, or what follows from the name or headline."""
    if typed == stored.slug:
        return typed
    spelling = spelling_for(type(stored), None if isinstance(stored, Author) else stored.locale)
    asked = spelling.slug(typed, max_length=_longest(stored)) if typed else ""
    if asked == stored.slug:
        return asked
    is_article = isinstance(stored, Article)
    made = spelling.slug(stored.headline if is_article else stored.name)
    # Until the first publication the slug of an article follows the headline, whatever the form still holds.
    follows = is_article and is_made_from(stored.slug, stored.headline, language=stored.locale.language_code)
    return made if follows or not asked else asked


def _longest(stored: Any) -> int:
    return int(stored._meta.get_field("slug").max_length)
