"""Tell the press, in the same transaction, what a change in the newsroom touches."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale

from ..press import outbox
from .addresses import TAG
from .models import Article, Author, Edition, Page, PaperSettings, Pick, Section, Topic
from .pictures.tags import SITEMAPS
from .visibility import shown, was_shown

# Models whose names the search index keeps with articles, and the relation from an article to each. A new name is
# announced as `topic:12`. A deletion need not be: nothing in use is deleted.
FILED_UNDER = {"section": "section", "topic": "topics", "author": "bylines__author"}

# Wagtail's schedule gives an article that expired its status soon after.
JUST = timedelta(minutes=1)


def announce_articles(articles: Iterable[Article], *, are_deleted: bool = False) -> None:
    """Note that these articles changed: what they say, or whether readers may see them."""
    now = timezone.now()
    tags, articles = set(), list(articles)
    locales = Locale.all_objects.filter(pk__in={each.locale_id for each in articles})
    languages = dict(locales.values_list("pk", "language_code")) if articles else {}
    for article in articles:
        tags |= tags_of(article, languages[article.locale_id])
        if are_deleted or not article.is_visible(now):
            tags |= gone_tags(article)
    if tags:
        outbox.announce(tags)


def announce_stories(ids: Iterable[int]) -> None:
    """Announce that these articles joined another group of duplicates: rails with them must be composed again."""
    found = Article.objects.filter(pk__in=ids).values_list("pk", "locale__language_code")
    outbox.announce(tag for pk, language in found for tag in (f"article:{pk}", f"stories:{language}"))


def announce_picks(edition: Edition) -> None:
    """Announce that an edition's picks changed, or their order."""
    outbox.announce([f"picks:{edition.locale.language_code}"])


def tags_of(article: Article, language: str) -> set[str]:
    """Return the tags of what shows an article: its cards and page, its edition's lists, its translations' pages."""
    return {f"article:{article.pk}", f"edition:{language}", f"translations:{article.translation_key}"}


def gone_tags(article: Article) -> set[str]:
    """Return the tags that purge what shows an article which readers may not see any more."""
    return {f"{outbox.PURGE}article:{article.pk}", f"{outbox.PURGE}{SITEMAPS}"}


def connect() -> None:
    """Listen to every model that readers' pages show."""
    post_save.connect(_article_changed, sender=Article, dispatch_uid="newsroom-article-saved")
    pre_delete.connect(_article_deleted, sender=Article, dispatch_uid="newsroom-article-deleted")
    for model in (Edition, Section, Topic, Author, Page, PaperSettings):
        pre_save.connect(_note_whether_same, sender=model, dispatch_uid=f"newsroom-{model.__name__}-before")
    for signal in (post_save, post_delete):
        signal.connect(_pick_changed, sender=Pick, dispatch_uid=f"newsroom-pick-{id(signal)}")
        signal.connect(_paper_changed, sender=PaperSettings, dispatch_uid=f"newsroom-paper-{id(signal)}")
        signal.connect(_redirect_changed, sender=Redirect, dispatch_uid=f"newsroom-redirect-{id(signal)}")
        for model in (Edition, Section):
            uid = f"newsroom-{model.__name__}-{id(signal)}"
            signal.connect(_frame_changed, sender=model, dispatch_uid=uid)
    for signal in (post_save, pre_delete):
        signal.connect(_page_changed, sender=Page, dispatch_uid=f"newsroom-page-{id(signal)}")
        for heading in (Topic, Author):
            uid = f"newsroom-{heading.__name__}-{id(signal)}"
            signal.connect(_heading_changed, sender=heading, dispatch_uid=uid)


def _article_changed(instance: Article, update_fields: frozenset[str] | None = None, **_ignored: Any) -> None:
    # Wagtail's bookkeeping on drafts and locks changes nothing that readers see; its unpublish does.
    if update_fields is not None and update_fields.isdisjoint({"live", "expired", "killed_at", "version_of"}):
        return
    if _is_noise(instance):
        return
    if _has_just_expired(instance):
        # For lists of neighbours; pages without it stay as they are.
        outbox.announce([f"article:{instance.pk}"])
    else:
        announce_articles([instance])


def _is_noise(article: Article) -> bool:
    """Return True if readers saw nothing of an article before it was saved and see nothing of it now."""
    return not article.was_shown_before_save and not article.is_visible(timezone.now())


def _has_just_expired(article: Article) -> bool:
    """Return True if an article was announced as gone at its expiry, not long ago, and nothing was said of it since."""
    now = timezone.now()
    if article.expire_at is None or not now - JUST <= article.expire_at <= now:
        return False
    tag = f"article:{article.pk}"
    told = [tags for _at, tags in outbox.said(article.expire_at) if tag in tags]
    return bool(told) and f"{outbox.PURGE}{tag}" in told[-1]


def _article_deleted(instance: Article, **_ignored: Any) -> None:
    stored = Article.objects.filter(pk=instance.pk).first()
    if stored is not None and was_shown(stored, timezone.now()):
        announce_articles([instance], are_deleted=True)


def _pick_changed(instance: Pick, **_ignored: Any) -> None:
    # With the article's publication its edition is announced, whose pages look for picks then.
    if Article.objects.filter(shown(timezone.now()), pk=instance.article_id).exists():
        announce_picks(instance.edition)


def _note_whether_same(instance: Model, **_ignored: Any) -> None:
    """Note whether a row is saved as it stands already: then no page changes, and none is rendered again."""
    columns = [each.attname for each in instance._meta.concrete_fields]
    stored = type(instance)._base_manager.filter(pk=instance.pk).values(*columns).first()
    instance.was_live_before_save = bool(stored and stored.get("live"))  # type: ignore[attr-defined]
    instance.is_saved_unchanged = stored == {each: getattr(instance, each) for each in columns}  # type: ignore[attr-defined]


def _is_saved_unchanged(instance: Model, signal: Any) -> bool:
    return signal is post_save and getattr(instance, "is_saved_unchanged", False)


def _frame_changed(instance: Any, signal: Any = None, **_ignored: Any) -> None:
    if _is_saved_unchanged(instance, signal):
        return
    if isinstance(instance, Edition) and signal is post_delete:
        # No page of it may be served any more, not even a stale one while another is rendered.
        outbox.announce([f"{outbox.PURGE}chrome:{instance.locale.language_code}", "editions"])
    else:
        more = "editions" if isinstance(instance, Edition) else f"section:{instance.pk}"
        # A section is a way from those of other editions.
        ways = [f"translations:{instance.translation_key}"] if isinstance(instance, Section) else []
        outbox.announce([f"chrome:{instance.locale.language_code}", more, *ways])


def _heading_changed(instance: Topic | Author, signal: Any = None, **_ignored: Any) -> None:
    """Announce a topic or an author, if an article that readers see is filed under it: nothing else names it.

    The page of a topic in other editions leads to it once there is something to read, and must know that it is there.
    """
    if _is_saved_unchanged(instance, signal):
        return
    kind = str(instance._meta.model_name)
    if isinstance(instance, Topic):
        same = Topic.objects.filter(translation_key=instance.translation_key).exclude(pk=instance.pk)
        if same.exists():
            outbox.announce([f"translations:{instance.translation_key}"])
    if Article.objects.visible(timezone.now()).filter(**{FILED_UNDER[kind]: instance}).exists():
        shows = f"chrome:{instance.locale.language_code}" if isinstance(instance, Topic) else "all"
        outbox.announce([shows, f"{kind}:{instance.pk}"])


def _page_changed(
    instance: Page, signal: Any = None, update_fields: frozenset[str] | None = None, **_ignored: Any
) -> None:
    """Announce a page that readers see, or saw: it may stand in the footer and the menu of every page."""
    # Wagtail's bookkeeping on drafts changes nothing that readers see.
    if update_fields is not None and "live" not in update_fields:
        return
    was_live = instance.live if signal is pre_delete else getattr(instance, "was_live_before_save", False)
    if _is_saved_unchanged(instance, signal) or not (instance.live or was_live):
        return
    tags = [f"chrome:{instance.locale.language_code}", f"translations:{instance.translation_key}"]
    is_gone = signal is pre_delete or not instance.live
    outbox.announce([*tags, f"{outbox.PURGE}page:{instance.pk}" if is_gone else f"page:{instance.pk}"])


def _paper_changed(instance: PaperSettings, signal: Any = None, **_ignored: Any) -> None:
    """Announce every page: each shows the settings of the whole paper."""
    if not _is_saved_unchanged(instance, signal):
        outbox.announce(["all"])


def _redirect_changed(**_ignored: Any) -> None:
    outbox.announce([TAG])
