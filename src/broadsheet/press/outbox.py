"""Write and read the outbox through which changes reach every process."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Max, Min
from django.utils import timezone

from .changes import PURGE as PURGE
from .changes import OutboxEntry
from .models import Change, Position

# Any fixed number will do, as long as nothing else in the database locks on it.
_COMMIT_ORDER_LOCK = 0x42524F4144
# Before the name of a reader that need not hear of every change: changes are not kept for it.
FORGIVING = "cache:"
# PostgreSQL's own way to wake those who wait for a change.
CHANNEL = "broadsheet_press"
# Numbers are given before the commit: without a lock, a reader could pass a lower number that is committed later. The
# number is given to a row that the lock was waited for. Listeners are notified once this is committed.
_ANNOUNCE = """
WITH locked AS MATERIALIZED (SELECT pg_advisory_xact_lock(%s)), notified AS MATERIALIZED (SELECT pg_notify(%s, ''))
INSERT INTO press_change (tags, at) SELECT %s, %s FROM locked, notified
"""


class Watch:
    """Notices that there may be new changes; on SQLite without reading the outbox."""

    # How often this process has announced a change: SQLite does not count a connection's own writes.
    announced = 0

    def __init__(self) -> None:
        self._version: object = None

    def has_moved(self) -> bool:
        """Return True if a change may have been announced since this was last asked."""
        if connection.vendor != "sqlite":
            return True
        with connection.cursor() as cursor:
            version = cursor.execute("PRAGMA data_version").fetchone(), Watch.announced
        moved = bool(version != self._version)
        self._version = version
        return moved

    def reset(self) -> None:
        """Have the next look find something."""
        self._version = None


class Reader:
    """Reads the outbox under a name, from where the last reader of that name stopped. There is one at a time."""

    def __init__(self, name: str) -> None:
        self.name = name
        # Set where the database would have sent a notification if there were a change.
        self.is_silent = False
        self._watch = Watch()
        self._position: int | None = None
        self._has_read_all = False

    def changes(self, *, limit: int) -> list[OutboxEntry]:
        """Return the next changes, oldest first. They come again until `done` was told of them."""
        if self.is_silent:
            return []
        if self._watch.has_moved():
            self._has_read_all = False
        if self._has_read_all:
            return []
        if self._position is None:
            self._position = position(self.name) or 0
        found = since(self._position, limit=limit)
        self._has_read_all = not found
        return found

    def done(self, number: int) -> None:
        """Remember that all changes up to a number are done."""
        move_to(self.name, number)
        self._position = number

    def reconnect(self) -> None:
        """Begin again where the database says: another connection counts writes afresh, and it may be another database."""
        self._watch.reset()
        self._position, self._has_read_all = None, False


def announce(tags: Iterable[str]) -> None:
    """Say, in the same transaction as the change itself, which tags it touches."""
    wanted = sorted(set(tags))
    if not wanted:
        return
    Watch.announced += 1
    with transaction.atomic(savepoint=False):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(_ANNOUNCE, [_COMMIT_ORDER_LOCK, CHANNEL, " ".join(wanted), timezone.now()])
        else:
            Change.objects.create(tags=" ".join(wanted))


def latest() -> int:
    """Return the number of the newest change, 0 before there is any. Index: the primary key."""
    return Change.objects.aggregate(newest=Max("id"))["newest"] or 0


def reach() -> tuple[int, int]:
    """Return the numbers of the oldest and of the newest change that can still be read, 0 and 0 for none."""
    ends = Change.objects.aggregate(oldest=Min("id"), newest=Max("id"))
    return ends["oldest"] or 0, ends["newest"] or 0


def since(number: int, *, limit: int = 500) -> list[OutboxEntry]:
    """Return the changes after `number`, oldest first. Index: the primary key."""
    rows = Change.objects.filter(id__gt=number).order_by("id").values_list("id", "tags")[:limit]
    return [OutboxEntry(each, frozenset(tags.split())) for each, tags in rows]


def said(after: datetime) -> list[tuple[datetime, frozenset[str]]]:
    """Return when each change after a moment was announced, and its tags, oldest first. Index: at."""
    rows = Change.objects.filter(at__gt=after).order_by("id").values_list("at", "tags")
    return [(at, frozenset(tags.split())) for at, tags in rows]


def position(name: str) -> int | None:
    """Return how far a named reader of the outbox has come, or None for one never seen."""
    return Position.objects.filter(name=name).values_list("change", flat=True).first()


def move_to(name: str, number: int) -> None:
    """Remember how far a named reader has come, who is the only one of the name."""
    if not Position.objects.filter(name=name).update(change=number):
        Position.objects.create(name=name, change=number)


def prune(*, before: datetime) -> int:
    """Delete changes that everybody has heard of; the newest stays, so that numbers go on. Index: at."""
    awaited = Position.objects.exclude(name__startswith=FORGIVING).order_by("change")
    slowest = awaited.values_list("change", flat=True).first()
    heard = latest() if slowest is None else min(slowest, latest())
    return Change.objects.filter(at__lt=before, id__lt=heard).delete()[0]
