"""Read a date as files state it, with its clock and its zone, and invent nothing.

Formats: ISO 8601, RFC 822 to 5322, RFC 850, asctime, and a day in words. A day in figures alone whose order cannot be
known (05/06/2012) is none.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo

from .dates import MONTHS, DatePrecision
from .local_time import moved_forward, noon_of, readings
from .zone_letters import zone_of


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A moment as far as it was stated. `note` says what is wrong with it, or how it was understood.

    Of a day noon stands here, of a month or year noon of its first day.
    """

    moment: datetime | None = None
    precision: DatePrecision = DatePrecision.UNKNOWN
    note: str = ""


_CLOCK = r"(?P<h>\d\d?):(?P<min>\d\d)(?::(?P<s>\d\d)(?:[.,](?P<f>\d{1,9}))?)?(?:\s*(?P<half>[ap])\.?m\.?(?![a-z]))?"
_BARE_CLOCK = r"(?P<h2>\d\d)(?P<min2>\d\d)(?P<s2>\d\d)?"
_ZONE = r"\s*(?P<zone>(?:gmt|utc?)?\s*[+-]\d\d?(?::?\d\d)?|[a-z]{1,5}|[a-z]+/[a-z_/]+)"
_TIME = rf"(?:(?:t|,?\s+(?:at\s+)?)(?:{_CLOCK}|{_BARE_CLOCK})(?:{_ZONE})?)?"
_WEEKDAY = r"(?:[^\W\d]+\.?,?\s+)?"
_MONTH = r"(?P<month>[^\W\d]+)\.?,?"
_DAY = r"(?P<d>\d\d?)(?:st|nd|rd|th)?,?"
_SHAPES = tuple(
    re.compile(each, re.IGNORECASE)
    for each in (
        rf"(?P<y>\d{{4}})(?P<sep>[-/.])(?P<m>\d\d?)(?P=sep)(?P<d>\d\d?)(?:z|[+-]\d\d:\d\d|{_TIME})",
        rf"(?P<y>\d{{4}})(?P<m>\d\d)(?P<d>\d\d){_TIME}",
        r"(?P<y>\d{4})(?:-(?P<m>\d\d))?",
        rf"{_WEEKDAY}{_DAY}[\s-]+{_MONTH}[\s-]+(?P<y>\d{{4}}|\d\d){_TIME}",
        rf"{_WEEKDAY}{_MONTH}\s+{_DAY}\s+(?P<y>\d{{4}}){_TIME}",
        rf"{_WEEKDAY}{_MONTH}\s+{_DAY}\s+{_CLOCK}(?:{_ZONE})?\s+(?P<y>\d{{4}})",
        rf"{_MONTH}\s+(?P<y>\d{{4}})",
    )
)
# "(Central European Summer Time)" and "[Europe/Berlin]" say an offset again that stands before them.
_AGAIN = re.compile(r"(?<=\d)\s*(?:\([^()]*\)|\[[^][]*\])\s*\Z")
_OFFSET = re.compile(r"(?:gmt|utc?)?\s*(?P<sign>[+-])(?P<hours>\d\d?):?(?P<minutes>\d\d)?", re.IGNORECASE)


def stated_date(text: str, *, paper: tzinfo) -> StatedDate:
    """Return the date that a text states. A clock without a zone is the paper's; what is no date has a note alone."""
    written = _AGAIN.sub("", text.strip())
    for shape in _SHAPES:
        found = shape.fullmatch(written)
        if found:
            try:
                return _stated(found.groupdict(), paper)
            except (ValueError, OverflowError):
                break
    return StatedDate(note=f"'{text.strip()[:40]}' is no date")


def _stated(parts: dict[str, str | None], paper: tzinfo) -> StatedDate:
    month, day = _month(parts), int(parts.get("d") or 1)
    named = datetime(_year(parts["y"] or ""), month or 1, day)  # noqa: DTZ001  # what stands there, before its zone
    since_midnight = _clock(parts)
    if since_midnight is None:
        precision = (
            DatePrecision.DAY if parts.get("d") else DatePrecision.MONTH if month else DatePrecision.YEAR
        )
        return StatedDate(noon_of(named.date(), paper), precision)
    clock = named + since_midnight
    zone, note = _zone(parts.get("zone") or "", clock, paper)
    moment, another = _moment(clock, zone)
    return StatedDate(moment, DatePrecision.SECOND, "; ".join(each for each in (note, another) if each))


def _month(parts: dict[str, str | None]) -> int | None:
    if parts.get("m"):
        return int(parts["m"] or 0)
    name = parts.get("month")
    if name and name.casefold() not in MONTHS:
        raise ValueError(name)
    return MONTHS[name.casefold()] if name else None


def _year(written: str) -> int:
    if len(written) > 2:
        return int(written)
    # RFC 5322, section 4.3.
    return int(written) + (2000 if int(written) < 50 else 1900)


def _clock(parts: dict[str, str | None]) -> timedelta | None:
    hour, minute = parts.get("h") or parts.get("h2"), parts.get("min") or parts.get("min2")
    if hour is None or minute is None:
        return None
    hours, minutes, seconds = int(hour), int(minute), int(parts.get("s") or parts.get("s2") or 0)
    half = (parts.get("half") or "").lower()
    if half:
        hours = (hours % 12 + (12 if half == "p" else 0)) if 1 <= hours <= 12 else 24
    if hours > 23 or minutes > 59 or seconds > 60:
        raise ValueError(f"{hours}:{minutes}:{seconds}")
    micro = int((parts.get("f") or "").ljust(6, "0")[:6])
    # A leap second, 23:59:60, is one that no clock of ours shows.
    return timedelta(hours=hours, minutes=minutes, seconds=min(seconds, 59), microseconds=micro)


def _zone(written: str, clock: datetime, paper: tzinfo) -> tuple[tzinfo, str]:
    offset = _OFFSET.fullmatch(written)
    if offset is None:
        return zone_of(written, clock=clock, paper=paper) if written else (paper, "")
    ahead = timedelta(hours=int(offset["hours"]), minutes=int(offset["minutes"] or 0))
    return timezone(ahead if offset["sign"] == "+" else -ahead), ""


def _moment(clock: datetime, zone: tzinfo) -> tuple[datetime, str]:
    found = readings(clock, zone)
    if len(found) == 1:
        return found[0], ""
    shown = f"{clock:%Y-%m-%d %H:%M}"
    if found:
        return found[0], f"the clocks show {shown} twice in {zone}: it was read as the first time"
    moved = moved_forward(clock, zone)
    return moved, f"the clocks never show {shown} in {zone}: it was read as {moved:%H:%M}"
