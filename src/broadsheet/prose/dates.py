"""Find the dates that stand in a text, and the one that can be believed to be the day of the story."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class DatePrecision(StrEnum):
    """How well a date of publication is known."""

    SECOND = "second"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


_MONTHS = {
    1: "january jan yanvar январь января янв",
    2: "february feb fevral февраль февраля фев",
    3: "march mar mart март марта мар",
    4: "april apr aprel апрель апреля апр",
    5: "may mai май мая",
    6: "june jun iyun июнь июня июн",
    7: "july jul iyul июль июля июл",
    8: "august aug avqust август августа авг",
    9: "september sept sep sentyabr сентябрь сентября сен сент",
    10: "october oct oktyabr октябрь октября окт",
    11: "november nov noyabr ноябрь ноября ноя нояб",
    12: "december dec dekabr декабрь декабря дек",
}
MONTHS = {name: number for number, names in _MONTHS.items() for name in names.split()}
# Characters that may stand beside a date on its line; more is prose.
LONGEST_LABEL = 60

# "İyun" and "ıyun" match "iyun" where case is ignored, but do not fold to it.
_DOTTED_I = re.compile("i\u0307|ı")
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
# Azerbaijani months take endings: "16 noyabrda", "noyabrın 16-da".
_ENDING = r"(?:da|də|dan|dən|ın|in|un|ün|a|ə|ı|i|u|ü)?"
_YEAR = r"(?:1[6-9]|20)\d\d"
_TAIL = r"(?![\w])"
_PATTERNS = (
    re.compile(rf"(?<![\w.-])(?P<y>{_YEAR})-(?P<m>\d\d)-(?P<d>\d\d)(?![\d-])"),
    re.compile(rf"(?<![\w.])(?P<d>\d\d?)\.(?P<m>\d\d?)\.(?P<y>{_YEAR})(?![\d.])"),
    re.compile(
        rf"(?<![\w.])(?P<d>\d\d?)(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_MONTH}){_ENDING}\b\.?"
        rf"(?:,?\s+(?P<y>{_YEAR}){_TAIL})?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?P<month>{_MONTH}){_ENDING}\b\.?\s+(?P<d>\d\d?)(?:st|nd|rd|th|-\w{{2,3}})?(?![\w:.]\d|\d)"
        rf"(?:,?\s+(?P<y>{_YEAR}){_TAIL})?",
        re.IGNORECASE,
    ),
    # "2012-ci il noyabrın 16-da"
    re.compile(
        rf"(?P<y>{_YEAR})[-‑]\w{{2}}\s+il(?:in)?\s+(?P<month>{_MONTH}){_ENDING}\s+(?P<d>\d\d?)(?:-\w{{2}})?",
        re.IGNORECASE,
    ),
)
# What may stand beside a date on a line that says when a story appeared.
_LABEL = re.compile(
    r"(?:published|posted|date|updated|first published|dərc edilib|tarix|опубликовано|дата|"
    r"г\.|года|году|il|ildə|at|on|в|saat|mon|tue|wed|thu|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday|"
    r"gmt|utc|am|pm|est|edt|msk|\d{1,2}:\d{2}(?::\d{2})?|[\W_])+",
    re.IGNORECASE,
)
# "BAKU, 16 November 2012 (News.Az) –": place in capitals or one or two words, the date, then a dash.
# Neither gives anything back: a row of capitals or blanks is taken apart in one way only.
_DATELINE_BEFORE = re.compile(r"\s*+(?>(?:[A-ZÀ-ÞА-ЯЁƏİĞŞÇÖÜ][\w.'’-]*+[ ,/]*+){0,4})[(,]?\s*+")
_DATELINE_AFTER = re.compile(r"\s*+(?:г\.|года)?\s*+(?:\)|\([^)]{1,40}\)|/[^/]{1,40}/)?\s*+[.,]?\s*+[-–—:]")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """The day of a story, and the sentence that says why it is believed."""

    day: date
    basis: str


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date as it is written in a text; `year` is None where the writer left it out."""

    text: str
    start: int
    day: int
    month: int
    year: int | None

    @property
    def full(self) -> date | None:
        return _date(self.year, self.month, self.day) if self.year else None


def find_date(text: str, *, latest: date | None = None) -> FoundDate | None:
    """Return the day that the text itself says it appeared, or None.

    A line that holds nothing but a date is believed, and a dateline ("BAKU, 16 November 2012 –"). A date
    inside a sentence is the day of some event, so it is not taken; nor is one after `latest`.
    """
    believed: dict[date, str] = {}
    for line in text.splitlines():
        for written in written_dates(line):
            day = written.full
            if day and _is_dateline(line, written) and (latest is None or day <= latest):
                believed.setdefault(day, f"the line “{line.strip()[:80]}”")
    if len(believed) != 1:
        return None
    return next(FoundDate(day, basis) for day, basis in believed.items())


def why_undated(text: str) -> str:
    """Say in a sentence why `text` gives no day of its own, for the person who imports it."""
    written = written_dates(text)
    full = sorted({found.full for found in written if found.full})
    if full:
        return f"the text names {_listed(day.isoformat() for day in full)}, but not as its own date"
    if written:
        return f"the text says {_listed(found.text for found in written)} without a year"
    return "the text gives no date"


def written_dates(text: str) -> list[WrittenDate]:
    """Return the dates written in English, Azerbaijani or Russian, in the order in which they stand."""
    matches = [(match.start(), match) for pattern in _PATTERNS for match in pattern.finditer(text)]
    found: list[WrittenDate] = []
    end = 0
    for start, match in sorted(matches, key=lambda entry: entry[0]):
        # "2012-ci il noyabrın 16-da" holds a shorter date in itself; the one that begins first is meant.
        written = _written(match) if start >= end else None
        if written:
            found.append(written)
            end = match.end()
    return found


def _written(match: re.Match[str]) -> WrittenDate | None:
    parts = match.groupdict()
    month = int(parts["m"]) if parts.get("m") else MONTHS[_DOTTED_I.sub("i", parts["month"].casefold())]
    year = int(parts["y"]) if parts.get("y") else None
    # 2000 was a leap year: a date without a year may be 29 February.
    if _date(year or 2000, month, int(parts["d"])) is None:
        return None
    return WrittenDate(match[0].rstrip(". "), match.start(), int(parts["d"]), month, year)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _is_dateline(line: str, written: WrittenDate) -> bool:
    if written.start > LONGEST_LABEL:
        return False
    before, after = line[: written.start], line[written.start + len(written.text) :]
    if not before.strip() and not after.strip():
        return True
    if len(after) <= LONGEST_LABEL and _LABEL.fullmatch(f"{before} {after}"):
        return True
    return bool(_DATELINE_BEFORE.fullmatch(before) and _DATELINE_AFTER.match(after))


def _listed(items: Iterable[str]) -> str:
    return ", ".join(f"“{item}”" for item in list(dict.fromkeys(items))[:3])
