"""Walk the archive and check its article pages, as they are composed, against the page laws."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from random import Random

from django.db import InterfaceError, OperationalError
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from ..rails.check import crashed, faults
from ..rails.checked import CheckedPage, Fault
from ..rails.registry import Supply, rail_filled_from
from .checked_articles import CheckedArticles
from .models import Article, Edition, PopularList
from .page_rails import EditionRails, PageRails
from .queries import editions, in_edition

BATCH = 200


@dataclass(frozen=True, slots=True)
class PageFindings:
    """A page, and what is wrong with its rails.

    One that `is_joined` is joined from pieces when a rail changes that pages share; any other is rendered again.
    """

    url: str
    faults: list[Fault]
    is_joined: bool


def check_archive(*, now: datetime, sample: int | None = None) -> Iterator[PageFindings]:
    """Yield what is found of each page of every edition, or of a `sample` of so many pages, another one each day."""
    chosen = sample_of(sample, now=now)
    for edition in editions():
        checker = _Checker(edition, now, chosen)
        yield from checker.shared()
        yield from checker.pages()


def sample_of(count: int | None, *, now: datetime) -> list[int] | None:
    """Draw the numbers of so many articles that readers may see, in ascending order; None for all of them."""
    if count is None:
        return None
    return drawn(
        list(Article.objects.visible(now).order_by("pk").values_list("pk", flat=True)), count, now=now
    )


def drawn(numbers: list[int], count: int | None, *, now: datetime) -> list[int]:
    """Return so many of `numbers` in ascending order, other ones each day; all of them for None."""
    if count is None or count >= len(numbers):
        return numbers
    return sorted(Random(now.toordinal()).sample(numbers, count))  # noqa: S311 - no secret


def batches(
    edition: Edition, now: datetime, chosen: list[int] | None, *, size: int = BATCH
) -> Iterator[list[Article]]:
    """Yield an edition's articles, or those of `chosen`, in batches by their numbers. Index: the primary key."""
    articles: QuerySet[Article] = in_edition(edition, now).select_related("section", "locale__edition")
    articles = articles.defer("body").order_by("pk")
    if chosen is not None:
        for start in range(0, len(chosen), size):
            if batch := list(articles.filter(pk__in=chosen[start : start + size])):
                yield batch
        return
    last = 0
    while batch := list(articles.filter(pk__gt=last)[:size]):
        last = batch[-1].pk
        yield batch


class _Checker:
    """Checks the pages of one edition; articles of cards are read from the database again, not from the cards."""

    def __init__(self, edition: Edition, now: datetime, chosen: list[int] | None) -> None:
        self.edition = edition
        self.now = now
        self.chosen = chosen
        self.rails = EditionRails(edition, now)
        self.articles = CheckedArticles(edition, now)
        seen = in_edition(edition, now).order_by()
        self.count = seen.count()
        stories = seen.annotate(number=Coalesce(F("version_of_id"), F("pk")))
        self.stories = stories.values("number").distinct().count()

    def shared(self) -> Iterator[PageFindings]:
        """Yield the edition's front page where a ranking has places that cannot be read, which no page shows."""
        for ranking in PopularList.objects.filter(locale=self.edition.locale_id):
            lost = len(ranking.places) - len(ranking.standings) if isinstance(ranking.places, list) else 1
            if lost:
                rail = rail_filled_from(Supply.READS).name
                message = (
                    f"{lost} places of what is read most cannot be read; the next ranking writes them again"
                )
                yield PageFindings(
                    self.edition.root, [Fault(5, "damaged", rail, None, message)], is_joined=True
                )

    def pages(self) -> Iterator[PageFindings]:
        for batch in batches(self.edition, self.now, self.chosen):
            pages = [(article, self._composed(article)) for article in batch]
            shown = {
                each.article for _, rails in pages if isinstance(rails, PageRails) for each in rails.cards
            }
            self.articles.read(shown | {article.pk for article in batch})
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
        url = article.get_absolute_url()
        if isinstance(rails, Exception):
            return PageFindings(url, [crashed(rails)], is_joined=False)
        try:
            return PageFindings(url, faults(self._page(article, rails)), is_joined=rails.own is not None)
        except Exception as error:  # a row that no law foresaw is a fault of its page
            return PageFindings(url, [crashed(error)], is_joined=False)

    def _page(self, article: Article, rails: PageRails) -> CheckedPage:
        known = self.articles.known.get(article.pk)
        return CheckedPage(
            article=article.pk,
            story=article.story,
            language=self.edition.language,
            rails={rail: [self.articles.card(each) for each in cards] for rail, cards in rails.rails.items()},
            eligible=self.stories - 1,
            now=self.now,
            specs=self.rails.specs,
            unreadable=rails.unreadable,
            articles=self.count,
            headline=article.headline,
            body=known.body if known else "",
            text=known.text if known else "",
            published_at=article.published_at,
        )
