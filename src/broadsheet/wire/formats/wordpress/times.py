"""Read when an item was published: by the clock of Greenwich, else with the zone that is stated, else by the paper's."""

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from email.utils import parsedate_to_datetime

from ...text.moments import EARLIEST_YEAR, LATEST_YEAR
from .elements import ExportItem


@dataclass(frozen=True, slots=True)
class Dated:
    """A moment, the field that states it, and a complaint about one that cannot be."""

    moment: datetime | None
    basis: str = ""
    complaint: str = ""


def published(item: ExportItem, zone: tzinfo) -> Dated:
    """Return when an item was published, or was to be."""
    complaint = ""
    for field, read in (
        ("wp:post_date_gmt", lambda text: _clock(text, UTC)),
        ("pubDate", _mail_date),
        ("wp:post_date", lambda text: _clock(text, zone)),
    ):
        written = item.first(field)
        if not written or _is_none(written):
            continue
        moment = read(written)
        if moment is not None and EARLIEST_YEAR <= moment.year <= LATEST_YEAR:
            return Dated(moment, f"WordPress {field.removeprefix('wp:')}", complaint)
        complaint = complaint or f"'{written[:40]}' cannot be a date of publication"
    return Dated(None, "the export states no date", complaint)


def modified(item: ExportItem) -> datetime | None:
    """Return when an item was last changed, where exports say so (WordPress 5.7 and later)."""
    written = item.first("wp:post_modified_gmt")
    moment = None if _is_none(written) else _clock(written, UTC)
    return moment if moment is not None and EARLIEST_YEAR <= moment.year <= LATEST_YEAR else None


def _is_none(written: str) -> bool:
    # WordPress writes "0000-00-00 00:00:00" for drafts, and "Mon, 30 Nov -0001 00:00:00 +0000" of it.
    return written.startswith("0000-00-00") or "-0001" in written or "-001 " in written


def _clock(written: str, zone: tzinfo) -> datetime | None:
    try:
        found = datetime.fromisoformat(written)
        if found.tzinfo is None:
            # There and back: an hour that the clocks leapt over becomes the one after.
            found = found.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
    except (ValueError, OverflowError):
        return None
    return found


def _mail_date(written: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(written)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
