"""Bring a stored article up to a newer version of its story; its address and what an editor has changed stay."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from ..addresses import keep_for
from ..base_revision import save_live_revision
from ..models import Article, Author, Byline, Topic
from ..moves import remember
from ..stories import Story
from ..story_bodies import FindImage
from .auditing import Account
from .filed_fields import (
    COLUMNS,
    NAMES,
    digests_of,
    noted,
    told_before,
    told_by,
    told_by_draft,
    write_into_draft,
)
from .filed_rows import LONGEST_REASON, Filing, index, join, numbers
from .known_stories import drafts_of
from .places import Places

# What changes with each version, beside the fields.
_ALWAYS = (
    "card_text", "columnist", "updated_at", "last_published_at", "scope", "source_version", "link", "filed", "fingerprint",
    "live", "has_unpublished_changes", "withheld_because", "stated_language",
)  # fmt: skip
# What a version that says nothing new changes.
_OF_EACH_VERSION = ("scope", "source_version", "link", "filed")
# A row has its whole text in the statement.
_ROWS = 50


@dataclass(slots=True)
class Update:
    """What changes in a stored article by the newer versions of one batch."""

    article: Article
    topics: list[int]
    authors: list[int]
    changed: set[str] = field(default_factory=set)
    filing: Filing | None = None
    was_visible: bool = False
    is_taken_down: bool = False
    # True once a version says something that the source had not said before.
    says_more: bool = False

    def is_seen(self, now: datetime) -> bool:
        """Return True if readers see the article, or saw it before the update."""
        return self.was_visible or self.article.is_visible(now)

    @property
    def newer(self) -> Filing:
        """What is to be stored beside the article: topics and authors, where they changed."""
        filing = self.filing or Filing(Story("", ()), self.article, [], [])
        topics = filing.topics if "topics" in self.changed else []
        authors = filing.authors if "authors" in self.changed else []
        return Filing(filing.story, self.article, topics, authors)

    def write_drafts(self, by: Account | None) -> None:
        """Bring the drafts that may be published next up to the newer version, where nobody has changed them."""
        article = self.article
        if article.latest_revision_id is None:
            return
        if article.live and not article.has_unpublished_changes:
            save_live_revision(article, by=by)
            return
        told = told_by(article, topics=self.topics, authors=self.authors)
        for draft in drafts_of(article):
            write_into_draft(draft.content, self.changed, article, told)
            if self.is_taken_down:
                # No clock may publish what its provider holds back.
                draft.approved_go_live_at = None
            draft.save(update_fields=["content", "approved_go_live_at"])


def store_updates(updates: Sequence[Update], *, by: Account | None, now: datetime) -> None:
    """Write the rows of updated articles, what stands beside them, and their drafts."""
    known = [each.article for each in updates if not each.says_more]
    Article.objects.bulk_update(known, _OF_EACH_VERSION, batch_size=_ROWS)
    updates = [each for each in updates if each.says_more]
    if not updates:
        return
    changed = {name for each in updates for name in each.changed}
    columns = [column for name in COLUMNS if name in changed for column in COLUMNS[name]]
    articles = [each.article for each in updates]
    for article in articles:
        article.__dict__.pop("plain_body", None)
    Article.objects.bulk_update(articles, [*dict.fromkeys((*columns, *_ALWAYS))], batch_size=_ROWS)
    signed = [each.article.pk for each in updates if "authors" in each.changed]
    Byline.objects.filter(article_id__in=signed).delete()
    filed = [each.article.pk for each in updates if "topics" in each.changed]
    remember(_lost_topics(updates))
    Article.topics.through.objects.filter(article_id__in=filed).delete()
    join([each.newer for each in updates])
    index(articles)
    for each in updates:
        each.write_drafts(by)
        if each.was_visible and not each.article.is_visible(now):
            # What its dates say from now on no longer tells that readers knew the address.
            keep_for(each.article, [each.article.get_absolute_url()])


def _lost_topics(updates: Sequence[Update]) -> QuerySet[Topic]:
    """Return the topics that published articles have no longer. Index: the unique pair of article and topic."""
    changed = [each for each in updates if "topics" in each.changed and each.article.first_published_at]
    kept = {each.article.pk: numbers(each.newer.topics) for each in changed}
    stored = Article.topics.through.objects.filter(article_id__in=kept).values_list("article_id", "topic_id")
    return Topic.objects.filter(pk__in={topic for article, topic in stored if topic not in kept[article]})


def update(
    done: Update, story: Story, places: Places, *, find_image: FindImage, now: datetime
) -> tuple[str, ...]:
    """Write a newer version into an article, not stored yet; return the fields that an editor's changes kept as they are.

    It never makes public what readers do not see, but it may hold back what they do.
    """
    article = done.article
    if done.filing is None:
        done.was_visible = article.is_visible(now)
    newer = _newer(article, story, places, find_image=find_image, now=now)
    told = told_by(newer.article, topics=numbers(newer.topics), authors=numbers(newer.authors))
    theirs, before = noted(told, story), told_before(article)
    changed_here = _changed_here(done, before)
    kept = []
    for name in COLUMNS:
        if name in ("embargoed_until", "expire_at") and told[name] is None:
            # Who sends a text again need not say again until when it waits.
            theirs[name] = before.get(name, theirs[name])
        elif theirs[name] == before.get(name):
            continue
        elif name in changed_here:
            kept.append(NAMES.get(name, name))
        else:
            _take(done, newer, name)
    article.filed = theirs
    # An article from before scopes is its source's from now on.
    article.scope = article.scope or story.scope
    article.source_version = newer.article.source_version or article.source_version
    article.link = newer.article.link or article.link
    done.filing = newer
    if theirs == {"status": "usable", **before}:
        return ()
    done.says_more = True
    _date(article, story, now)
    if story.status != "usable":
        _take_down(done, story)
    article.__dict__.pop("plain_body", None)
    article.columnist = article.columnist_of(Author.objects.filter(pk__in=done.authors[:1]))
    article.prepare(now)
    return tuple(kept)


def _newer(article: Article, story: Story, places: Places, *, find_image: FindImage, now: datetime) -> Filing:
    """Return what the story says as an article of the same edition that is never stored."""
    filing = Filing(story, Article(locale=article.locale), [], [])
    filing.tell(story, places, find_image=find_image)
    if story.go_live_at is not None and story.go_live_at > now:
        # What readers see already, or will by a schedule of the desk, waits as under an embargo.
        filing.article.embargoed_until = max(filter(None, (story.embargoed_until, story.go_live_at)))
    return filing


def _changed_here(done: Update, before: dict[str, str]) -> set[str]:
    """Name the fields that do not say what the source told last, in the article or in a draft of it."""
    article = done.article
    if not before:
        # An article from before versions: where nobody has ever saved it at the desk, nobody has changed it.
        return set(COLUMNS) if article.latest_revision_id is not None else set()
    said = [digests_of(told_by(article, topics=done.topics, authors=done.authors))]
    if article.latest_revision_id is not None:
        said += [digests_of(told_by_draft(each.content)) for each in drafts_of(article)]
    return {name for name in COLUMNS if any(each[name] != before.get(name) for each in said)}


def _take(done: Update, newer: Filing, name: str) -> None:
    for column in COLUMNS[name]:
        setattr(done.article, column, getattr(newer.article, column))
    if name == "topics":
        done.topics = numbers(newer.topics)
    if name == "authors":
        done.authors = numbers(newer.authors)
    done.changed.add(name)


def _date(article: Article, story: Story, now: datetime) -> None:
    moment = story.updated_at or now
    if article.published_at is None or moment > article.published_at:
        article.updated_at = moment
    if article.live:
        article.last_published_at = moment


def _take_down(done: Update, story: Story) -> None:
    article = done.article
    done.is_taken_down = True
    if article.killed_at is None:
        because = story.withheld_because or f"its newest version is {story.status} where it comes from"
        article.withheld_because = because[:LONGEST_REASON]
        article.stated_language = ""
    article.live, article.has_unpublished_changes = False, True
