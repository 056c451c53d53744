"""Check what whoever runs the site should have seen to: mail that can be sent, and a backup of late."""

import contextlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from ..options import Options
from .findings import Finding, warning

# Written by whatever made the newest backup: a moment in ISO 8601, alone or as "at" of an object.
NEWEST_BACKUP = "newest-backup"
OLD_BACKUP = timedelta(days=2)
# Backends that send nothing.
_NO_MAIL = ("console", "dummy", "locmem", "filebased")


def check_mail(_options: Options) -> Iterator[Finding]:
    """Without mail nobody resets a password, and workflow letters reach nobody."""
    if settings.EMAIL_BACKEND.split(".")[-2] in _NO_MAIL:
        advice = "Name a server that sends mail, or passwords cannot be reset by their owners."
        yield warning("Mail", "not configured", advice)


def check_backup(options: Options) -> Iterator[Finding]:
    """A backup is worth what it has of the last days' work."""
    data = Path(options.data).resolve()
    age = age_of_backup(data, datetime.now(UTC))
    advice = "Run: broadsheet backup FILE, best every night by a timer."
    if age is None:
        yield warning("The newest backup", "unknown: none was made here", advice)
    elif age > OLD_BACKUP:
        yield warning("The newest backup", f"{age.days} days old", advice)


def age_of_backup(data: Path, now: datetime) -> timedelta | None:
    """Return how old the newest backup of a data folder is, None where nobody has written that down."""
    try:
        text = (data / NEWEST_BACKUP).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return None
    with contextlib.suppress(ValueError):
        said = json.loads(text)
        text = said.get("at", "") if isinstance(said, dict) else said
    try:
        at = datetime.fromisoformat(text)
        return now - (at if at.tzinfo else at.replace(tzinfo=UTC))
    except (TypeError, ValueError, OverflowError):
        return None
