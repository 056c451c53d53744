"""Remember when the newest backup was made, for whoever asks whether that is long ago."""

import os
from datetime import datetime, timedelta
from pathlib import Path

NAME = "newest-backup"


def remember(data: Path, made_at: datetime) -> None:
    """Note the moment in the data folder."""
    new = data / f"{NAME}.new"
    new.write_text(f"{made_at.isoformat()}\n", encoding="ascii")
    os.replace(new, data / NAME)


def age_of_newest(data: Path, now: datetime) -> timedelta | None:
    """Return how long ago the newest backup was made; None where there is none, or nobody knows."""
    try:
        return now - datetime.fromisoformat((data / NAME).read_text(encoding="ascii").strip())
    except (OSError, ValueError, TypeError):
        return None
