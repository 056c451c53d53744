"""What the demo edition is made of, how it is marked, and whether an editor has changed it since."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_save
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


@contextmanager
def created_meanwhile() -> Iterator[dict[str, set[int]]]:
    """Collect the primary keys of the rows that this process creates in the block, by kind.

    What others create at the same time is theirs. What is stored in bulk sends no signal: add its keys.
    """
    kinds = {model: kind for kind, model in MODELS.items()}
    found: dict[str, set[int]] = {kind: set() for kind in MODELS}

    def remember(sender: type[Model], instance: Model, created: bool, **_more: Any) -> None:
        if created and sender in kinds:
            found[kinds[sender]].add(instance.pk)

    post_save.connect(remember, weak=False)
    try:
        yield found
    finally:
        post_save.disconnect(remember)


def mark(created: Mapping[str, set[int]]) -> None:
    """Mark things, given by kind and number, as the demo edition's."""
    for kind, numbers in created.items():
        things = MODELS[kind]._default_manager.filter(pk__in=numbers)
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
