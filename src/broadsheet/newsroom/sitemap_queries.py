"""What sitemaps ask of the database: every answer has a bounded number of rows and look-ups, however long the archive is.

Parts are cut by numbers, of articles, topics and authors, so that a part keeps its rows and none is counted or skipped.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, DateTimeField, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from .models import Article, Author, Byline, Correction, DatePrecision, Edition, Section, Topic
from .pictures.making import Rendition
from .pictures.shapes import SHAPES, WEBP
from .queries import span

# How long a story is news: https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
NEWS = timedelta(hours=48)
# A story without a known day is not news.
HAS_DAY = [DatePrecision.SECOND, DatePrecision.DAY]
# Topics and authors are listed where readers can see one of as many of the last stories that were filed under them. Without
# a limit, all of an author's would be read to find that none stands in an edition.
LAST = 100
# The newest chunks have a last change. Newsrooms seldom change the stories of older ones.
LATEST = 3
# The files of a lead picture that is not cut.
_WHOLE = [SHAPES["whole"].spec(place, WEBP) for place in range(len(SHAPES["whole"].boxes))]

ArticleEntry = tuple[int, str, datetime | None, str, datetime | None, datetime | None, int | None]
NewsEntry = tuple[int, str, str, datetime, datetime | None, str, datetime | None]


def article_chunks(length: int, *, now: datetime) -> list[int]:
    """List the chunks of `length` article numbers, counted from 1, that have something to read. Index: primary key."""
    return _chunks(Article.objects.visible(now), length)


def last_changes(chunks: Sequence[int], length: int, *, now: datetime) -> dict[int, datetime]:
    """Return when an article of the last few of these chunks was last published or updated. Index: the primary key.

    Older chunks are left out: to know it of all would be to read the whole archive.
    """
    if not chunks:
        return {}
    first, _last = _numbers(chunks[-LATEST:][0], length)
    chunk = (F("id") - 1) / length + 1
    found = Article.objects.visible(now).filter(id__gte=first).order_by().values_list(chunk)
    known = Q(date_precision=DatePrecision.SECOND)
    moments = found.annotate(
        last_published=Max("published_at", filter=known), last_updated=Max("updated_at")
    ).order_by()
    return {number: max(filter(None, last)) for number, *last in moments if any(last)}


def articles(number: int, length: int, *, now: datetime) -> Iterable[ArticleEntry]:
    """Yield locale, path, publication, its precision, update, expiry and picture of one such chunk's articles.

    Index: the primary key.
    """
    found = Article.objects.visible(now).filter(id__range=_numbers(number, length)).order_by("id")
    return found.values_list(
        "locale_id", "path", "published_at", "date_precision", "updated_at", "expire_at", "picture_id"
    )


def lead_files(number: int, length: int, *, now: datetime) -> dict[int, str]:
    """Return for the lead pictures of one such chunk the name of the largest file that was made of each, uncut.

    Indexes: the primary key, the rendition's foreign key.
    """
    shown = Article.objects.visible(now).filter(id__range=_numbers(number, length)).order_by()
    files = Rendition.objects.filter(
        image_id__in=shown.filter(picture__isnull=False).values("picture_id"), filter_spec__in=_WHOLE
    )
    return dict(files.order_by("image_id", "width").values_list("image_id", "file"))


def topic_chunks(length: int, *, now: datetime) -> list[int]:
    """List the chunks of topic numbers of which a topic has an article to read. Index: primary key."""
    return _chunks(_topics(now), length)


def topics(number: int, length: int, *, now: datetime) -> Iterable[tuple[int, str]]:
    """Yield locale and slug of one such chunk's topics. Index: the primary key."""
    return _topics(now).filter(pk__range=_numbers(number, length)).values_list("locale_id", "slug")


def author_chunks(length: int, *, now: datetime) -> list[int]:
    """List the chunks of author numbers of which an author has an article to read. Index: primary key."""
    signed = Article.objects.visible(now).filter(pk__in=_last_signed(), locale__edition__isnull=False)
    return _chunks(Author.objects.filter(Exists(signed)).order_by("pk"), length)


def authors(
    number: int, length: int, editions: Sequence[Edition], *, now: datetime
) -> list[tuple[str, list[int]]]:
    """List slug and locales of one such chunk's authors: those of the editions that they wrote for lately.

    Index: the primary key; the byline's foreign keys.
    """
    wrote = wrote_for(editions, now)
    found = Author.objects.filter(pk__range=_numbers(number, length)).order_by("pk").annotate(**wrote)
    locales = [each.locale_id for each in editions]
    listed = (
        (slug, [locale for locale, has in zip(locales, says, strict=True) if has])
        for slug, *says in found.values_list("slug", *wrote)
    )
    return [each for each in listed if each[1]]


def wrote_for(editions: Sequence[Edition], now: datetime) -> dict[str, Exists]:
    """Return conditions, by names such as wrote_1, for authors of one of the last articles in each edition."""
    signed = Article.objects.visible(now).filter(pk__in=_last_signed())
    return {f"wrote_{each.locale_id}": Exists(signed.filter(locale_id=each.locale_id)) for each in editions}


def is_read(now: datetime) -> Exists:
    """Return the condition for topics with an article to read, of the last ones."""
    filed = Article.topics.through.objects.filter(topic_id=OuterRef(OuterRef("pk")))
    last = filed.order_by("-pk").values("article_id")[:LAST]
    return Exists(Article.objects.visible(now).filter(pk__in=last, locale_id=OuterRef("locale_id")))


def is_section_read(now: datetime) -> Q:
    """Return the condition for sections with an article to read, in them or in a sub-section.

    Indexes: newsroom_article_section, the foreign key of the section above.
    """
    below = Section.objects.filter(parent_id=OuterRef("pk")).order_by()
    own = Article.objects.visible(now).filter(section_id=OuterRef("pk"))
    of_below = Article.objects.visible(now).filter(section_id=OuterRef("pk"))
    return Q(Exists(own)) | Q(Exists(below.filter(Exists(of_below))))


def sections(*, now: datetime) -> Iterable[tuple[int, str]]:
    """Yield locale and slug of the sections with something to read, in the order of the masthead."""
    return Section.objects.filter(is_section_read(now)).values_list("locale_id", "slug")


def locales_with_dated(*, now: datetime) -> set[int]:
    """Return the locales of the editions with an article of a known date. Index: newsroom_article_newest."""
    return _locales_with(now, published_at__lte=now)


def locales_with_corrections(*, now: datetime) -> set[int]:
    """Return the locales in which something that readers may see was corrected. Index: the primary key of each article."""
    corrected = Article.objects.visible(now).filter(pk__in=Correction.objects.order_by().values("article_id"))
    # Asked for distinct ones, SQLite would go through all articles by their locales.
    return set(corrected.order_by().values_list("locale_id", flat=True))


def locales_with_undated(*, now: datetime) -> set[int]:
    """Return the locales of the editions with an article of unknown date. Index: newsroom_article_newest."""
    return _locales_with(now, published_at__isnull=True)


def _locales_with(now: datetime, **published: object) -> set[int]:
    own = Article.objects.visible(now).filter(live__in=[True], locale_id=OuterRef("locale_id"), **published)
    return set(Edition.objects.filter(Exists(own)).order_by().values_list("locale_id", flat=True))


def archive_years(*, now: datetime) -> list[int]:
    """List the years that have an article in any edition, oldest first. Index: newsroom_article_newest."""
    dated = Article.objects.visible(now).filter(published_at__lte=now)
    oldest = dated.order_by("published_at").values_list("published_at", flat=True).first()
    if oldest is None:
        return []
    # A year earlier and later than UTC says, whatever the paper's zone is.
    years = range(max(oldest.year - 1, 1), min(now.year + 2, 9999))
    found = with_articles({f"{each:04d}": span(each, None, None) for each in years}, now=now)
    return sorted({int(year) for year, _locale in found})


def with_articles(
    spans: Mapping[str, tuple[datetime, datetime]], *, unknown: Sequence[str] = (), now: datetime
) -> list[tuple[str, int]]:
    """List name and locale of those spans of time, given by name as beginning and end, in which an edition has an article.

    Articles whose date is known no better than `unknown` do not count. One look-up a span and edition.
    Index: newsroom_article_newest.
    """
    moment = DateTimeField()
    own = Article.objects.visible(now).filter(
        # As a value: SQLite looks up no bare column.
        live__in=[True],
        locale_id=RawSQL("edition.locale_id", [], output_field=IntegerField()),
        published_at__gte=RawSQL("span.begins", [], output_field=moment),
        published_at__lt=RawSQL("span.ends", [], output_field=moment),
    )
    found, values = _sql(own.exclude(date_precision__in=list(unknown)).order_by().values("pk"))
    adapted = connection.ops.adapt_datetimefield_value
    given = [value for name, ends in spans.items() for value in (name, *map(adapted, ends))]
    statement = f"""
        WITH span (name, begins, ends) AS (VALUES {", ".join(["(%s, %s, %s)"] * len(spans))})
        SELECT span.name, edition.locale_id FROM span CROSS JOIN newsroom_edition edition
        WHERE EXISTS ({found}) ORDER BY edition.id, span.name"""  # noqa: S608 - made of SQL that Django has written
    with connection.cursor() as cursor:
        cursor.execute(statement, [*given, *values])
        return [(name, locale) for name, locale in cursor.fetchall()]


def news_chunks(length: int, *, now: datetime) -> dict[int, int]:
    """Return how many articles of the last 48 hours each chunk of article numbers has. Indexes: as of `news`."""
    found: dict[int, int] = {}
    for each in _news(now):
        numbers = each.order_by().values_list((F("id") - 1) / length + 1)
        for number, count in numbers.annotate(Count("id")).order_by():
            found[number] = found.get(number, 0) + count
    return found


def news(*, now: datetime, limit: int, chunk: tuple[int, int] | None = None) -> list[NewsEntry]:
    """List locale, path, headline, publication, embargo, precision and expiry of what readers see since 48 hours at most.

    At most `limit`, or those of a chunk of so many article numbers.
    Indexes: newsroom_article_order, newsroom_article_embargo; the primary key.
    """
    columns = (
        "locale_id",
        "path",
        "headline",
        "published_at",
        "embargoed_until",
        "date_precision",
        "expire_at",
    )
    found: list[Any] = []
    for each in _news(now):
        own = each.filter(id__range=_numbers(*chunk)) if chunk is not None else each
        found += own.order_by("-published_at", "-id").values_list(*columns)[: limit - len(found)]
    return found


def _news(now: datetime) -> tuple[QuerySet[Article], QuerySet[Article]]:
    """Return what was published in the last 48 hours, and what is older and was under an embargo until then.

    Each by an index of its own: a condition with OR would make the database look at all articles.
    """
    since = now - NEWS
    found = Article.objects.visible(now).filter(date_precision__in=HAS_DAY, locale__edition__isnull=False)
    return (
        found.filter(published_at__gt=since, published_at__lte=now),
        found.filter(embargoed_until__gt=since, embargoed_until__lte=now, published_at__lte=since),
    )


def _topics(now: datetime) -> QuerySet[Topic]:
    return Topic.objects.filter(is_read(now), locale__edition__isnull=False).order_by("pk")


def _last_signed() -> QuerySet[Any, Any]:
    own = Byline.objects.filter(author_id=OuterRef(OuterRef("pk")))
    return own.order_by("-pk").values("article_id")[:LAST]


def _numbers(number: int, length: int) -> tuple[int, int]:
    return (number - 1) * length + 1, number * length


def _chunks(found: QuerySet[Any], length: int) -> list[int]:
    """List the chunks with a row, hopping from each to the first row beyond it: one look-up a chunk."""
    beyond = RawSQL("hop.number * %s", [length], output_field=IntegerField())
    first, values = _sql(found.order_by("pk").values("pk")[:1])
    then, more = _sql(found.filter(pk__gt=beyond).order_by("pk").values("pk")[:1])
    statement = f"""
        WITH RECURSIVE hop (number) AS (
            SELECT (({first}) - 1) / %s + 1
            UNION ALL SELECT (({then}) - 1) / %s + 1 FROM hop WHERE hop.number IS NOT NULL
        ) SELECT number FROM hop WHERE number IS NOT NULL"""  # noqa: S608 - made of SQL that Django has written
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, length, *more, length])
        return [number for (number,) in cursor.fetchall()]


def _sql(found: QuerySet[Any, Any]) -> tuple[str, tuple[Any, ...]]:
    sql, values = found.query.sql_with_params()
    return sql, tuple(values)
