"""Remember when the newest backup was made, for whoever asks whether that is long ago."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

NAME = "newest-backup"


def remember(data: Path, made_at: datetime) -> None:
    """Note the moment in the data folder."""
    new = data / f"{NAME}.new"
    new.write_text(f"{made_at.isoformat()}\n", encoding="ascii")
    os.replace(new, data / NAME)


def age_of_newest(data: Path, now: datetime) -> timedelta | None:
    """Return how long ago the newest backup was made; None where there is none, or nobody knows.

    Another program that makes backups may write the moment down as well, in ISO 8601; without an offset it is of UTC.
    """
    try:
        made_at = datetime.fromisoformat((data / NAME).read_text(encoding="ascii").strip())
        return now - (made_at if made_at.tzinfo else made_at.replace(tzinfo=UTC))
    except (OSError, ValueError):
        return None
