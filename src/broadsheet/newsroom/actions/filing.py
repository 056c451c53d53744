"""File stories as articles, in batches, none of them twice."""

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from wagtail.models import ReferenceIndex
from wagtail.search.backends import get_search_backend

from ..changes import announce_articles
from ..models import Article, Byline
from ..stories import Story, Tombstone
from ..story_bodies import FindImage, fingerprint, lead_picture, link_only, raw_block
from .auditing import FILE, KILL, Account, record
from .killing import kill
from .places import Places


class Outcome(StrEnum):
    """What became of a story that was handed in."""

    ADDED = "added"
    # It was here already, and stays as it is.
    UNCHANGED = "unchanged"
    # Its provider has cancelled it: the article is killed.
    WITHDRAWN = "withdrawn"
    # It is stored as a draft, for its provider does not want it to be published yet.
    WITHHELD = "withheld"
    # Its provider has cancelled it before it was ever here.
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Filed:
    """One story and what became of it; `article` is set where one was made of it."""

    story: Story | Tombstone
    outcome: Outcome
    article: Article | None = None


def file_stories(
    stories: Iterable[Story | Tombstone],
    *,
    by: Account | None,
    now: datetime,
    places: Places | None = None,
    find_image: FindImage = link_only,
) -> list[Filed]:
    """Add a batch of stories as articles and kill what tombstones name: all of it, or nothing.

    A story that is here already, known by its source's identifier or else by its words, is left as it is. Hand the
    same `places` to the batches of one archive: sections that were found once are not asked for again.
    """
    batch = _Batch(places or Places(), find_image, by, now)
    with transaction.atomic():
        filed = batch.sort_out(list(stories))
        added = [
            (each.story, each.article) for each in filed if each.article and isinstance(each.story, Story)
        ]
        articles = [article for _story, article in added]
        if articles:
            _step_aside(articles)
            Article.objects.bulk_create(articles)
            _attach(added, batch.places)
            announce_articles(each for each in articles if each.is_visible(now))
            for cancelled in (each for each in articles if each.killed_at):
                record(cancelled, KILL, by=by, now=now)
            record(
                articles[0].locale.edition,
                FILE,
                by=by,
                now=now,
                details={"articles": [each.pk for each in articles]},
            )
    return filed


@dataclass(frozen=True, slots=True)
class _Batch:
    """What all stories of one call have in common."""

    places: Places
    find_image: FindImage
    by: Account | None
    now: datetime
    # The translation keys of the articles that are made, with their locales: a key stands once in each.
    keys: set[tuple[uuid.UUID, int]] = field(default_factory=set)

    def sort_out(self, stories: list[Story | Tombstone]) -> list[Filed]:
        """Make articles, not stored yet, of the stories that are new; kill what was cancelled."""
        prints = [fingerprint(each) if isinstance(each, Story) else "" for each in stories]
        by_id, known_prints = _known(stories, prints)
        return [
            self._withdrawn(each, by_id)
            if isinstance(each, Tombstone)
            else self._sorted_out(each, its_print, by_id, known_prints)
            for each, its_print in zip(stories, prints, strict=True)
        ]

    def _withdrawn(self, tombstone: Tombstone, by_id: dict[str, Article]) -> Filed:
        known = by_id.get(tombstone.source_id)
        if known is None:
            return Filed(tombstone, Outcome.DROPPED)
        if known.pk is None:
            # It came in the same batch and is not stored yet: nobody has seen it.
            known.live, known.killed_at = False, self.now
        else:
            kill(known, by=self.by, now=self.now)
        return Filed(tombstone, Outcome.WITHDRAWN)

    def _sorted_out(self, story: Story, its_print: str, by_id: dict[str, Article], prints: set[str]) -> Filed:
        if story.source_id in by_id or (not story.source_id and its_print in prints):
            return Filed(story, Outcome.UNCHANGED)
        story = _in_an_edition(story, self.places)
        article = self._article(story, its_print, by_id)
        prints.add(its_print)
        if story.source_id:
            by_id[story.source_id] = article
        return Filed(story, Outcome.ADDED if article.live else Outcome.WITHHELD, article)

    def _translation_key(self, story: Story, locale: int, by_id: dict[str, Article]) -> uuid.UUID:
        """Return the key that a story shares with its original and translations, a new one for a second of one locale."""
        key: uuid.UUID | None
        if story.translation_of in by_id:
            key = by_id[story.translation_of].translation_key
        elif story.translation_of:
            key = self.places.key_of_original(story.translation_of)
        else:
            key = self.places.awaited_key(story.source_id)
        if key is None or (key, locale) in self.keys or _is_taken(key, locale):
            key = uuid.uuid4()
        self.keys.add((key, locale))
        return key

    def _article(self, story: Story, its_print: str, by_id: dict[str, Article]) -> Article:
        edition = self.places.edition(story.language)
        live = story.status == "usable"
        lead, blocks = lead_picture(story.body, self.find_image)
        article = Article(
            locale=edition.locale,
            translation_key=self._translation_key(story, edition.locale_id, by_id),
            headline=story.headline,
            slug=story.slug,
            standfirst=story.standfirst,
            section=self.places.section(edition, story.section),
            source=story.source[:255],
            published_at=story.published_at,
            date_precision=story.date_precision,
            date_basis=story.date_basis[:255],
            updated_at=story.updated_at,
            embargoed_until=story.embargoed_until,
            expire_at=story.expires_at,
            source_id=story.source_id,
            fingerprint=its_print,
            live=live,
            first_published_at=(story.published_at or self.now) if live else None,
            last_published_at=(story.updated_at or story.published_at or self.now) if live else None,
        )
        article.body = json.dumps([raw_block(each, self.find_image) for each in blocks])
        if lead is not None:
            image, picture = lead
            article.picture, article.picture_alt = image, picture.alt
            article.picture_caption, article.picture_credit = picture.caption, picture.credit
        article.prepare(self.now)
        return article


def _is_taken(key: uuid.UUID, locale: int) -> bool:
    # Index: newsroom_article's unique pair of key and locale.
    return Article.objects.filter(translation_key=key, locale=locale).exists()


def _known(stories: list[Story | Tombstone], prints: list[str]) -> tuple[dict[str, Article], set[str]]:
    """Return the articles that are here already by their source's identifier, and the fingerprints that are here."""
    ids = {each.source_id for each in stories if each.source_id}
    articles = Article.objects.filter(source_id__in=ids).defer("body")
    known = Article.objects.filter(fingerprint__in=prints).values_list("fingerprint", flat=True)
    return {each.source_id: each for each in articles}, set(known)


def _in_an_edition(story: Story, places: Places) -> Story:
    """File a story whose language is only guessed in the main edition, where its own would have to be opened."""
    guessed, main = places.known_language(story.language), places.main_language()
    if not story.language_is_guessed or guessed == main or places.has_edition(guessed):
        return story
    complaint = (
        f"its language looks like '{guessed}', of which there is no edition: it was filed under '{main}'. "
        f"Import with --language {guessed} where that is right"
    )
    return replace(story, language=main, repairs=(*story.repairs, complaint))


def _step_aside(articles: list[Article]) -> None:
    """Number the second story of one day and slug, within the batch and against the archive."""
    wanted = {article.path for article in articles}
    taken = set(Article.objects.filter(path__in=wanted).values_list("locale_id", "path"))
    for article in articles:
        slug, path, number = article.slug, article.path, 1
        while (article.locale_id, article.path) in taken or (
            number > 1 and Article.objects.filter(locale_id=article.locale_id, path=article.path).exists()
        ):
            number += 1
            article.slug, article.path = f"{slug}-{number}", f"{path}-{number}"
        taken.add((article.locale_id, article.path))


def _attach(added: list[tuple[Story, Article]], places: Places) -> None:
    """Store what stands beside articles in other tables: bylines, topics, the indexes that bulk_create passes by."""
    bylines, topics = [], []
    through = Article.topics.through
    for story, article in added:
        authors = dict.fromkeys(places.author(name) for name in story.authors)
        bylines += [
            Byline(article=article, author=each, sort_order=place) for place, each in enumerate(authors)
        ]
        filed = dict.fromkeys(places.topic(article.locale.edition, name) for name in story.topics)
        topics += [through(article_id=article.pk, topic_id=each.pk) for each in filed]
    Byline.objects.bulk_create(bylines)
    through.objects.bulk_create(topics)
    articles = [article for _story, article in added]
    get_search_backend().get_index_for_model(Article).add_items(Article, articles)
    for article in articles:
        if article.picture_id or any(each.block_type == "picture" for each in article.body):
            ReferenceIndex.create_or_update_for_object(article)
