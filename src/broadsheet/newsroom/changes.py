"""Tell the press, in the same transaction, what a change in the newsroom touches."""

from collections.abc import Iterable
from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.models import Locale

from ..press import outbox
from .models import Article, Author, Edition, Pick, Section, Topic


def announce_articles(articles: Iterable[Article]) -> None:
    """Say that these articles changed: what they say, or whether readers may see them."""
    tags = {tag for article in articles for tag in (f"article:{article.pk}", f"edition:{_language(article)}")}
    if tags:
        outbox.announce(tags)


def connect() -> None:
    """Listen to every model that readers' pages show."""
    for signal in (post_save, pre_delete):
        signal.connect(_article_changed, sender=Article, dispatch_uid=f"newsroom-article-{id(signal)}")
    for signal in (post_save, post_delete):
        signal.connect(_pick_changed, sender=Pick, dispatch_uid=f"newsroom-pick-{id(signal)}")
        for model in (Edition, Section, Topic, Author):
            uid = f"newsroom-{model.__name__}-{id(signal)}"
            signal.connect(_frame_changed, sender=model, dispatch_uid=uid)


def _article_changed(instance: Article, update_fields: frozenset[str] | None = None, **_ignored: Any) -> None:
    # Wagtail's bookkeeping on drafts and locks changes nothing that readers see; its unpublish does.
    if update_fields is None or not update_fields.isdisjoint({"live", "expired", "killed_at", "version_of"}):
        announce_articles([instance])


def _pick_changed(instance: Pick, **_ignored: Any) -> None:
    outbox.announce([f"picks:{instance.edition.locale.language_code}"])


def _frame_changed(instance: Any, **_ignored: Any) -> None:
    if isinstance(instance, Author):
        outbox.announce(["all"])
    else:
        outbox.announce([f"chrome:{instance.locale.language_code}"])


def _language(article: Article) -> str:
    return Locale.objects.get(pk=article.locale_id).language_code
