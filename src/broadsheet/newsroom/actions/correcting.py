"""Put a mistake right in public.

At the desk a correction is written into the form of the article, and Wagtail publishes it with the rest. Here it is
added to what readers see, and to the drafts that wait: publishing one of them must not take it away again.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from ..base_revision import save_live_revision
from ..changes import announce_articles
from ..models import Article, Correction
from .auditing import CORRECT, Account, record


class UnseenArticle(ValueError):
    """Readers have not seen the article: it is not live. Correct its text, without a note to them."""


class EmptyCorrection(ValueError):
    """The correction says nothing. Write what was wrong, and what is right."""


def correct(article: Article, text: str, *, by: Account | None, now: datetime) -> Correction:
    """Add a correction to a live article; the same words twice are one. Raises UnseenArticle and EmptyCorrection."""
    text = text.strip()
    if not text:
        raise EmptyCorrection(EmptyCorrection.__doc__)
    with transaction.atomic():
        stored = Article.objects.select_for_update().get(pk=article.pk)
        if not stored.live or stored.killed_at is not None:
            raise UnseenArticle(UnseenArticle.__doc__)
        known = Correction.objects.filter(article=stored, text=text).first()
        if known is not None:
            return known
        correction = Correction.objects.create(article=stored, at=now, text=text)
        if stored.is_visible(now):
            # A correction is an update, whatever else was or was not changed.
            stored.updated_at = now
            Article.objects.filter(pk=stored.pk).update(updated_at=now)
            announce_articles([stored])
        _add_to_revisions(stored, correction, by=by)
        record(stored, CORRECT, by=by, now=now, details={"text": text})
    return correction


def _add_to_revisions(article: Article, correction: Correction, *, by: Account | None) -> None:
    """Keep the correction in what may be published next; a draft stays under moderation, and in its schedule."""
    if not article.has_unpublished_changes:
        save_live_revision(article, by=by)
        return
    waiting = Q(pk=article.latest_revision_id) | Q(approved_go_live_at__isnull=False)
    for revision in article.revisions.filter(waiting):
        draft = revision.as_object()
        draft.corrections.add(correction)
        revision.content = draft.serializable_data()
        revision.save(update_fields=["content"])
