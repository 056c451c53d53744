"""A date is believed when the text says that it is its own, and not otherwise."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.prose.dates import find_date, why_undated, written_dates

DAY = date(2012, 11, 16)


@pytest.mark.parametrize(
    "line",
    [
        "16 November 2012", "November 16, 2012", "Nov. 16, 2012", "16th of November 2012", "2012-11-16", "16.11.2012",
        "Friday, 16 November 2012", "Published: November 16, 2012 at 10:30", "16 noyabr 2012", "16 noyabr 2012, 10:30",
        "2012-ci il noyabrın 16-da", "16 ноября 2012 года", "16 ноября 2012 г.", "16.11.2012 12:30",
        "BAKU, 16 November 2012 (News.Az) – The president spoke.", "Baku, November 16, 2012 — The president spoke.",
    ],
)  # fmt: skip
def test_a_line_of_its_own_and_a_dateline_are_believed(line):
    found = find_date(f"A headline\n{line}\nThe river rose.")

    assert found is not None
    assert found.day == DAY
    assert "16" in found.basis


@pytest.mark.parametrize(
    "text",
    [
        "The party was founded on 21 November 1992.", "on 16 November", "31 February 2012", "0000-00-00",
        "16 November 0000", "Maybe 5 2012", "16 November 2012\n17 November 2012", "", "version 1.11.2012.4",
    ],
)  # fmt: skip
def test_what_is_told_or_cannot_be_is_not_believed(text):
    assert find_date(text) is None


def test_a_day_that_has_not_come_is_not_believed():
    assert find_date("17 November 2012", latest=DAY) is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("It was on 16 November.", "the text says “16 November” without a year"),
        ("It was founded on 21 November 1992.", "the text names “1992-11-21”, but not as its own date"),
        ("It rained.", "the text gives no date"),
    ],
)
def test_the_editor_is_told_why_a_text_has_no_date(text, why):
    assert why_undated(text) == why


@pytest.mark.parametrize("month", ["iyun", "İyun", "İYUN", "ıyun", "I\u0307yun"])
def test_the_dot_of_an_i_makes_no_other_month(month):
    assert [each.month for each in written_dates(f"16 {month} 2012")] in ([6], [])


def test_a_page_of_dates_and_a_line_of_capitals_are_read_in_good_time():
    page = "16 November 2012, " * 20_000 + "A" * 20_000 + " 16 November 2012 –"

    assert (find_date(page), len(written_dates(page))) == (None, 20_001)


def test_the_seed_says_a_day_without_a_year(seed_page):
    story = seed_page.read_text("utf-8").partition("Related articles")[0]

    assert (find_date(story), [found.text for found in written_dates(story)]) == (None, ["16 November"])


@settings(deadline=None, max_examples=200)
@given(st.dates(date(1600, 1, 1), date(2099, 12, 31)))
def test_every_day_of_five_centuries_is_read_back(day):
    assert find_date(f"{day.isoformat()}\n") == find_date(f"{day.isoformat()}")
    assert [found.full for found in written_dates(f"{day:%d.%m.%Y}, {day.day} {day:%B} {day.year}")] == [
        day,
        day,
    ]
