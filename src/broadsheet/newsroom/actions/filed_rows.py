"""Write the rows of filed stories: the article, and what stands beside it in other tables."""

import json
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db.models import QuerySet
from wagtail.models import ReferenceIndex
from wagtail.search.backends import get_search_backend

from ..addresses import Claim, PromisedClaim, first_free, taken
from ..identity import LONGEST_VERSION, comparable_address, identifier_of, version_of
from ..models import Article, Author, Byline, Edition, Topic
from ..models.articles import LONGEST_SLUG
from ..spelling import spelling_of
from ..stories import Story
from ..story_bodies import FindImage, lead_picture, raw_block
from .auditing import Account
from .filed_fields import noted, told_by
from .places import Places
from .references import keep_links

LONGEST_REASON = 300


@dataclass(slots=True)
class Filing:
    """An article as a story makes it, with the rows beside it."""

    story: Story
    article: Article
    topics: list[Topic]
    authors: list[Author]

    @classmethod
    def of(
        cls,
        story: Story,
        edition: Edition,
        places: Places,
        *,
        find_image: FindImage,
        key: uuid.UUID,
        now: datetime,
        because: str = "",
    ) -> "Filing":
        """Make an article of a story, not stored yet; it is live, unless its moment to go live is to come.

        With a reason (`because`) it is withheld.
        """
        waits = story.go_live_at is not None and story.go_live_at > now
        article = Article(
            locale=edition.locale,
            translation_key=key,
            slug=story.slug if spelling_of(edition).takes(story.slug) else "",
            published_at=story.published_at,
            date_precision=story.date_precision,
            date_basis=story.date_basis[:255],
            go_live_at=story.go_live_at,
            scope=story.scope,
            source_id=identifier_of(story),
            live=not waits,
            has_unpublished_changes=waits,
            first_published_at=None if waits else story.published_at or now,
            last_published_at=None if waits else story.updated_at or story.published_at or now,
        )
        filing = cls(story, article, [], [])
        filing.tell(story, places, find_image=find_image)
        if because:
            # Before it is prepared: what nobody has published has no date of publication.
            filing.withhold(because)
        article.prepare(now)
        return filing

    def withhold(self, because: str) -> None:
        """Make it a draft, which only a person publishes."""
        article = self.article
        article.live = False
        article.withheld_because = because[:LONGEST_REASON]
        article.first_published_at = article.last_published_at = None

    def take_newer(self, story: Story, places: Places, *, find_image: FindImage, now: datetime) -> None:
        """Have the article, which is not stored yet, say what a newer version of its story says."""
        article = self.article
        before = article.embargoed_until, article.expire_at, article.go_live_at
        self.story = story
        self.tell(story, places, find_image=find_image)
        embargo, expiry, go_live = before
        article.embargoed_until = story.embargoed_until or embargo
        article.expire_at = story.expires_at or expiry
        article.go_live_at = story.go_live_at or go_live
        self.refresh_digests()
        if story.status != "usable" and article.killed_at is None:
            # Whoever asks for its edition does not make it public any more.
            article.stated_language = ""
            because = story.withheld_because or f"its newest version is {story.status} where it comes from"
            reasons = [*filter(None, (article.withheld_because, because))]
            self.withhold("; ".join(dict.fromkeys(reasons)))
        if article.live and article.go_live_at is not None and article.go_live_at > now:
            article.live, article.has_unpublished_changes = False, True
            article.first_published_at = article.last_published_at = None
        article.__dict__.pop("plain_body", None)
        article.prepare(now)

    def tell(self, story: Story, places: Places, *, find_image: FindImage) -> None:
        """Write into the article what a story says; its address and its standing are left alone."""
        article = self.article
        edition = article.locale.edition
        lead, blocks = lead_picture(story.body, find_image)
        article.headline, article.standfirst = story.headline, story.standfirst
        article.teaser, article.short_headline = story.teaser, story.short_headline
        article.search_title, article.kicker, article.kind = story.search_title, story.kicker, story.kind
        article.section = places.section(edition, story.section)
        article.source = story.source[:255]
        article.updated_at = story.updated_at
        article.embargoed_until, article.expire_at = story.embargoed_until, story.expires_at
        article.body = json.dumps([raw_block(each, find_image) for each in blocks])
        article.picture, article.picture_alt, article.picture_caption, article.picture_credit = (
            None,
            "",
            "",
            "",
        )
        if lead is not None:
            image, picture = lead
            article.picture, article.picture_alt = image, picture.alt
            article.picture_caption, article.picture_credit = picture.caption, picture.credit
        article.source_version = version_of(story)[:LONGEST_VERSION] or article.source_version
        article.link = comparable_address(story.url)[:500]
        self.topics = list(dict.fromkeys(places.topic(edition, name) for name in story.topics))
        self.authors = list(dict.fromkeys(places.author(name) for name in story.authors))
        article.columnist = article.columnist_of(self.authors)
        self.refresh_digests()

    def refresh_digests(self) -> None:
        """Note what the source has told, by which an editor's changes will be known."""
        told = told_by(self.article, topics=numbers(self.topics), authors=numbers(self.authors))
        self.article.filed = noted(told, self.story)


def numbers(rows: Iterable[Topic | Author]) -> list[int]:
    """Return the numbers of rows, in their order."""
    return [each.pk for each in rows]


def insert(filings: Sequence[Filing]) -> None:
    """Store new articles with their bylines and topics, and put them into the indexes that bulk_create passes by."""
    articles = [each.article for each in filings]
    if not articles:
        return
    _step_aside(articles)
    Article.objects.bulk_create(articles)
    join(filings)
    index(articles)


def claims_of(story: Story, article: Article, *, now: datetime) -> Iterator[Claim]:
    """Yield the claims of an article to its story's former addresses; what was not public there has no more than a promise."""
    moments = (story.go_live_at, story.embargoed_until)
    was_public = story.status == "usable" and all(each is None or each <= now for each in moments)
    kind = Claim if was_public else PromisedClaim
    for address in story.former_addresses:
        yield kind(address, article)


def moved(stored: Article, filing: Filing) -> Filing:
    """Return a filing that takes the place of a stored article, in another edition."""
    filing.article.pk = stored.pk
    return filing


def replace_row(filing: Filing) -> None:
    """Store an article in place of the one with its number."""
    article = filing.article
    _step_aside([article])
    Byline.objects.filter(article_id=article.pk).delete()
    Article.topics.through.objects.filter(article_id=article.pk).delete()
    columns = [each.name for each in Article._meta.concrete_fields if not each.primary_key]
    Article.objects.bulk_update([article], columns)
    join([filing])
    index([article])


def join(filings: Iterable[Filing]) -> None:
    """Store bylines and topics of articles that have none."""
    through = Article.topics.through
    bylines, topics = [], []
    for each in filings:
        bylines += [
            Byline(article=each.article, author=author, sort_order=place)
            for place, author in enumerate(each.authors)
        ]
        topics += [through(article_id=each.article.pk, topic_id=topic.pk) for topic in each.topics]
    Byline.objects.bulk_create(bylines)
    through.objects.bulk_create(topics)


def index(articles: Sequence[Article]) -> None:
    """Bring the search index and the index of references up to date."""
    get_search_backend().get_index_for_model(Article).add_items(Article, articles)
    for article in articles:
        if article.picture_id or any(each["type"] == "picture" for each in article.body.raw_data):
            ReferenceIndex.create_or_update_for_object(article)
    keep_links(articles)


def schedule(filings: Iterable[Filing], *, by: Account | None) -> None:
    """Have Wagtail's clock publish the articles whose moment to go live is to come."""
    for each in filings:
        article = each.article
        if article.live or article.killed_at or article.withheld_because or article.go_live_at is None:
            continue
        revision = article.save_revision(user=by, log_action=False, clean=False)
        revision.approved_go_live_at = article.go_live_at
        revision.save(update_fields=["approved_go_live_at"])


def _step_aside(articles: list[Article]) -> None:
    """Number the second story of one day and slug, within the batch, against the archive and the addresses that were left."""
    others = Article.objects.exclude(pk__in=[each.pk for each in articles if each.pk])
    held = set(others.filter(path__in={each.path for each in articles}).values_list("locale_id", "path"))
    left = taken(map(_address, articles))
    for article in articles:
        day, _slash, wanted = article.path.rpartition("/")
        is_free = (article.locale_id, article.path) not in held and _address(article) not in left
        if not is_free:
            article.slug = first_free(wanted, partial(_is_held, article, held, others), longest=LONGEST_SLUG)
        article.path = f"{day}/{article.slug}"
        held.add((article.locale_id, article.path))


def _is_held(article: Article, held: set[tuple[int, str]], others: QuerySet[Article], slug: str) -> bool:
    path = f"{article.path.rpartition('/')[0]}/{slug}"
    return (
        (article.locale_id, path) in held
        or others.filter(locale_id=article.locale_id, path=path).exists()
        or bool(taken([f"{article.locale.edition.root}{path}"]))
    )


def _address(article: Article) -> str:
    return f"{article.locale.edition.root}{article.path}"
