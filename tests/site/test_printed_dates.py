"""Dates stand as the newspapers of a language write them; machines always read ISO 8601 and the Gregorian calendar."""

import re
from datetime import UTC, date, datetime

import pytest

from broadsheet.newsroom.edition_candidates import new_year
from broadsheet.newsroom.models import Calendar, DatePrecision, Edition
from broadsheet.site import dates
from broadsheet.site.voice import speaking
from factories import NOW, make_edition, make_section
from languages import LANGUAGES
from newsstand import publish, read
from reader import Reader

pytestmark = pytest.mark.django_db

MOMENT = datetime(2026, 11, 28, 14, 5, tzinfo=UTC)
FIRST = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "over_the_front", "full", "short", "first", "month"),
    [
        ("en", "Saturday, 28 November 2026", "28 November 2026, 14:05", "28 November", "1 March 2026", "November 2026"),
        ("az", "Şənbə, 28 noyabr 2026", "28 noyabr 2026, 14:05", "28 noyabr", "1 mart 2026", "Noyabr 2026"),
        ("ru", "Суббота, 28 ноября 2026", "28 ноября 2026, 14:05", "28 ноября", "1 марта 2026", "Ноябрь 2026"),
        ("de", "Samstag, 28. November 2026", "28. November 2026, 14:05", "28. November", "1. März 2026", "November 2026"),
        ("fr", "Samedi 28 novembre 2026", "28 novembre 2026, 14:05", "28 novembre", "1er mars 2026", "Novembre 2026"),
        ("es", "Sábado, 28 de noviembre de 2026", "28 de noviembre de 2026, 14:05", "28 de noviembre", "1 de marzo de 2026", "Noviembre de 2026"),
        ("tr", "28 Kasım 2026, Cumartesi", "28 Kasım 2026, 14:05", "28 Kasım", "1 Mart 2026", "Kasım 2026"),
        ("ar", "السبت، ٢٨ نوفمبر ٢٠٢٦", "٢٨ نوفمبر ٢٠٢٦، ١٤:٠٥", "٢٨ نوفمبر", "١ مارس ٢٠٢٦", "نوفمبر ٢٠٢٦"),
        ("fa", "شنبه ۲۸ نوامبر ۲۰۲۶", "۲۸ نوامبر ۲۰۲۶، ۱۴:۰۵", "۲۸ نوامبر", "۱ مارس ۲۰۲۶", "نوامبر ۲۰۲۶"),
        ("ar-dz", "السبت، 28 نوفمبر 2026", "28 نوفمبر 2026، 14:05", "28 نوفمبر", "1 مارس 2026", "نوفمبر 2026"),
        ("ka", "Saturday, 28 November 2026", "28 November 2026, 14:05", "28 November", "1 March 2026", "November 2026"),
    ],
)  # fmt: skip
def test_a_date_is_written_as_the_papers_of_the_language_write_it(
    settings, language, over_the_front, full, short, first, month
):
    settings.TIME_ZONE = "UTC"
    with speaking(make_edition(language)):
        written = (
            dates.full_day(MOMENT),
            dates.as_far_as_known(MOMENT, DatePrecision.SECOND, with_year=True, with_time=True),
            dates.day(MOMENT, with_year=False),
            dates.day(FIRST, with_year=True),
            dates.as_far_as_known(MOMENT, DatePrecision.MONTH, with_year=True, with_time=False),
        )

    assert written == (over_the_front, full, short, first, month)


@pytest.mark.parametrize("order", [["az", "de", "ru", "fa"], ["fa", "ru", "de", "az"]])
def test_the_months_of_a_language_are_its_own_whichever_was_read_first(order):
    """Babel resolves an alias once for all languages that share it."""
    found = {}
    for language in order:
        with speaking(make_edition(language)):
            found[language] = dates.month_name(date(2026, 11, 1))

    assert found == {"az": "Noyabr", "de": "November", "ru": "Ноябрь", "fa": "نوامبر"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_has_a_capital_at_the_head_of_a_month_that_it_does_not_write(language):
    """In Azerbaijani and Turkish a month in i has a capital with a dot: iyul, İyul."""
    months = [date(2026, month, 1) for month in range(1, 13)]
    with speaking(make_edition(language)):
        alone = [dates.month_name(each) for each in months]
        as_heading = [dates.month_of_year(each) for each in months]
        in_a_day = [dates.day(each, with_year=False) for each in months]

    dotted = {"az": ["İyun", "İyul"]}.get(language, [])
    assert [each for each in alone if each[0] in "Iİ"] == dotted
    assert [each.split()[0] for each in as_heading if each[0] in "Iİ"] == dotted
    assert [each for each in in_a_day if "I" in each or "İ" in each] == []


@pytest.mark.parametrize(
    ("language", "over_the_front", "full", "short"),
    [
        ("fa", "شنبه ۷ آذر ۱۴۰۵", "۷ آذر ۱۴۰۵، ۱۴:۰۵", "۷ آذر"),
        ("en", "Saturday, 7 Azar 1405", "7 Azar 1405, 14:05", "7 Azar"),
        ("ar", "السبت، ٧ آذر ١٤٠٥", "٧ آذر ١٤٠٥، ١٤:٠٥", "٧ آذر"),
    ],
)
def test_an_edition_may_print_its_dates_by_the_jalali_calendar(
    settings, language, over_the_front, full, short
):
    settings.TIME_ZONE = "UTC"
    edition = make_edition(language)
    edition.calendar = Calendar.JALALI

    with speaking(edition):
        written = (
            dates.full_day(MOMENT),
            dates.as_far_as_known(MOMENT, DatePrecision.SECOND, with_year=True, with_time=True),
            dates.day(MOMENT, with_year=False),
        )

    assert written == (over_the_front, full, short)


def test_a_persian_page_has_persian_dates_digits_and_commas_and_a_date_for_machines():
    edition = make_edition("fa")
    article = publish(
        "پل باز شد", edition=edition, slug="pol", published_at=datetime(2025, 11, 28, 10, 5, tzinfo=UTC),
        section=make_section("شهر", slug="shahr", edition=edition), authors=["آرش", "مینا"],
    )  # fmt: skip

    page, archive = read(article.get_absolute_url()), read("/2025/11/")

    [time] = re.findall(r'class="dateline">(<time.*?</time>)', page)
    assert re.fullmatch(r'<time datetime="2025-11-28T[\d:+]+">۲۸ نوامبر ۲۰۲۵، [۰-۹]{2}:[۰-۹]{2}</time>', time)
    assert re.search(r">آرش</a>، <a [^>]+>مینا</a>", page)
    assert "<h1>نوامبر ۲۰۲۵</h1>" in archive and 'href="/2025/11/28/">۲۸<' in archive


def test_another_calendar_is_on_every_page_when_the_press_hears_of_it():
    edition = make_edition("fa")
    publish("پل", edition=edition, slug="pol-2", days_ago=400)
    article = publish("پل باز شد", edition=edition, slug="pol", days_ago=401)
    paths = ["/", article.get_absolute_url(), "/archive/", "/nowhere/"]
    reader = Reader()
    before = {path: reader.get(path).text for path in paths}

    edition.calendar = Calendar.JALALI
    edition.save()
    reader.look()
    after = {path: reader.get(path).text for path in paths}

    jalali = re.compile(rf"<time[^>]*>[^<]*({'|'.join(dates.JalaliDate.j_months_fa)})")
    assert [path for path in paths if jalali.search(before[path])] == []
    with_dates = [path for path in paths if "<time" in before[path]]
    assert [path for path in with_dates if not jalali.search(after[path])] == []
    assert len(with_dates) >= 2
    assert [re.findall('datetime="([^"]+)"', after[path]) for path in paths] == [
        re.findall('datetime="([^"]+)"', before[path]) for path in paths
    ]


@pytest.mark.parametrize(
    ("calendar", "moment", "turn"),
    [
        (Calendar.GREGORIAN, NOW, "2027-01-01"),
        (Calendar.JALALI, NOW, "2027-03-21"),
        (Calendar.JALALI, datetime(2027, 3, 21, 12, tzinfo=UTC), "2028-03-20"),
    ],
)
def test_cards_are_made_again_when_the_year_that_they_leave_out_is_over(calendar, moment, turn):
    assert f"{new_year(moment, calendar):%Y-%m-%d %H:%M}" == f"{turn} 00:00"


def test_editions_that_are_there_keep_the_gregorian_calendar():
    assert Edition(name="The Gazette").calendar == Calendar.GREGORIAN
