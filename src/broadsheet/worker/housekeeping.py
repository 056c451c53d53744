"""Delete what nobody needs any more: old changes of the outbox, and files that no page names."""

from datetime import datetime, timedelta

from django.utils import timezone

from ..newsroom.paper import files as paper_files
from ..newsroom.pictures import retiring
from ..newsroom.pictures.strays import remove_strays
from ..press import outbox

KEEP_CHANGES = timedelta(days=2)
TIDY_EVERY = timedelta(hours=1)
STRAYS_EVERY = timedelta(days=1)
SWEEP_EVERY = timedelta(minutes=1)


class Housekeeping:
    """Remembers when it last tidied."""

    def __init__(self) -> None:
        now = timezone.now()
        self.tidied = now - TIDY_EVERY
        # Not at every start: it reads the names of all pictures.
        self.looked_for_strays = now

    def tidy(self, now: datetime) -> bool:
        """Delete what nobody needs any more, once an hour."""
        if now - self.tidied >= TIDY_EVERY:
            outbox.prune(before=now - KEEP_CHANGES)
            paper_files.sweep(now)
            if now - self.looked_for_strays >= STRAYS_EVERY:
                remove_strays()
                self.looked_for_strays = now
            self.tidied = now
        return False


class Sweeper:
    """Remembers when it last looked for files of pictures whose time is over."""

    def __init__(self) -> None:
        self.swept = timezone.now() - SWEEP_EVERY

    def sweep(self, now: datetime) -> bool:
        """Remove such files, once a minute; return True if there may be more."""
        # A clock that was set back is followed as well.
        if abs(now - self.swept) < SWEEP_EVERY:
            return False
        if retiring.sweep(now) < retiring.SWEPT_AT_ONCE:
            self.swept = now
            return False
        return True
