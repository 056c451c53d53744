"""What the demo edition is made of, how it is marked, and whether an editor has changed it since."""

import hashlib
import json
from typing import Any

from django.db.models import Model
from wagtail.images.models import Image
from wagtail.models import Locale

from ..newsroom.actions.filed_fields import digests_of, told_by
from ..newsroom.models import Article, Author, Edition, Pick, Section, StoryLine, Topic
from .models import DemoMark

MODELS: dict[str, type[Any]] = {
    "article": Article,
    "pick": Pick,
    "image": Image,
    "storyline": StoryLine,
    "topic": Topic,
    "author": Author,
    "section": Section,
    "edition": Edition,
    "locale": Locale,
}
# What an editor would change to make a thing the paper's own.
_NAMING: dict[str, tuple[str, ...]] = {
    "storyline": ("name",),
    "topic": ("name",),
    "author": ("name", "role", "biography"),
    "section": ("name",),
    "edition": ("name", "tagline"),
}


def numbers_of_all() -> dict[str, set[int]]:
    """Return the numbers of all things of each kind that are here."""
    return {kind: _all_of(model) for kind, model in MODELS.items()}


def mark_what_came(before: dict[str, set[int]]) -> None:
    """Mark everything that was not here before as the demo edition's."""
    for kind, model in MODELS.items():
        came = _all_of(model) - before[kind]
        things = model._default_manager.filter(pk__in=came)
        DemoMark.objects.bulk_create(
            DemoMark(kind=kind, number=each.pk, digest=digest(kind, each)) for each in things
        )


def digest(kind: str, thing: Model) -> str:
    """Return a hash of what an editor can change about a thing; empty where a change does not matter."""
    if isinstance(thing, Article):
        return _hashed(_told(thing))
    return _hashed([getattr(thing, each) for each in _NAMING[kind]]) if kind in _NAMING else ""


def is_changed(mark: DemoMark, thing: Any) -> bool:
    """Return True if an editor has changed a thing of the demo edition, or a draft of it waits."""
    if isinstance(thing, Article):
        if thing.has_unpublished_changes and thing.killed_at is None:
            return True
        if not mark.digest:
            # Older versions stored no digest. Saving an article at the desk leaves a revision.
            return thing.latest_revision_id is not None
    return bool(mark.digest) and mark.digest != digest(mark.kind, thing)


def _all_of(model: type[Any]) -> set[int]:
    return set(model._default_manager.values_list("pk", flat=True))


def _told(article: Article) -> list[Any]:
    bylines = sorted(article.bylines.all(), key=lambda each: each.sort_order or 0)
    told = told_by(
        article,
        topics=[each.pk for each in article.topics.all()],
        authors=[each.author_id for each in bylines],
    )
    return [digests_of(told), article.slug, sorted(each.text for each in article.corrections.all())]


def _hashed(value: Any) -> str:
    return hashlib.blake2b(json.dumps(value).encode(), digest_size=16).hexdigest()
