"""Walk the whole archive and check every article page against the page laws."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import InterfaceError, OperationalError
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from ..rails.check import CheckedCard, CheckedPage, Fault, crashed, faults
from .cards import Card
from .models import Article, Edition
from .page_rails import EditionRails, PageRails
from .queries import editions, in_edition

BATCH = 200
REMEMBERED = 5000


@dataclass(frozen=True, slots=True)
class PageFindings:
    """An article page, and what is wrong with its rails.

    One that `is_joined` is joined from pieces when a rail changes that pages share; any other is rendered again.
    """

    url: str
    faults: list[Fault]
    is_joined: bool


def check_archive(*, now: datetime) -> Iterator[PageFindings]:
    """Yield what is found of each page of every edition."""
    for edition in editions():
        yield from _Checker(edition, now).pages()


class _Checker:
    """Checks the pages of one edition; bodies of cards are read from the database again, not from the cards."""

    def __init__(self, edition: Edition, now: datetime) -> None:
        self.edition = edition
        self.now = now
        self.bodies: dict[int, str] = {}
        self.rails = EditionRails(edition, now)
        stories = in_edition(edition, now).order_by().annotate(number=Coalesce(F("version_of_id"), F("pk")))
        self.stories = stories.values("number").distinct().count()

    def pages(self) -> Iterator[PageFindings]:
        last = 0
        while batch := list(self._articles().filter(pk__gt=last).order_by("pk")[:BATCH]):
            last = batch[-1].pk
            pages = [(article, self._composed(article)) for article in batch]
            self._read_bodies(
                card for _article, rails in pages if isinstance(rails, PageRails) for card in rails.cards
            )
            for article, rails in pages:
                yield self._found(article, rails)

    def _composed(self, article: Article) -> PageRails | Exception:
        """Compose one page; what goes wrong there is a fault of that page, and the others are checked all the same."""
        try:
            return self.rails.beside(article)
        except (OperationalError, InterfaceError):
            raise  # the database is away, which is no fault of a page
        except Exception as error:  # whatever it is, it is reported
            return error

    def _found(self, article: Article, rails: PageRails | Exception) -> PageFindings:
        if isinstance(rails, Exception):
            return PageFindings(article.get_absolute_url(), [crashed(rails)], is_joined=False)
        try:
            return self._judge(article, rails)
        except Exception as error:  # a row that no law foresaw is a fault of its page
            return PageFindings(article.get_absolute_url(), [crashed(error)], is_joined=False)

    def _articles(self) -> QuerySet[Article]:
        return in_edition(self.edition, self.now).select_related("section", "locale__edition").defer("body")

    def _judge(self, article: Article, rails: PageRails) -> PageFindings:
        page = CheckedPage(
            article=article.pk,
            story=article.story,
            language=self.edition.language,
            rails={rail: [self._card(each) for each in cards] for rail, cards in rails.rails.items()},
            eligible=self.stories - 1,
            now=self.now,
            specs=self.rails.specs,
            unreadable=rails.unreadable,
        )
        return PageFindings(article.get_absolute_url(), faults(page), is_joined=rails.own is not None)

    def _card(self, card: Card) -> CheckedCard:
        return CheckedCard(
            article=card.article,
            story=card.story,
            headline=card.headline,
            teaser=card.teaser,
            date_shown=card.published_at.isoformat() if card.published_at else card.date_precision,
            language=card.language,
            reason=card.reason,
            published_at=card.published_at,
            body=self.bodies.get(card.article, ""),
            has_picture=card.picture is not None,
            picture_alt=card.picture_alt,
            is_visible=card.article in self.bodies,
        )

    def _read_bodies(self, cards: Iterable[Card]) -> None:
        """Read the texts of cards; an article that readers may not see has none here."""
        if len(self.bodies) > REMEMBERED:
            self.bodies.clear()
        missing = {card.article for card in cards} - self.bodies.keys()
        for article in in_edition(self.edition, self.now).filter(pk__in=missing):
            self.bodies[article.pk] = article.plain_body
