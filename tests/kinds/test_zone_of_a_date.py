"""A day is a day, a clock without a zone is the paper's, and no date is invented: in every zone a paper may be in."""

import io
import json
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from wagtail.users.models import UserProfile

from broadsheet.cli.importing import import_paths
from broadsheet.newsroom.models import Article
from broadsheet.newsroom.queries import archive_days, archive_months, newest
from broadsheet.prose import zone_letters
from broadsheet.prose.dates import DatePrecision
from broadsheet.prose.stated_dates import stated_date
from broadsheet.wire.reading import read_stories
from broadsheet.wire.sources import SourceFile
from desk.newsdesk import Newsdesk
from factories import NOW, make_article, make_edition, make_section

PAPERS = ("America/New_York", "Europe/Berlin", "Asia/Shanghai", "Pacific/Kiritimati")
TEXT = (
    "The talks went on in the old capital on that day, and no result was reached before the lamps were lit."
)
DAY = "2012-11-16"


@pytest.fixture(params=PAPERS)
def paper(request, settings) -> ZoneInfo:
    """The zone that a paper lives in, for which the settings speak."""
    settings.TIME_ZONE = request.param
    return ZoneInfo(request.param)


def ninjs(date):
    return "wire.json", json.dumps(
        {"uri": "t:1", "type": "text", "headline": "Talks go on", "body_text": TEXT, "firstcreated": date}
    )


def html(date):
    head = f'<meta property="article:published_time" content="{date}"><title>Talks go on</title>'
    return (
        "page.html",
        f"<html lang=en><head>{head}</head><article><h1>Talks go on</h1><p>{TEXT}</p></article></html>",
    )


def feed(date):
    item = f"<title>Talks go on</title><guid>t:1</guid><pubDate>{date}</pubDate><description>{TEXT}</description>"
    return "feed.xml", f"<rss version='2.0'><channel><title>A</title><item>{item}</item></channel></rss>"


def atom(date):
    entry = f"<title>Talks go on</title><id>t:1</id><published>{date}</published><summary>{TEXT}</summary>"
    return (
        "feed.xml",
        f"<feed xmlns='http://www.w3.org/2005/Atom'><title>A</title><entry>{entry}</entry></feed>",
    )


def page_text(date):
    return "page.txt", f"Talks go on in the capital\n\n{date}\n\n{TEXT}\n\n{TEXT[::-1]}.\n"


@pytest.mark.parametrize("written", [ninjs, html, feed, atom, page_text])
def test_a_day_stays_a_day_by_every_way_in(written, paper):
    story = read(written(DAY))

    assert (story.published_at.astimezone(paper).date().isoformat(), story.date_precision) == (
        DAY,
        DatePrecision.DAY,
    )


@pytest.mark.django_db
@pytest.mark.parametrize("elsewhere", PAPERS)
def test_a_day_given_at_import_is_the_day_of_page_address_and_feed(paper, elsewhere, tmp_path):
    page = tmp_path / "page.html"
    page.write_text(html("")[1])
    said = {"date": DAY, "language": "en", "source": "", "section": "", "kind": ""}
    with timezone.override(elsewhere):
        import_paths([page], said, report=None)
    article = Article.objects.get()

    printed = Client().get(article.get_absolute_url()).content.decode()

    assert article.path == "2012/11/16/talks-go-on"
    assert f'<time datetime="{DAY}">16 November 2012</time>' in printed
    assert f'"datePublished": "{DAY}"' in printed
    assert "<pubDate>Fri, 16 Nov 2012 12:00:00" in Client().get("/feed/").content.decode()
    assert f"<lastmod>{DAY}</lastmod>" in Client().get("/sitemap-1.xml").content.decode()
    assert [each.pk for each in newest(article.locale.edition, now=NOW, year=2012, month=11, day=16)] == [
        article.pk
    ]


@pytest.mark.parametrize("written", [ninjs, html, feed, atom])
@pytest.mark.parametrize("clock", ["2026-10-05 12:00:33", "2026-10-05T12:00:33"])
def test_a_clock_without_a_zone_is_the_paper_s(written, clock, paper):
    assert read(written(clock)).published_at == datetime(2026, 10, 5, 12, 0, 33, tzinfo=paper)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-06-28T10:00:00Z", "2026-06-28T10:00:00+00:00"),
        ("2026-06-28T10:00:00.250+02:00", "2026-06-28T08:00:00.250000+00:00"),
        ("2026-06-28 10:00:00 +0200", "2026-06-28T08:00:00+00:00"),
        ("20260628T100000Z", "2026-06-28T10:00:00+00:00"),
        ("2026/06/28 10:00 UTC", "2026-06-28T10:00:00+00:00"),
        ("Sun, 28 Jun 2026 10:00:00 BST", "2026-06-28T09:00:00+00:00"),
        ("Sun, 28 Jun 2026 10:00:00 CEST", "2026-06-28T08:00:00+00:00"),
        ("Sun, 28 Jun 2026 10:00:00 AEST", "2026-06-28T00:00:00+00:00"),
        ("Sun, 28 Jun 26 10:00 EDT", "2026-06-28T14:00:00+00:00"),
        ("Wed, 6 Jan 1999 10:00:00 EST", "1999-01-06T15:00:00+00:00"),
        ("28 Jun 2026 10:00:00 GMT+2", "2026-06-28T08:00:00+00:00"),
        ("Sunday, 28-Jun-26 10:00:00 GMT", "2026-06-28T10:00:00+00:00"),
        ("Sun Jun 28 10:00:00 JST 2026", "2026-06-28T01:00:00+00:00"),
        ("Sun Jun 28 2026 10:00:00 GMT+0200 (Central European Summer Time)", "2026-06-28T08:00:00+00:00"),
        ("June 28, 2026 10:00 PM PDT", "2026-06-29T05:00:00+00:00"),
        ("Fri, 16 Nov 2012 10:00:00 MSK", "2012-11-16T06:00:00+00:00"),
        ("Sat, 28 Nov 2026 10:00:00 MSK", "2026-11-28T07:00:00+00:00"),
    ],
)
def test_a_clock_with_its_zone_is_read_alike_in_every_paper(written, moment, paper):
    found = stated_date(written, paper=paper)

    assert (found.moment.astimezone(UTC).isoformat(), found.precision, found.note) == (
        moment,
        DatePrecision.SECOND,
        "",
    )


@pytest.mark.parametrize("letters", ["IST", "GST", "XYZ", "BRT", "A", "Mars/Olympus"])
def test_letters_that_nobody_can_know_are_named_and_read_as_the_paper_s(letters, paper):
    found = stated_date(f"Sun, 28 Jun 2026 10:00:00 {letters}", paper=paper)

    assert found.moment == datetime(2026, 6, 28, 10, tzinfo=paper)
    assert f"'{letters}'" in found.note


def test_the_paper_s_own_letters_are_its_own():
    zones = {"Asia/Shanghai": "CST", "Asia/Kolkata": "IST", "Asia/Manila": "PST", "Europe/Dublin": "IST"}
    clock = datetime(2026, 6, 28, 10)  # noqa: DTZ001  # what is printed

    found = {
        name: stated_date(f"{clock:%d %b %Y %H:%M} {letters}", paper=ZoneInfo(name))
        for name, letters in zones.items()
    }

    assert {name: (each.moment, each.note) for name, each in found.items()} == {
        name: (clock.replace(tzinfo=ZoneInfo(name)), "") for name in zones
    }


def test_letters_that_mail_and_others_use_differently_are_read_as_mail_does_and_named(settings):
    found = stated_date("Sun, 28 Jun 2026 10:00:00 CST", paper=ZoneInfo("Europe/Berlin"))

    assert (found.moment.astimezone(UTC).hour, "China" in found.note) == (16, True)


def test_the_table_of_letters_is_that_of_the_time_zone_database():
    meant = defaultdict(set)
    for name in available_timezones():
        if "/" in name and not name.startswith(("Etc/", "posix", "right")):
            for month in range(12 * 26):
                moment = datetime(2000 + month // 12, month % 12 + 1, 15, tzinfo=ZoneInfo(name))
                meant[moment.tzname().upper()].add(moment.utcoffset() // timedelta(minutes=1))
    table = {letters: each for letters, each in zone_letters.OFFSETS.items() if letters in meant}
    told = {*zone_letters.ELSEWHERE, "KST"}

    assert {letters for letters, each in table.items() if meant[letters] != {each}} == told
    assert set(zone_letters.SEVERAL).isdisjoint(zone_letters.OFFSETS)


@pytest.mark.parametrize(
    "written",
    [
        "2012-02-30", "-0044-03-15", "0000-00-00 00:00:00", "2026-06-31T10:00:00Z", "31 Jun 2026 10:00:00 GMT",
        "2026-13-01", "2026-06-28T25:00:00Z", "Thu, 32 Dec 2026 10:00:00 GMT", "05/06/2012", "yesterday", "16 November",
        "15 March 44 BC", "12345-01-01", "28 Foo 2026", "2012-11-16 to 2012-11-18", "1234-05-06", "2300-01-01",
    ],
)  # fmt: skip
@pytest.mark.parametrize("shape", [feed, atom, ninjs, html])
def test_what_is_no_date_is_none_and_is_named(written, shape, paper):
    story = read(shape(written))

    assert (story.published_at, story.date_precision) == (None, DatePrecision.UNKNOWN)
    assert [written in each for each in story.repairs].count(True) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("written", "printed", "machine"),
    [("2012-11", "November 2012", "2012-11"), ("November 2012", "November 2012", "2012-11"), ("2012", "2012", "2012")],
)  # fmt: skip
def test_a_month_or_a_year_is_no_day(written, printed, machine, paper):
    story = read(ninjs(written))
    article = make_article(
        "Talks go on", published_at=story.published_at, date_precision=story.date_precision
    )
    edition = article.locale.edition

    page = Client().get(article.get_absolute_url()).content.decode()

    assert article.path == "undated/talks-go-on"
    assert f'<time datetime="{machine}">{printed}</time>' in page
    assert f'"datePublished": "{machine}"' in page
    assert "<pubDate>" not in Client().get("/feed/").content.decode()
    assert archive_days(edition, 2012, 11, now=NOW) == []
    assert len(archive_months(edition, 2012, now=NOW)) == (0 if written == "2012" else 1)


@pytest.mark.django_db
@pytest.mark.parametrize("elsewhere", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_the_day_in_an_address_is_the_paper_s_whoever_publishes(elsewhere, paper):
    section = make_section("Town", edition=make_edition("en"))
    desk = signed_in(elsewhere)

    article = desk.write(action="publish", section=section.pk)

    assert article.path == f"{article.published_at.astimezone(paper):%Y/%m/%d}/the-ferry-sails-again"


@pytest.mark.django_db
@pytest.mark.parametrize("elsewhere", PAPERS)
def test_a_day_typed_at_the_desk_is_a_day_of_the_paper(elsewhere, paper):
    section = make_section("Town", edition=make_edition("en"))
    desk = signed_in(elsewhere)

    article = desk.write(action="publish", section=section.pk, published_at=DAY)
    form = desk.see("article:edit", article.pk)

    assert (article.path[:10], article.published_on.isoformat(), article.date_precision) == (
        "2012/11/16",
        DAY,
        "day",
    )
    assert f'name="published_at" value="{DAY}"' in form


@pytest.mark.django_db
def test_each_date_time_of_a_form_says_which_zone_it_is_in(paper):
    article = make_article(edition=make_edition("en"))
    desk = signed_in("Asia/Tokyo")

    article_form, pick_form = desk.see("article:edit", article.pk), desk.see("desk_pick_add")

    # Published, embargo, go-live, expiry, and the correction that is yet to be written; a pick's from and until.
    assert article_form.count("Time zone: Asia/Tokyo.") >= 5
    assert pick_form.count("Time zone: Asia/Tokyo.") == 2


def signed_in(zone: str) -> Newsdesk:
    """Return the desk of an editor who has chosen a zone of her own."""
    user = get_user_model().objects.create_superuser("chief", password="x")
    UserProfile.objects.create(user=user, current_time_zone=zone)
    client = Client()
    client.force_login(user)
    return Newsdesk(client, user)


def read(file):
    name, content = file
    [story] = read_stories(SourceFile(name, lambda: io.BytesIO(content.encode())))
    return story
