"""Withdraw an article at once, for legal reasons, with its pictures if need be, and take that back."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.images.models import Image
from wagtail.models import ModelLogEntry, ReferenceIndex

from ..models import Article
from ..pictures.retiring import delete_with_files_at_once
from ..waiting_drafts import drafts_that_name
from .auditing import DELETE_PICTURES, KILL, REVIVE, Account, record


@dataclass(frozen=True, slots=True)
class Kill:
    """What the log says of a kill: `by` and `reason` are empty where nobody was named and no reason given."""

    at: datetime
    by: str
    reason: str


def kill(article: Article, *, by: Account | None, now: datetime, reason: str = "") -> None:
    """Take the article from every page at once; readers see it again only when it was revived and published.

    What was scheduled or submitted of it is neither any more.
    """
    with transaction.atomic():
        stored = Article.objects.select_for_update().get(pk=article.pk)
        if stored.killed_at is None or stored.live:
            _unpublish_as_killed(stored, stored.killed_at or now, by=by)
            stored.revisions.update(approved_go_live_at=None)
            if stored.current_workflow_state:
                stored.current_workflow_state.cancel(user=by)
            record(stored, KILL, by=by, now=now, details={"reason": reason.strip()})


def revive(article: Article, *, by: Account | None, now: datetime) -> None:
    """Make a killed article a draft again, which readers do not see until somebody publishes it."""
    with transaction.atomic():
        stored = Article.objects.select_for_update().get(pk=article.pk)
        if stored.killed_at is not None:
            _unpublish_as_killed(stored, None, by=by)
            record(stored, REVIVE, by=by, now=now)


def delete_pictures(article: Article, *, by: Account | None, now: datetime) -> list[str]:
    """Delete the pictures of a killed article that are used nowhere else, and return their titles."""
    with transaction.atomic():
        stored = Article.objects.select_for_update().get(pk=article.pk)
        if stored.killed_at is None:
            return []
        own = [each for each in pictures_of(stored) if not is_used_elsewhere(each, stored)]
        titles = [each.title for each in own]
        for each in own:
            delete_with_files_at_once(each)
        if titles:
            record(stored, DELETE_PICTURES, by=by, now=now, details={"pictures": titles})
    return titles


def pictures_of(article: Article) -> list[Image]:
    """Return the pictures of an article, as it is and as it was last saved: the lead, then those of the body."""
    found: dict[int, Image] = {}
    for version in (article, article.get_latest_revision_as_object()):
        blocks = [each.value["image"] for each in version.body if each.block_type == "picture"]
        found |= {each.pk: each for each in (version.picture, *blocks) if each is not None}
    return list(found.values())


def is_used_elsewhere(picture: Image, article: Article) -> bool:
    """Return True if anything but this article shows a picture: another article or its draft, an account, an author."""
    if Article.objects.filter(picture=picture).exclude(pk=article.pk).exists():
        return True
    if drafts_that_name(picture) - {article.pk}:
        return True
    references = ReferenceIndex.get_references_to(picture)
    return bool(references.exclude(object_id=str(article.pk), content_type=_content_type(article)).exists())


def last_kill(article: Article) -> Kill | None:
    """Return what the log says of the last kill of an article, if it says anything."""
    entries = ModelLogEntry.objects.filter(
        content_type=_content_type(article), object_id=str(article.pk), action=KILL
    )
    entry = entries.select_related("user").order_by("-timestamp", "-id").first()
    if entry is None:
        return None
    # Of an account that was deleted since, Wagtail still knows the number.
    by = entry.user_display_name if entry.user_id else ""
    return Kill(entry.timestamp, by, str((entry.data or {}).get("reason", "")))


def _unpublish_as_killed(article: Article, killed_at: datetime | None, *, by: Account | None) -> None:
    """Set or clear `killed_at` and unpublish, with one save: each save of an article is announced."""
    article.killed_at = killed_at
    if article.live:
        # Unpublishing saves the article, which keeps the `killed_at` that is stored.
        Article.objects.filter(pk=article.pk).update(killed_at=killed_at)
        article.unpublish(user=by, log_action=False)
    else:
        article.save(update_fields=["killed_at"])


def _content_type(article: Article) -> ContentType:
    return ContentType.objects.get_for_model(article)
