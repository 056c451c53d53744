"""Measure the list of articles at the desk: queries and milliseconds at 200,000 articles.

    BROADSHEET_DATA=/tmp/listing python benchmarks/desk_listing.py [--articles 200000] [--body 2000]

Makes its own SQLite database in BROADSHEET_DATA (never the paper's), fills it, and asks for each
screen as an editor would, through Django's test client. The first answer of each is called cold.
"""

import argparse
import os
import random
import statistics
import sys
import time
from datetime import UTC, datetime, timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "broadsheet.project.settings")
if "BROADSHEET_DATA" not in os.environ:
    sys.exit("BROADSHEET_DATA is not set. Name a folder of its own for the benchmark, such as /tmp/listing.")
django.setup()

from django.conf import settings  # noqa: E402  # the models need the settings
from django.contrib.auth import get_user_model  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402
from wagtail.models import Locale  # noqa: E402

from broadsheet.newsroom.models import Article, Edition, Section  # noqa: E402

WORDS = [
    "ferry",
    "harbour",
    "council",
    "tram",
    "library",
    "bakers",
    "strike",
    "rovers",
    "budget",
    "bridge",
    "school",
    "flood",
    "market",
    "fire",
    "vote",
]
BATCH = 2000
REPEATS = 7
SCREENS = {
    "first page": {},
    "status live": {"status": "live"},
    "status draft": {"status": "draft"},
    "status changed": {"status": "changed"},
    "status killed": {"status": "killed"},
    "section": {"section": "1"},
    "section and live": {"section": "1", "status": "live"},
    "language": {"locale": "az"},
    "one month": {"published_at_from": "2015-03-01", "published_at_to": "2015-03-31"},
    "page 2000": {"p": "2000"},
    "last page": {"p": "10000"},
    "oldest first": {"ordering": "published_at"},
    "search, rare word": {"q": "story-777"},
    "search, common word": {"q": "harbour"},
    "search, common word, section": {"q": "harbour", "section": "1"},
    "search, page 200": {"q": "harbour", "p": "200"},
}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--articles", type=int, default=200_000)
    asked.add_argument("--body", type=int, default=2000, help="bytes of a body")
    chosen = asked.parse_args()
    call_command("migrate", verbosity=0)
    fill(chosen.articles, chosen.body)
    measure()


def fill(count: int, body: int) -> None:
    """Add what is missing up to `count` articles: most live, some drafts, in two languages."""
    dice = random.Random(7)  # the same archive each time
    locales = [Locale.objects.get_or_create(language_code=language)[0] for language in ("en", "az")]
    sections = {locale.pk: _sections(locale, main=locale is locales[0]) for locale in locales}
    began, missing = time.perf_counter(), range(Article.objects.count(), count)
    for start in range(missing.start, missing.stop, BATCH):
        rows = [
            _row(number, dice, locales, sections, body) for number in range(start, min(start + BATCH, count))
        ]
        Article.objects.bulk_create(rows)
    if missing:
        print(f"{len(missing)} articles made in {time.perf_counter() - began:.0f} s")
        began = time.perf_counter()
        call_command("update_index", verbosity=0)
        print(f"search index built in {time.perf_counter() - began:.0f} s")
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def measure() -> None:
    """Print queries and milliseconds of each screen; exit non-zero where one takes half a second."""
    client, slow = _signed_in(), []
    client.get(reverse("wagtailsnippets_newsroom_article:list"), {"p": 3})
    print(
        f"{Article.objects.count()} articles\n{'screen':32}{'queries':>8}{'cold ms':>9}{'median ms':>11}{'worst ms':>10}"
    )
    for name, query in SCREENS.items():
        queries, times = _ask(client, query)
        cold, rest = times[0], times[1:]
        print(
            f"{name:32}{queries:>8}{cold:>9.0f}{statistics.median(rest):>11.0f}{max(rest):>10.0f}", flush=True
        )
        slow += [name] if statistics.median(rest) >= 500 else []
    if slow:
        sys.exit(f"half a second or more: {', '.join(slow)}")


def _ask(client: Client, query: dict[str, str]) -> tuple[int, list[float]]:
    address, times = reverse("wagtailsnippets_newsroom_article:list"), []
    for _number in range(REPEATS + 1):
        began = time.perf_counter()
        response = client.get(address, query)
        times.append((time.perf_counter() - began) * 1000)
        if response.status_code != 200:
            sys.exit(f"{address} {query}: status {response.status_code}")
    with CaptureQueriesContext(connection) as captured:
        client.get(address, query)
    return len(captured), times


def _signed_in() -> Client:
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    users = get_user_model()._default_manager
    user = users.filter(username="measure").first() or users.create_superuser("measure")
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return client


def _sections(locale: Locale, *, main: bool) -> list[Section]:
    Edition.objects.get_or_create(locale=locale, defaults={"name": locale.language_code, "is_main": main})
    names = [f"Section {number}" for number in range(8)]
    slugs = {name: name.lower().replace(" ", "-") for name in names}
    return [
        Section.objects.get_or_create(locale=locale, slug=slugs[name], defaults={"name": name})[0]
        for name in names
    ]


def _row(number: int, dice: random.Random, locales: list, sections: dict, body: int) -> Article:
    locale = locales[number % 5 == 0]
    words = dice.sample(WORDS, 4)
    day = datetime(2005, 1, 1, 9, tzinfo=UTC) + timedelta(minutes=number * 50)
    live = number % 50 != 0
    text = " ".join(dice.choices(WORDS, k=body // 7))
    return Article(
        locale=locale,
        headline=f"Story-{number} of {' '.join(words)}",
        slug=f"story-{number}",
        path=f"{day:%Y/%m/%d}/story-{number}",
        standfirst=f"What happened at the {words[0]}.",
        teaser=f"What happened at the {words[0]}.",
        body=[("paragraph", f"<p>{text}</p>")],
        section=dice.choice(sections[locale.pk]),
        published_at=day if live else None,
        first_published_at=day if live else None,
        live=live,
        has_unpublished_changes=number % 40 == 0,
    )


if __name__ == "__main__":
    main()
