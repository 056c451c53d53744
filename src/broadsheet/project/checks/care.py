"""Check what whoever runs the site should have seen to: mail that can be sent, and a backup of late."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from ..newest_backup import age_of_newest
from ..options import Options
from .findings import Finding, warning

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
    age = age_of_newest(data, datetime.now(UTC))
    advice = "Run: broadsheet backup FILE, best every night by a timer."
    if age is None:
        yield warning("The newest backup", "unknown: none was made here", advice)
    elif age > OLD_BACKUP:
        yield warning("The newest backup", f"{age.days} days old", advice)
