"""Publish articles, at once or at a set hour, and take them down again.

Wagtail does the deed: its revisions hold the drafts, and its own screens of editing, moderation and schedule publish
without coming here. What is done here is the same deed for everybody else. Wagtail writes the audit log of a
publication itself, with a second entry where the headline changed, and the article's save announces it.
"""

from datetime import datetime

from django.db import transaction

from ..base_revision import save_live_revision
from ..models import Article
from ..states import Action, KilledArticle, Refused, why_not
from .auditing import Account, record


class PastMoment(ValueError):
    """The moment of publication has passed. Name one that is to come, or publish at once."""


def publish(article: Article, *, by: Account | None, now: datetime) -> None:
    """Publish an article as it was last saved. Raises KilledArticle, and Refused where readers would not see it.

    A draft that was given an hour to come is scheduled for it.
    """
    with transaction.atomic():
        stored = _unkilled(article)
        reason = why_not(stored, Action.BULK_PUBLISH, now=now)
        if reason:
            raise Refused(str(reason))
        if stored.live and not stored.has_unpublished_changes:
            return
        revision = stored.latest_revision or stored.save_revision(user=by)
        if revision.approved_go_live_at is None or revision.approved_go_live_at <= now:
            revision.publish(user=by)


def unpublish(article: Article, *, by: Account | None, now: datetime) -> None:
    """Take an article off the site; it stays as a draft."""
    with transaction.atomic():
        stored = Article.objects.select_for_update().get(pk=article.pk)
        if stored.live:
            stored.unpublish(user=by, log_action=False)
            record(stored, "wagtail.unpublish", by=by, now=now)


def schedule(article: Article, *, at: datetime, by: Account | None, now: datetime) -> None:
    """Have an article published as it was last saved, at a moment to come. Raises KilledArticle and PastMoment.

    Of an article that readers see already nothing is announced until then.
    """
    if at <= now:
        raise PastMoment(PastMoment.__doc__)
    with transaction.atomic():
        stored = _unkilled(article)
        waiting = stored.scheduled_revision
        if waiting and waiting.pk == stored.latest_revision_id and waiting.approved_go_live_at == at:
            return
        draft = stored.get_latest_revision_as_object()
        if stored.live and stored.live_revision_id is None:
            # Wagtail would take down a live article of which it has no revision.
            save_live_revision(stored, by=None)
            draft.live_revision = stored.live_revision
        draft.go_live_at = at
        draft.save_revision(user=by).publish(user=by)


def _unkilled(article: Article) -> Article:
    stored = Article.objects.select_for_update().get(pk=article.pk)
    if stored.killed_at is not None:
        raise KilledArticle(KilledArticle.__doc__)
    return stored
