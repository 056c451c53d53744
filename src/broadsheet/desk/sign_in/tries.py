"""Limit how often a password, a code or a reset may be tried, by name and network.

A try is counted as failed before it is made, and taken back when it succeeds: however many come at once, no more
than the limit reach a password's hash. A lock names the network, so nobody can lock an editor out from elsewhere.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil

from django.db import DatabaseError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import SignInTries
from .callers import compared
from .refusals import Key, refusals

# Failures are counted together while less than this lies between two of them; a lock lasts as long.
WINDOW = timedelta(minutes=15)
KEPT = timedelta(days=1)
# After this many failures of a name each further try at it waits. Few threads wait at a time.
SLOWED_FROM = 10
PAUSE_SECONDS = 1.0
_pauses = threading.BoundedSemaphore(2)


class TryKind(StrEnum):
    """What is tried."""

    PASSWORD = "password"  # noqa: S105  # a word
    CODE = "code"
    RESET = "reset"


@dataclass(frozen=True, slots=True)
class Limits:
    """Failures after which a key is locked; None for never."""

    pair: int
    network: int
    name: int | None = None

    def of(self, key: Key) -> int | None:
        if not key.name:
            return self.network
        return self.pair if key.network else self.name


LIMITS = {
    TryKind.PASSWORD: Limits(pair=5, network=30),
    # Who tries codes knows the password, and six digits can be guessed from many networks at once.
    TryKind.CODE: Limits(pair=5, network=30, name=20),
    TryKind.RESET: Limits(pair=5, network=30),
}


class TooManyTries(Exception):
    """There were too many wrong tries. Wait, then try again."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(
            _("There were too many wrong tries from your network. Try again in %(minutes)d minutes.")
            % {"minutes": ceil(seconds / 60)}
        )


@dataclass(slots=True)
class Try:
    """One try, failed until `succeed` is called."""

    keys: list[Key]
    has_succeeded: bool = field(default=False)

    def succeed(self) -> None:
        self.has_succeeded = True


@contextmanager
def one_try(way: TryKind, *, name: str, network: str, now: datetime | None = None) -> Iterator[Try]:
    """Let one try be made, or raise TooManyTries; an error inside takes the try back."""
    now = now or timezone.now()
    attempt = Try(_keys(way, compared(name), network))
    if _count(attempt.keys, now):
        _pause()
    try:
        yield attempt
    except BaseException:
        _take_back(attempt.keys)
        raise
    if attempt.has_succeeded:
        _take_back(attempt.keys)
        for row in _rows(attempt.keys):
            if row.name and row.network:
                unlock(row)
        _forget_old(now)


def unlock(row: SignInTries) -> None:
    """Let these tries count no more; other processes know within seconds."""
    refusals.ask_again([Key(row.way, row.name, row.network)])
    row.failures, row.refused, row.locked_until = 0, 0, None
    row.save()


def noticed() -> QuerySet[SignInTries]:
    """Return what an administrator should see: locks first, then the last tries."""
    return SignInTries.objects.exclude(failures=0, refused=0).order_by(
        F("locked_until").desc(nulls_last=True), "-last_at", "pk"
    )


def write_down(*, now: datetime | None = None) -> None:
    """Write the refused tries that are due, and forget what is older than a day: at most once a minute."""
    now = now or timezone.now()
    due = refusals.take_due(now=now)
    if not due:
        return
    try:
        with transaction.atomic():
            for key, count in due.items():
                SignInTries.objects.filter(**key._asdict()).update(refused=F("refused") + count)
            _forget_old(now)
    except DatabaseError:
        # An answer that is ready must not fail for it; in a minute it is tried again.
        refusals.give_back(due)


def _forget_old(now: datetime) -> None:
    """Delete what nobody has added to for a day: names and networks are people's."""
    SignInTries.objects.filter(last_at__lt=now - KEPT).delete()


def _keys(way: TryKind, name: str, network: str) -> list[Key]:
    """Return the pair, the network alone and the name alone, always in this order: two tries cannot deadlock."""
    if not name:
        return [Key(way, "", network)]
    return [Key(way, name, network), Key(way, "", network), Key(way, name, "")]


def _count(keys: list[Key], now: datetime) -> bool:
    """Count a try as failed; return whether its name is slowed. A locked one takes no write lock."""
    if until := refusals.refuse(keys, now=now):
        raise _refused(until, now)
    for known in _rows(keys):
        _refuse_locked(known, keys, now)
    with transaction.atomic():
        rows = [_row(key, now) for key in keys]
        for row in rows:
            _refuse_locked(row, keys, now)
        for key, row in zip(keys, rows, strict=True):
            _add(row, LIMITS[TryKind(key.way)].of(key), now)
    return rows[-1].failures > SLOWED_FROM and bool(keys[-1].name)


def _rows(keys: list[Key]) -> list[SignInTries]:
    found = (SignInTries.objects.filter(**key._asdict()).first() for key in keys)
    return [row for row in found if row is not None]


def _row(key: Key, now: datetime) -> SignInTries:
    """Return the row of a key, locked against other writers."""
    new = SignInTries(**key._asdict(), since=now, last_at=now)
    SignInTries.objects.bulk_create([new], ignore_conflicts=True)
    return SignInTries.objects.select_for_update().get(**key._asdict())


def _add(row: SignInTries, limit: int | None, now: datetime) -> None:
    if row.locked_until or not row.failures or row.last_at < now - WINDOW:
        row.failures, row.refused, row.since, row.locked_until = 0, 0, now, None
    row.failures += 1
    row.last_at = now
    if limit is not None and row.failures >= limit:
        row.locked_until = now + WINDOW
    row.save()


def _refuse_locked(row: SignInTries, keys: list[Key], now: datetime) -> None:
    if row.locked_until is not None and row.locked_until > now:
        refusals.remember(Key(row.way, row.name, row.network), row.locked_until, now=now)
        refusals.refuse(keys, now=now)
        raise _refused(row.locked_until, now)


def _refused(until: datetime, now: datetime) -> TooManyTries:
    return TooManyTries(max(1, ceil((until - now).total_seconds())))


def _take_back(keys: list[Key]) -> None:
    with transaction.atomic():
        for key in keys:
            row = SignInTries.objects.select_for_update().filter(**key._asdict()).first()
            if row is not None:
                row.failures = max(0, row.failures - 1)
                row.locked_until = None
                row.save()
    refusals.ask_again(keys)


def _pause() -> None:
    if _pauses.acquire(blocking=False):
        try:
            time.sleep(PAUSE_SECONDS)
        finally:
            _pauses.release()
