"""Read the dates that files state, and refuse those that cannot be dates of publication."""

from datetime import UTC, datetime

# Before the first newspaper, and beyond what anyone schedules, a date is a mistake.
EARLIEST_YEAR = 1600
LATEST_YEAR = 2100


def moment(written: object) -> tuple[datetime | None, str]:
    """Return the aware moment that an ISO 8601 text states, and what was repaired or refused.

    A moment without a zone is taken as UTC.
    """
    text = written.strip() if isinstance(written, str) else ""
    if not text:
        return None, ""
    try:
        found = datetime.fromisoformat(text.replace(" UTC", "Z"))
    except ValueError:
        return None, f"'{text[:40]}' is no date"
    if not EARLIEST_YEAR <= found.year <= LATEST_YEAR:
        return None, f"'{text[:40]}' cannot be a date of publication"
    return (found if found.tzinfo else found.replace(tzinfo=UTC)), ""


def is_day(written: str) -> bool:
    """Return True if a date was stated without a time of day."""
    return len(written.strip()) <= len("2012-11-16")
