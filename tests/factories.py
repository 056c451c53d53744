"""Build editions, sections and articles for tests, each with only what the test says about it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from wagtail.models import Locale

from broadsheet.newsroom.models import (
    Article,
    Author,
    Byline,
    DatePrecision,
    Edition,
    Page,
    Pick,
    Section,
    Topic,
)

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

STORIES = [
    ("The harbour crane that would not turn", "The blue crane on Quay 3 has stood still since Tuesday. Engineers wait for a bearing from abroad."),
    ("Library opens its flooded cellar again", "The cellar of the town library is dry. Nine thousand books go back to their shelves this week."),
    ("Rovers win in the last minute", "A header in the ninety-third minute gave the Rovers three points. The visitors had led until the eightieth."),
    ("Council votes on a tram to the airport", "Twenty-one members voted for the tram and nineteen against it. Building begins in the spring."),
    ("Bakers strike over night shifts", "Forty bakeries stay closed on Friday. The union asks for two free nights a week."),
]  # fmt: skip


def make_edition(language: str = "en", *, is_main: bool | None = None, name: str = "") -> Edition:
    locale, _created = Locale.objects.get_or_create(language_code=language)
    found = Edition.objects.filter(locale=locale).first()
    if found:
        return found
    main = not Edition.objects.filter(is_main=True).exists() if is_main is None else is_main
    return Edition.objects.create(locale=locale, name=name or f"The Gazette ({language})", is_main=main)


def make_section(name: str = "Town", *, edition: Edition | None = None, **fields: Any) -> Section:
    edition = edition or make_edition()
    slug = fields.pop("slug", name.lower().replace(" ", "-").replace("&", "and"))
    found = Section.objects.filter(locale=edition.locale, slug=slug).first()
    return found or Section.objects.create(locale=edition.locale, name=name, slug=slug, **fields)


def make_article(
    headline: str = "", *, edition: Edition | None = None, days_ago: float | None = 1, **fields: Any
) -> Article:
    """Save a live article; `days_ago=None` gives it an unknown date, `live=False` makes a draft."""
    edition = edition or make_edition()
    number = Article.objects.count()
    text = fields.pop("text", STORIES[number % len(STORIES)][1] + f" This is report number {number}.")
    live = fields.setdefault("live", True)
    published_at = fields.pop(
        "published_at", NOW - timedelta(days=days_ago) if days_ago is not None and live else None
    )
    fields.setdefault(
        "date_precision", DatePrecision.UNKNOWN if published_at is None and live else DatePrecision.SECOND
    )
    fields.setdefault("body", [("paragraph", f"<p>{text}</p>")])
    authors, topics = fields.pop("authors", ()), fields.pop("topics", ())
    article = Article(
        locale=edition.locale,
        headline=headline or f"{STORIES[number % len(STORIES)][0]} ({number})",
        published_at=published_at,
        first_published_at=published_at if live else None,
        **fields,
    )
    article.bylines = [
        Byline(author=make_author(name), sort_order=order) for order, name in enumerate(authors)
    ]
    article.save()
    if topics:
        article.topics = [make_topic(name, edition=edition) for name in topics]
        article.save()
    return article


def make_articles(count: int, **fields: Any) -> list[Article]:
    return [make_article(days_ago=number + 1, **fields) for number in range(count)]


def make_author(name: str) -> Author:
    return Author.objects.get_or_create(slug=name.lower().replace(" ", "-"), defaults={"name": name})[0]


def make_topic(name: str, *, edition: Edition | None = None) -> Topic:
    edition = edition or make_edition()
    slug = name.lower().replace(" ", "-")
    return Topic.objects.get_or_create(locale=edition.locale, slug=slug, defaults={"name": name})[0]


def make_page(name: str = "About us", *, edition: Edition | None = None, **fields: Any) -> Page:
    """Save a page, published unless `live=False`."""
    edition = edition or make_edition()
    fields.setdefault("slug", name.lower().replace(" ", "-"))
    fields.setdefault("body", [("paragraph", "<p>We have printed since 1872.</p>")])
    if fields.setdefault("live", True):
        fields.setdefault("first_published_at", NOW)
    return Page.objects.create(locale=edition.locale, name=name, **fields)


def make_pick(article: Article, *, position: int = 1, days_left: float = 7, **fields: Any) -> Pick:
    fields.setdefault("ends_at", NOW + timedelta(days=days_left))
    return Pick.objects.create(edition=article.locale.edition, article=article, position=position, **fields)
