"""Move the demo edition to the days before today, by whole weeks, with the dates that stand in its texts.

A date in a text is a mark: `{{d MMMM y 2026-11-22}}` is a pattern of CLDR (Unicode TR 35, "Date Format Patterns") and
the day as it was written. Weekdays need no mark, for they stay what they are.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from babel.dates import format_date

WEEK = timedelta(weeks=1)
# Stands in place of a pattern in a mark of a decade: `{{decade 1920}}s`.
DECADE = "decade"
# The Gregorian calendar repeats itself after 400 years of this many days.
_DAYS_OF_400_YEARS = 146_097

_MARK = re.compile(r"\{\{([^{}]+?) (\d{3,4})(?:-(\d\d))?(?:-(\d\d))?\}\}(-?[^\W\d_]+)?")

# How an Azerbaijani numeral ends, by its last digit that is not 0 and by how many zeros follow it: the last vowel of
# bir, iki, üç and so on, then of on, iyirmi, otuz; of yüz and of min.
_VOWELS_OF_ONES = dict(zip("123456789", "iiüöeıieu", strict=True))
_VOWELS_OF_TENS = dict(zip("123456789", "uiuıiııəa", strict=True))
_FRONT, _ROUND = "eəiöü", "oöuü"


@dataclass(frozen=True, slots=True)
class Move:
    """By how many days everything moves; always whole weeks."""

    days: int = 0

    @classmethod
    def to(cls, today: date, *, newest: date) -> "Move":
        """Return the move that puts the newest day one to seven days before today."""
        return cls((today - newest - timedelta(days=1)) // WEEK * 7)

    @property
    def years(self) -> int:
        """The whole years in the move, rounded down: a year that had begun never becomes one that has not."""
        return self.days * 400 // _DAYS_OF_400_YEARS

    def moment(self, moment: datetime) -> datetime:
        """Return where a moment moves."""
        return moment + timedelta(days=self.days)

    def text(self, text: str, *, language: str) -> str:
        """Return a text with its marks replaced by dates, in the language's form."""
        return _MARK.sub(lambda mark: self._written(mark, language), text)

    def everything(self, value: Any, *, language: str) -> Any:
        """Return the values of a TOML table, moved: moments and texts, however deep."""
        if isinstance(value, datetime):
            return self.moment(value)
        if isinstance(value, str):
            return self.text(value, language=language)
        if isinstance(value, Mapping):
            return {name: self.everything(each, language=language) for name, each in value.items()}
        if isinstance(value, Sequence):
            return [self.everything(each, language=language) for each in value]
        return value

    def _written(self, mark: re.Match[str], language: str) -> str:
        pattern, year, month, day, ending = mark.groups()
        if month is None:
            # A year without a day is history, and the same in all articles.
            moved = date(int(year) + self.years, 1, 1)
            if pattern == DECADE:
                return f"{moved.year // 10 * 10}{ending or ''}"
        else:
            # The first day of a month moves: a month before an article stays before it.
            moved = date(int(year), int(month), int(day or 1)) + timedelta(days=self.days)
        return _with_ending(str(format_date(moved, pattern, locale=language)), ending or "", language)


def _with_ending(word: str, ending: str, language: str) -> str:
    """Return a word with the ending that stands behind its mark, as the language bends it."""
    if language == "ru" and ending == "е":
        # The prepositional, where Babel gives the genitive: "в ноябре", "ноября".
        return word[:-1] + ending
    return word + (_harmonised(ending, _last_vowel(word)) if language == "az" else ending)


def _last_vowel(word: str) -> str:
    """Return the last vowel of an Azerbaijani word, or of a numeral as it is spoken."""
    if not word[-1].isdigit():
        return [each for each in word if each in "aeəıioöuü"][-1]
    digits = word.rstrip("0")
    zeros = len(word) - len(digits)
    if zeros == 0:
        return _VOWELS_OF_ONES[digits[-1]]
    return _VOWELS_OF_TENS[digits[-1]] if zeros == 1 else {2: "ü"}.get(zeros, "i")


def _harmonised(ending: str, vowel: str) -> str:
    """Return an Azerbaijani ending with vowels in harmony with the vowel before it."""
    wide = "ə" if vowel in _FRONT else "a"
    narrow = {(True, True): "ü", (True, False): "i", (False, True): "u", (False, False): "ı"}[
        vowel in _FRONT, vowel in _ROUND
    ]
    return re.sub("[ıiuü]", narrow, re.sub("[aə]", wide, ending))
