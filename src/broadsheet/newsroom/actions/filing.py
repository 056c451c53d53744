"""Turn stories of the wire into articles of the newsroom, in batches."""

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from wagtail.models import ReferenceIndex
from wagtail.search.backends import get_search_backend

from ..changes import announce_articles
from ..models import Article, Byline
from ..stories import Story, Tombstone
from ..story_bodies import FindImage, fingerprint, lead_picture, raw_block
from .killing import kill
from .places import Filing


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of one story: `article` is set where it was added, `note` says why where it was not."""

    story: Story | Tombstone
    article: Article | None = None
    note: str = ""


class Store:
    """Adds stories to the newsroom, none of them twice."""

    def __init__(self, filing: Filing, *, find_image: FindImage = lambda _picture: None) -> None:
        self.filing = filing
        self.find_image = find_image

    def add(self, stories: Iterable[Story | Tombstone]) -> list[Stored]:
        """Add a batch in one transaction: all of it is kept, or none."""
        with transaction.atomic():
            outcomes = self._sort_out(list(stories))
            articles = [each.article for each in outcomes if each.article]
            self._step_aside(articles)
            Article.objects.bulk_create(articles)
            self._attach(outcomes)
            announce_articles(articles)
        return outcomes

    def _sort_out(self, stories: list[Story | Tombstone]) -> list[Stored]:
        known_ids = {each.source_id for each in stories if each.source_id}
        prints = [fingerprint(each) if isinstance(each, Story) else "" for each in stories]
        by_id = {
            each.source_id: each for each in Article.objects.filter(source_id__in=known_ids).defer("body")
        }
        by_print = set(Article.objects.filter(fingerprint__in=prints).values_list("fingerprint", flat=True))
        outcomes, now = [], timezone.now()
        for story, its_print in zip(stories, prints, strict=True):
            known = by_id.get(story.source_id) if story.source_id else None
            if isinstance(story, Tombstone):
                outcomes.append(Stored(story, note=_kill(known, now)))
            elif (
                known is not None
                or (story.source_id and story.source_id in by_id)
                or (not story.source_id and its_print in by_print)
            ):
                outcomes.append(Stored(story, note="is here already"))
            else:
                story = self._in_an_edition(story)
                article = self._article(story, its_print, now)
                by_print.add(its_print)
                if story.source_id:
                    by_id[story.source_id] = article
                outcomes.append(Stored(story, article))
        return outcomes

    def _in_an_edition(self, story: Story) -> Story:
        """File a story whose language is only guessed in the main edition, where its own would have to be opened."""
        guessed, main = self.filing.known_language(story.language), self.filing.main_language()
        if not story.language_is_guessed or guessed == main or self.filing.has_edition(guessed):
            return story
        complaint = (
            f"its language looks like '{guessed}', of which there is no edition: it was filed under '{main}'. "
            f"Import with --language {guessed} where that is right"
        )
        return replace(story, language=main, repairs=(*story.repairs, complaint))

    def _article(self, story: Story, its_print: str, now: datetime) -> Article:
        edition = self.filing.edition(story.language)
        section = self.filing.section(edition, story.section)
        live = story.status == "usable"
        lead, blocks = lead_picture(story.body, self.find_image)
        article = Article(
            locale=edition.locale,
            translation_key=self.filing.translation_key(story.translation_of) or uuid.uuid4(),
            headline=story.headline,
            slug=story.slug,
            standfirst=story.standfirst,
            section=section,
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
            first_published_at=(story.published_at or now) if live else None,
            last_published_at=(story.updated_at or story.published_at or now) if live else None,
        )
        article.body = json.dumps([raw_block(each, self.find_image) for each in blocks])
        if lead is not None:
            image, picture = lead
            article.picture, article.picture_alt = image, picture.alt
            article.picture_caption, article.picture_credit = picture.caption, picture.credit
        article.prepare(now)
        return article

    def _step_aside(self, articles: list[Article]) -> None:
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

    def _attach(self, outcomes: list[Stored]) -> None:
        added = [
            (each.story, each.article) for each in outcomes if each.article and isinstance(each.story, Story)
        ]
        bylines, topics = [], []
        through = Article.topics.through
        for story, article in added:
            authors = dict.fromkeys(self.filing.author(name) for name in story.authors)
            bylines += [
                Byline(article=article, author=each, sort_order=place) for place, each in enumerate(authors)
            ]
            filed = dict.fromkeys(self.filing.topic(article.locale.edition, name) for name in story.topics)
            topics += [through(article_id=article.pk, topic_id=each.pk) for each in filed]
        Byline.objects.bulk_create(bylines)
        through.objects.bulk_create(topics)
        articles = [article for _story, article in added]
        _index(articles)
        for article in articles:
            if article.picture_id or any(each.block_type == "picture" for each in article.body):
                ReferenceIndex.create_or_update_for_object(article)


def _index(articles: list[Article]) -> None:
    """Put new articles into the search index, which bulk_create passes by."""
    if articles:
        get_search_backend().get_index_for_model(Article).add_items(Article, articles)


def _kill(known: Article | None, now: datetime) -> str:
    if known is None:
        return "is cancelled by its provider"
    if known.pk is None:
        # It came in the same batch and is not stored yet: nobody has seen it.
        known.live, known.killed_at = False, now
    else:
        kill(known, by=None, now=now)
    return "is cancelled by its provider: withdrawn here too"
