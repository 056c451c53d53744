"""Read when an item was published: by the clock of Greenwich, else with the zone that is stated, else by the paper's."""

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from ....prose.dates import DatePrecision
from ....prose.stated_dates import StatedDate
from ...text.moments import date_of
from .elements import ExportItem

# The fields in the order of trust, with the zone of their clocks where these name none; None is the paper's.
FIELDS: dict[str, tzinfo | None] = {"wp:post_date_gmt": UTC, "pubDate": None, "wp:post_date": None}


@dataclass(frozen=True, slots=True)
class Dated:
    """A moment as far as it was stated, the field that states it, and what was mended or cannot be a date."""

    moment: datetime | None
    precision: DatePrecision
    basis: str
    complaint: str


def published(item: ExportItem) -> Dated:
    """Return when an item was published, or was to be."""
    complaint = ""
    for field, zone in FIELDS.items():
        found = _read(item.first(field), zone)
        complaint = complaint or found.note
        if found.moment is not None:
            return Dated(found.moment, found.precision, f"WordPress {field.removeprefix('wp:')}", complaint)
    return Dated(None, DatePrecision.UNKNOWN, "the export states no date", complaint)


def modified(item: ExportItem) -> datetime | None:
    """Return when an item was last changed, where exports say so (WordPress 5.7 and later)."""
    return _read(item.first("wp:post_modified_gmt"), UTC).moment


def _read(written: str, zone: tzinfo | None) -> StatedDate:
    # WordPress writes "0000-00-00 00:00:00" for drafts, and "Mon, 30 Nov -0001 00:00:00 +0000" of it.
    if written.startswith("0000-00-00") or "-0001" in written or "-001 " in written:
        return StatedDate()
    found = date_of(written, zone=zone)
    # Where no clock is stated the day is the paper's.
    return found if found.precision is DatePrecision.SECOND else date_of(written)
