"""The demo edition's dates move together: moments, days in its texts, months and years, in three languages."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from broadsheet.demo.articles import articles, newest_day
from broadsheet.demo.loader import FOLDER
from broadsheet.demo.moving import Move

LANGUAGES = ("en", "az", "ru")
FILES = sorted(path for language in LANGUAGES for path in (FOLDER / language).glob("*.md"))
NEWEST = newest_day(FOLDER)
# Any day, also such as fall on the ends of months and years.
TODAYS = [NEWEST + timedelta(days=each) for each in (1, 8, 40, 365, 400, 1560, 3999, 9131)]
MARK = re.compile(r"\{\{[^{}]+? (\d{3,4}(?:-\d\d){0,2})\}\}")
MONTHS = {
    "en": "January|February|April|June|July|August|September|October|November|December",
    "az": r"\b(?:yanvar|fevral|mart|aprel|iyun|iyul|avqust|sentyabr|oktyabr|noyabr|dekabr)",
    "ru": r"\b(?:январ|феврал|апрел|июн[яье]|июл[яье]|август|сентябр|октябр|ноябр|декабр)",
}


@pytest.mark.parametrize("today", TODAYS)
def test_the_newest_story_is_one_to_seven_days_old_and_weekdays_stay(today):
    move = Move.to(today, newest=NEWEST)

    assert 1 <= (today - NEWEST - timedelta(days=move.days)).days <= 7
    assert move.days % 7 == 0


@pytest.mark.parametrize("today", TODAYS)
def test_no_text_names_a_day_after_its_own_date_but_for_what_it_foretold(today):
    move = Move.to(today, newest=NEWEST)
    wrong = []
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        own = date.fromisoformat(re.search(r"published = (\d{4}-\d\d-\d\d)", text)[1])
        moved = own + timedelta(days=move.days)
        for mark in MARK.finditer(text):
            parts = mark[1].split("-")
            # To the year or the month, as far as it is named.
            named = ("y", "y-MM", "y-MM-dd")[len(parts) - 1]
            written = move.text(f"{{{{{named} {mark[1]}}}}}", language="en")
            was_ahead = _numbers(mark[1]) > _numbers(str(own))[: len(parts)]
            is_ahead = _numbers(written) > _numbers(str(moved))[: len(parts)]
            if is_ahead and not was_ahead:
                wrong.append((path.name, mark[0], written, str(moved)))

    assert wrong == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_date_in_a_text_is_a_mark(path):
    _empty, head, body = path.read_text(encoding="utf-8").split("+++\n")
    words = [line.partition("=")[2] for line in head.splitlines() if re.match(r"[a-z_]+ = [\[\"]", line)][1:]
    text = MARK.sub("", re.sub(r"\]\([^)]*\)|scene:\S+", "", "\n".join([*words, body])))

    assert re.findall(MONTHS[path.parent.name], text) == []
    assert re.findall(r"(?<![\d.,])(?:1[5-9]|20)\d\d(?![\d]|[.,]\d)", text) == []


def test_moments_texts_and_ends_of_picks_move_by_the_same_days():
    written, moved = (list(articles(FOLDER, "en", move=Move(days))) for days in (0, 1554))
    before, after = (next(each for each in found if each.picked == 4) for found in (written, moved))

    assert after.story.published_at - before.story.published_at == timedelta(days=1554)
    assert after.picked_until - before.picked_until == timedelta(days=1554)
    assert [each.story.published_at.weekday() for each in written] == [
        each.story.published_at.weekday() for each in moved
    ]


@pytest.mark.parametrize(
    ("language", "written", "moved"),
    [
        ("en", "on {{d MMMM y 2026-11-22}}, since {{y 1894}}", "on 23 February 2031, since 1898"),
        ("en", "since {{MMMM 2026-05}}; Monday, {{EEEE d MMMM 2026-11-16}}", "since August; Monday, Monday 17 February"),
        ("en", "the {{decade 1920}}s", "the 1920s"),
        ("ru", "с {{d MMMM y 2027-03-01}} года, в {{MMMM 2018-04}}е", "с 2 июня 2031 года, в июле"),
        ("az", "{{y 1931}}-ci il, {{MMMM 2023-12}}dan, {{MMMM 2027-03-01}}ın {{d 2027-03-01}}-dən", "1935-ci il, martdan, iyunun 2-dən"),
        ("az", "{{y 1932}}-ci, {{y 1936}}-cı, {{y 2019}}-cu", "1936-cı, 1940-cı, 2023-cü"),
    ],
)  # fmt: skip
def test_a_date_is_written_as_the_language_writes_it(language, written, moved):
    move = Move.to(date(2031, 3, 1), newest=date(2026, 11, 22))

    assert move.text(written, language=language) == moved


def test_a_table_of_toml_moves_however_deep():
    table = {"at": datetime(2026, 11, 22, tzinfo=UTC), "all": [{"text": "{{y 2026-11-22}}"}], "picked": 4}

    assert Move(7).everything(table, language="en") == {
        "at": datetime(2026, 11, 29, tzinfo=UTC),
        "all": [{"text": "2026"}],
        "picked": 4,
    }


def _numbers(written: str) -> tuple[int, ...]:
    return tuple(map(int, written.split("-")))
