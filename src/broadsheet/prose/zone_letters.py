"""Know the letters by which dates name a time zone, and those that name more than one."""

from datetime import datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

# Minutes east of Greenwich. The first two lines: RFC 5322, section 4.3, which is what a feed's date is written by.
# The rest: the IANA time zone database (2026), the letters that have meant one offset alone since 2000.
OFFSETS = {
    "Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "EST": -300, "EDT": -240,
    "CST": -360, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420,
    "WET": 0, "WEST": 60, "BST": 60, "CET": 60, "CEST": 120, "EET": 120, "EEST": 180,
    "WAT": 60, "CAT": 120, "SAST": 120, "EAT": 180, "IDT": 180, "PKT": 300, "PKST": 360,
    "WIB": 420, "WITA": 480, "HKT": 480, "AWST": 480, "AWDT": 540, "WIT": 540, "JST": 540, "KST": 540,
    "ACST": 570, "ACDT": 630, "AEST": 600, "AEDT": 660, "CHST": 600, "NZST": 720, "NZDT": 780,
    "NST": -210, "NDT": -150, "AST": -240, "ADT": -180, "AKST": -540, "AKDT": -480, "HST": -600, "HDT": -540,
}  # fmt: skip
# Moscow's letters stayed when its clocks changed, in 2011 and in 2014.
MOVED = {"MSK": "Europe/Moscow"}
# What the RFC's letters mean elsewhere.
ELSEWHERE = {"CST": "China and Cuba", "CDT": "Cuba", "PST": "the Philippines"}
SEVERAL = {
    "IST": "India, Israel and Ireland",
    "GST": "the Gulf, Guam and South Georgia",
    "SST": "Samoa and Singapore",
}

LONGEST_NAME = 64


def zone_of(letters: str, *, clock: datetime, paper: tzinfo) -> tuple[tzinfo, str]:
    """Return the zone that letters beside a clock name, and what a person should know of it.

    Letters of the paper's own zone are its own: CST is China's in Shanghai. Letters that are not known, or that mean
    several zones, are read as the paper's zone.
    """
    known = letters.upper()
    own = next((fold for fold in (0, 1) if _name(clock, paper, fold) == known), None)
    if own is not None:
        return timezone(clock.replace(tzinfo=paper, fold=own).utcoffset() or timedelta()), ""
    if known in OFFSETS:
        return timezone(timedelta(minutes=OFFSETS[known])), _elsewhere(known)
    named = _named(MOVED.get(known, letters))
    if named is not None:
        return named, ""
    what = f"may be that of {SEVERAL[known]}" if known in SEVERAL else "is not known"
    return paper, f"the zone '{letters}' {what}: its clock was read as the paper's ({paper})"


def _name(clock: datetime, paper: tzinfo, fold: int) -> str:
    return (clock.replace(tzinfo=paper, fold=fold).tzname() or "").upper()


def _elsewhere(known: str) -> str:
    if known not in ELSEWHERE:
        return ""
    hours = OFFSETS[known] // 60
    return (
        f"the zone '{known}' was read as {hours:+03}:00 (RFC 5322); {ELSEWHERE[known]} use the same letters"
    )


def _named(name: str) -> ZoneInfo | None:
    # A longer one is nobody's, and is looked for in as many folders as it has strokes.
    if "/" not in name or len(name) > LONGEST_NAME:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
