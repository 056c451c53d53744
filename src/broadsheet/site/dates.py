"""Write dates as newspapers of a language write them: names by Unicode's CLDR, digits and patterns by our own tables."""

from datetime import date, datetime
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from jdatetime import date as JalaliDate

from ..newsroom import calendars
from ..newsroom.models import Calendar, DatePrecision
from ..newsroom.moments import paper_time
from ..prose.typography import capitalized
from .voice import ENGLISH, Voice, present_voice

# A day with its year, without it, and with its weekday, in Unicode's pattern letters
# (https://www.unicode.org/reports/tr35/tr35-dates.html#Date_Field_Symbol_Table). CLDR's own are American for English,
# and end in "г." in Russian; languages that are not named here are written as CLDR has them.
PATTERNS = {
    "ar": ("d MMMM y", "d MMMM", "EEEE، d MMMM y"),
    "az": ("d MMMM y", "d MMMM", "EEEE, d MMMM y"),
    "de": ("d. MMMM y", "d. MMMM", "EEEE, d. MMMM y"),
    "en": ("d MMMM y", "d MMMM", "EEEE, d MMMM y"),
    "es": ("d 'de' MMMM 'de' y", "d 'de' MMMM", "EEEE, d 'de' MMMM 'de' y"),
    "fa": ("d MMMM y", "d MMMM", "EEEE d MMMM y"),
    "fr": ("d MMMM y", "d MMMM", "EEEE d MMMM y"),
    "ru": ("d MMMM y", "d MMMM", "EEEE, d MMMM y"),
    "tr": ("d MMMM y", "d MMMM", "d MMMM y, EEEE"),
}
MONTHS = {"es": "MMMM 'de' y"}
# The digit zero of languages whose papers print their own digits. Those of the Maghreb print Western ones.
ZEROS = {
    "ar": "٠", "ar-dz": "0", "bn": "০", "ckb": "٠", "fa": "۰", "mr": "०", "my": "၀", "ne": "०", "ps": "۰",
}  # fmt: skip
# What stands between two things in a row, if it is no ", ".
COMMAS = {"ar": "، ", "ckb": "، ", "fa": "، ", "ps": "، ", "ur": "، "}
# Languages whose months are written otherwise in a date ("5 ноября") than alone ("ноябрь"). Only their names of months that
# stand alone may be asked for: where Babel has them as an alias, it may answer with those of the language that it read before.
TWO_FORMS = frozenset({"be", "ca", "cs", "el", "fi", "hr", "hy", "lt", "lv", "pl", "ru", "sk", "uk"})
PERSIAN_LETTERS = frozenset({"ar", "ckb", "fa", "ps", "ur"})


def full_day(moment: datetime) -> str:
    """Return a day with its weekday and year, as it stands over a front page."""
    voice = present_voice()
    return _capital(_written(paper_time(moment).date(), voice, 2))


def weekday(moment: datetime) -> str:
    """Return the name of a day of the week that stands alone."""
    return _capital(_formatted(paper_time(moment).date(), present_voice().words, "EEEE"))


def year_of(local: datetime) -> int:
    """Return the year of a moment by the paper's clocks, in the calendar of the edition."""
    return calendars.year_of(local.date(), present_voice().calendar)


def day(moment: date | datetime, *, with_year: bool) -> str:
    """Return a day in the language of our words."""
    of_day = paper_time(moment).date() if isinstance(moment, datetime) else moment
    return _written(of_day, present_voice(), 0 if with_year else 1)


def month_name(of_day: date) -> str:
    """Return the name of a month that stands alone. The archive's months are those of its addresses, Gregorian ones."""
    return _capital(_formatted(of_day, present_voice().words, _alone(present_voice().words)))


def month_of_year(of_day: date) -> str:
    """Return a month and its year, as a heading."""
    words = present_voice().words
    pattern = MONTHS.get(_base(words), "MMMM y").replace("MMMM", _alone(words))
    return figures(_capital(_formatted(of_day, words, pattern)))


def as_far_as_known(moment: datetime, precision: str, *, with_year: bool, with_time: bool) -> str:
    """Return as much of a date as is known."""
    of_day = paper_time(moment).date()
    if precision == DatePrecision.YEAR:
        return figures(of_day.year)
    if precision == DatePrecision.MONTH:
        return month_of_year(of_day)
    printed = day(of_day, with_year=with_year)
    if not with_time or precision != DatePrecision.SECOND:
        return printed
    return f"{printed}{comma()}{figures(f'{paper_time(moment):%H:%M}')}"


def figures(number: object) -> str:
    """Return a number in the digits of our words' language."""
    return _in_digits(str(number), present_voice().words)


def comma() -> str:
    """Return what stands between two things in a row."""
    words = present_voice().words
    return COMMAS.get(words, COMMAS.get(_base(words), ", "))


# Cards on many pages have a day in common.
@lru_cache(maxsize=4096)
def _written(of_day: date, voice: Voice, shape: int) -> str:
    if voice.calendar == Calendar.JALALI:
        return _in_digits(_jalali(of_day, voice.words, shape), voice.words)
    base = _base(voice.words)
    if base in PATTERNS:
        written = _formatted(of_day, voice.words, PATTERNS[base][shape])
    elif shape == 1:
        written = format_skeleton("MMMMd", of_day, locale=_locale(voice.words))
    else:
        written = _formatted(of_day, voice.words, ("long", "", "full")[shape])
    if base == "fr" and of_day.day == 1:
        # CLDR knows no ordinal, and French has one for the first day alone.
        written = written.replace("1 ", "1er ", 1)
    return _in_digits(written, voice.words)


def _jalali(of_day: date, words: str, shape: int) -> str:
    """Return a day of the Solar Hijri calendar, its months in Persian letters where our words have such, else in Latin."""
    day_of = JalaliDate.fromgregorian(date=of_day)
    names = JalaliDate.j_months_fa if _base(words) in PERSIAN_LETTERS else JalaliDate.j_months_en
    printed = f"{day_of.day} {names[day_of.month - 1]}"
    if shape == 1:
        return printed
    weekday = (
        f"{_formatted(of_day, words, 'EEEE')}{' ' if _base(words) == 'fa' else comma()}" if shape else ""
    )
    return f"{weekday}{printed} {day_of.year}"


def _formatted(of_day: date, words: str, pattern: str) -> str:
    return format_date(of_day, pattern, locale=_locale(words))


def _alone(words: str) -> str:
    """Return the pattern of a month's name that stands alone."""
    return "LLLL" if _base(words) in TWO_FORMS else "MMMM"


@lru_cache(maxsize=256)
def _locale(language: str) -> Locale:
    """Return what CLDR knows of a language, or of English."""
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(ENGLISH)


def _in_digits(text: str, language: str) -> str:
    zero = ZEROS.get(language, ZEROS.get(_base(language), "0"))
    return text if zero == "0" else text.translate({ord("0") + each: ord(zero) + each for each in range(10)})


def _capital(text: str) -> str:
    """Give words of ours that stand alone a capital."""
    return capitalized(text, language=present_voice().words)


def _base(language: str) -> str:
    return language.partition("-")[0]
