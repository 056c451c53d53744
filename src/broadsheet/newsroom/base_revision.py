"""Keep the text that an article came with: imported rows have no revision until somebody edits them."""

from typing import Any

from django.db import transaction

from .models import Article


def keep_base_revision(article: Article) -> None:
    """Save the stored text as the first revision of an article without one.

    Without it the first edit of an imported article would overwrite the only copy of the
    original text (docs/howto/wagtail-snippets.md).
    """
    if article.latest_revision_id is not None:
        return
    with transaction.atomic():
        stored = Article.objects.select_for_update().get(pk=article.pk)
        if stored.latest_revision_id is None:
            save_live_revision(stored, by=None)
            article.live_revision = stored.live_revision
            article.latest_revision = stored.latest_revision


def save_live_revision(article: Article, *, by: Any) -> None:
    """Save what is stored as a revision, which is the live one if the article is."""
    revision = article.save_revision(
        user=by, changed=article.has_unpublished_changes, log_action=False, clean=False
    )
    if article.live:
        Article.objects.filter(pk=article.pk).update(live_revision=revision)
        article.live_revision = revision
