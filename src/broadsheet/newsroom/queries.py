"""Everything that readers' pages ask of the database; each query returns only what readers may see."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Literal

from django.contrib.contenttypes.models import ContentType
from django.db import connections
from django.db.models import BigIntegerField, Exists, F, Min, OuterRef, QuerySet, Subquery, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import Locale, ReferenceIndex

from .models import Article, Author, Correction, DatePrecision, Edition, Page, PaperSettings, Section, Topic
from .models.pages import TO_FILL_IN
from .prepared import Prepared
from .rows import Picture, Row, rows
from .visibility import MOMENTS, shown

# A month or year of which no day is known stands under none.
NO_DAY = [DatePrecision.MONTH, DatePrecision.YEAR]
# What a card does not print is not read.
HEAVY = (
    "body", "source_id", "link", "filed", "fingerprint", "date_basis",
    "locale__edition__menu", "locale__edition__footer_links",
)  # fmt: skip


def edition_of(language: str | None = None) -> Edition | None:
    """Return the edition in `language`, or the main one."""
    editions = Edition.objects.select_related("locale")
    if language is None:
        return editions.filter(is_main=True).first()
    return editions.filter(locale__language_code=language).first()


def editions() -> list[Edition]:
    """List the editions, the main one first; each with the settings of the whole paper, which saves a query."""
    settings = PaperSettings.objects.filter(pk=PaperSettings.ONLY).values("values")
    return list(Edition.objects.select_related("locale").annotate(paper_settings=Subquery(settings)))


def sections(edition: Edition) -> list[Section]:
    """List an edition's sections in the order of the masthead."""
    return list(Section.objects.filter(locale_id=edition.locale_id))


def sections_by_locale() -> dict[int, list[Section]]:
    """Return the sections of every edition by the number of its locale, in the order of the masthead.

    Each knows the section above it.
    """
    found: dict[int, list[Section]] = {}
    known = {each.pk: each for each in Section.objects.all()}
    for each in known.values():
        each.parent = known.get(each.parent_id) if each.parent_id else None
        found.setdefault(each.locale_id, []).append(each)
    return found


def first_with(identifiers: Collection[str]) -> dict[str, int]:
    """Return for each identifier of a source the article that came in first with it, seen or unseen.

    Index: newsroom_article_identifier.
    """
    if not identifiers:
        return {}
    found = Article.objects.filter(source_id__in=identifiers).order_by().values_list("source_id")
    return dict(found.annotate(Min("pk")))


def light(articles: QuerySet[Article]) -> QuerySet[Article]:
    """Leave out what cards do not show, and bring along what they do."""
    return articles.select_related("section", "picture", "columnist__picture", "locale__edition").defer(
        *HEAVY
    )


def in_edition(edition: Edition, now: datetime) -> QuerySet[Article]:
    """All that readers of an edition may see now. Index: newsroom_article_newest."""
    return Article.objects.visible(now).filter(locale_id=edition.locale_id)


def newest(
    edition: Edition,
    *,
    now: datetime,
    section: Section | None = None,
    topic: Topic | None = None,
    author: Author | None = None,
    year: int | None = None,
    month: int | None = None,
    day: int | None = None,
) -> QuerySet[Article]:
    """Return an edition's articles as light rows, newest first, those of unknown date last.

    Index: newsroom_article_newest, or newsroom_article_section. SQLite sorts NULL last
    when descending; PostgreSQL is told to by `undated_last`.
    """
    found = light(in_edition(edition, now))
    if section is not None:
        found = found.filter(section=section)
    if topic is not None:
        found = found.filter(topics=topic)
    if author is not None:
        found = found.filter(bylines__author=author)
    if year is not None:
        first, last = span(year, month, day)
        found = found.filter(published_at__gte=first, published_at__lt=last)
    if year is not None and month is not None:
        found = found.exclude(date_precision__in=NO_DAY if day else [DatePrecision.YEAR])
    return undated_last(found)


class OfSections:
    """An edition's articles of several sections, newest first, of which any part can be read."""

    def __init__(self, edition: Edition, sections: Sequence[Section], *, now: datetime) -> None:
        self._edition = edition
        self._sections = sections
        self._now = now

    def __getitem__(self, wanted: slice) -> QuerySet[Article]:
        """Return a part as light rows, in one query.

        First the newest of each section are found by newsroom_article_section, as many as the part can need. One condition
        on all sections would make the database sort everything that they ever published.
        """
        start, stop = wanted.start or 0, wanted.stop
        # SQLite allows LIMIT in a subquery, but not directly in a part of a union.
        firsts = [
            Article.objects.order_by()
            .filter(
                pk__in=undated_last(in_edition(self._edition, self._now).filter(section=each)).values("pk")[
                    :stop
                ]
            )
            .values("pk")
            for each in self._sections
        ]
        found = undated_last(Article.objects.filter(pk__in=firsts[0].union(*firsts[1:], all=True)))
        # The union is sorted by numbers and dates; the columns of cards are read for this part only.
        return undated_last(light(Article.objects.filter(pk__in=found.values("pk")[start:stop])))


def newest_of(
    edition: Edition, sections: Sequence[Section], *, now: datetime
) -> "QuerySet[Article] | OfSections":
    """Return the articles of one or more sections, newest first."""
    if len(sections) == 1:
        return newest(edition, now=now, section=sections[0])
    return OfSections(edition, sections, now=now)


def undated_last(articles: QuerySet[Article]) -> QuerySet[Article]:
    """Order by date of publication, newest first, articles of unknown date at the end."""
    if _sorts_null_last(articles):
        return articles.order_by("-published_at", "-id")
    return articles.order_by(F("published_at").desc(nulls_last=True), "-id")


def archive_years(edition: Edition, *, now: datetime) -> list[int]:
    """List the years in which the edition has articles, newest first."""
    dates = in_edition(edition, now).filter(published_at__isnull=False).order_by()
    return [each.year for each in dates.datetimes("published_at", "year", order="DESC")]


def archive_months(edition: Edition, year: int, *, now: datetime) -> list[date]:
    """List the months of a year that have articles, as their first days."""
    return _archive(edition, span(year, None, None), "month", now)


def archive_days(edition: Edition, year: int, month: int, *, now: datetime) -> list[date]:
    """List the days of a month that have articles."""
    return _archive(edition, span(year, month, None), "day", now)


def next_transition(*, now: datetime) -> datetime | None:
    """Return when the next embargo ends, article expires, schedule falls due or dated publication comes.

    Indexes: newsroom_article_embargo, newsroom_article_expiry, newsroom_article_desk.
    """
    return min((moment for row in _next_transitions(now=now) for moment in row if moment), default=None)


def _soonest(now: datetime) -> QuerySet[Any, Any]:
    soonest = {
        f"soonest_{field}": Subquery(
            Article.objects.filter(live=True, **{f"{field}__gt": now}).order_by(field).values(field)[:1]
        )
        for field in MOMENTS
    }
    # One row of any small table carries the three answers home in one query.
    return Locale.objects.order_by("id").annotate(**soonest).values_list(*soonest)[:1]


_next_transitions = Prepared(_soonest, now=datetime)


def around(
    articles: QuerySet[Article], moment: datetime, *, reach: timedelta | None, limit: int
) -> list[Row]:
    """Return up to `limit` articles on each side of a moment, nearest first; none farther from it than `reach`."""
    before = articles.filter(published_at__lte=moment).order_by("-published_at", "-id")
    after = articles.filter(published_at__gt=moment).order_by("published_at", "id")
    if reach is not None:
        before = before.filter(published_at__gt=moment - reach)
        after = after.filter(published_at__lt=moment + reach)
    found = [*rows(before[:limit]), *rows(after[:limit])]
    return sorted(found, key=lambda each: (abs((each.published_at or moment) - moment), each.pk))


def _archive(
    edition: Edition, span: tuple[datetime, datetime], kind: Literal["month", "day"], now: datetime
) -> list[date]:
    dates = in_edition(edition, now).filter(published_at__gte=span[0], published_at__lt=span[1]).order_by()
    dates = dates.exclude(date_precision__in=NO_DAY if kind == "day" else [DatePrecision.YEAR])
    return [each.date() for each in dates.datetimes("published_at", kind, order="DESC")]


def span(year: int, month: int | None, day: int | None) -> tuple[datetime, datetime]:
    """Return the first moment of a year, month or day and of the one after it, in the site's time zone."""
    zone = timezone.get_default_timezone()
    first = datetime(year, month or 1, day or 1, tzinfo=zone)
    if day is not None:
        return first, datetime.combine(first.date() + timedelta(days=1), first.timetz())
    if month is not None:
        return first, first.replace(year=year + month // 12, month=month % 12 + 1)
    return first, first.replace(year=year + 1)


def _sorts_null_last(articles: QuerySet[Article]) -> bool:
    return not connections[articles.db].features.nulls_order_largest


def section_at(edition: Edition, slug: str) -> Section | None:
    """Return a section of an edition. Index: newsroom_section_slug."""
    return Section.objects.filter(locale_id=edition.locale_id, slug=slug).first()


def page_at(edition: Edition, slug: str) -> Page | None:
    """Return a published page of an edition. Index: newsroom_page_slug."""
    return Page.objects.filter(locale_id=edition.locale_id, slug=slug, live=True).first()


def pages(edition: Edition) -> list[Page]:
    """List an edition's published pages."""
    return list(Page.objects.filter(locale_id=edition.locale_id, live=True).defer("body"))


def pages_with(numbers: Collection[int]) -> list[Page]:
    """List pages by their numbers, published or not, as far as their edition is there. Index: the primary key."""
    found = (
        Page.objects.filter(pk__in=numbers, locale__edition__isnull=False) if numbers else Page.objects.none()
    )
    return list(found.select_related("locale__edition").defer("body"))


def unfinished_pages() -> list[Page]:
    """List the published pages with a place that is still to be filled in. No index: there are a few dozen pages."""
    found = Page.objects.filter(live=True).annotate(written=Cast("body", TextField()))
    return list(found.filter(written__contains=TO_FILL_IN).select_related("locale").defer("body"))


def translations_of(page: Page) -> list[Page]:
    """List a page in other languages, where it is published. Index: newsroom_page_translation."""
    found = Page.objects.filter(translation_key=page.translation_key, live=True).exclude(pk=page.pk)
    return list(found.filter(locale__edition__isnull=False).select_related("locale__edition").defer("body"))


def topic_at(edition: Edition, slug: str) -> Topic | None:
    """Return a topic of an edition. Index: newsroom_topic_slug."""
    return Topic.objects.filter(locale_id=edition.locale_id, slug=slug).first()


def author_at(slug: str) -> Author | None:
    """Return an author, who writes for any edition. Index: the unique slug."""
    return Author.objects.filter(slug=slug).first()


def undated(edition: Edition, *, now: datetime) -> QuerySet[Article]:
    """Return an edition's articles of unknown date, the last ones taken in first. Index: newsroom_article_newest."""
    return light(in_edition(edition, now)).filter(published_at__isnull=True).order_by("-id")


def corrections(edition: Edition, *, now: datetime) -> QuerySet[Correction]:
    """Return the corrections of what readers of an edition may see, newest first, each with its article.

    Indexes: newsroom_correction_newest, then the primary key of each article. A list of the edition's articles would
    have to be made whole before the first is found.
    """
    is_seen = Exists(in_edition(edition, now).filter(pk=OuterRef("article_id")))
    found = Correction.objects.filter(is_seen).select_related("article").order_by("-at", "-id")
    return found.only("at", "text", "article__headline", "article__path", "article__expire_at")


def with_relations(numbers: Sequence[int]) -> QuerySet[Article]:
    """Return articles, seen or unseen, with what they are listed under. Index: the primary key."""
    found = Article.objects.filter(pk__in=numbers).defer(*HEAVY).select_related("section__parent")
    return found.prefetch_related("topics", "bylines__author")


def beside_which(numbers: Sequence[int]) -> list[tuple[int, str]]:
    """List locale and path of the articles to which these are stored as related. Index: Neighbour's of `neighbour`."""
    found = Article.objects.filter(neighbours__neighbour_id__in=numbers).order_by().distinct()
    return list(found.values_list("locale_id", "path"))


def showing(pictures: Sequence[int], *, limit: int) -> list[int]:
    """List at most `limit` articles that show one of these pictures, or whose authors do.

    Indexes: the foreign keys, the reference index.
    """
    if not pictures:
        return []
    signed = Article.objects.filter(bylines__author__picture_id__in=pictures).order_by()
    in_text = _in_text(pictures)
    leading = Article.objects.filter(picture_id__in=pictures).order_by().values_list("pk", flat=True)
    numbers = in_text.order_by().values_list("object_id", flat=True).distinct()
    by_their_faces = signed.values_list("pk", flat=True).distinct()[:limit]
    return sorted({*leading[:limit], *by_their_faces, *(int(each) for each in numbers[:limit])})


def pictures(numbers: Collection[int]) -> dict[int, Any]:
    """Return pictures by their numbers. Index: the primary key."""
    return dict(Picture.objects.in_bulk(list(numbers))) if numbers else {}


def is_on_pages(picture: int, *, now: datetime) -> bool:
    """Return True if pages made before `now` may show a picture: drafts alone make none. Indexes: as of `showing`."""
    articles = Article.objects.filter(shown(now)).order_by()
    numbers = _in_text([picture]).order_by().annotate(number=Cast("object_id", BigIntegerField()))
    return (
        articles.filter(picture_id=picture).exists()
        or articles.filter(bylines__author__picture_id=picture).exists()
        or articles.filter(pk__in=numbers.values("number")).exists()
    )


def _in_text(pictures: Sequence[int]) -> QuerySet[ReferenceIndex]:
    kinds = ContentType.objects.get_for_models(Picture, Article)
    found: QuerySet[ReferenceIndex] = ReferenceIndex.objects.filter(
        base_content_type=kinds[Article],
        to_content_type=kinds[Picture],
        to_object_id__in=[str(each) for each in pictures],
    )
    return found
