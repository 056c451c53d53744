"""Count what the processes of one site do, for Prometheus.

The library shares figures among processes by files, in the folder that PROMETHEUS_MULTIPROC_DIR names when it is imported
(https://prometheus.github.io/client_python/multiprocess/); settings.py has it named. Requests are counted in memory first,
for a count of the library takes a lock and some microseconds, and `flush` hands the counts on.
"""

import itertools
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from prometheus_client import Counter, Gauge, Histogram, multiprocess

from .metrics_folder import folder_of


class Follows(Protocol):
    """What is known of the thread that follows the outbox: press.outbox_follower.OutboxFollower."""

    # When it last looked, whatever came of it, as time.monotonic has it; None before the first look.
    looked_at: float | None
    # Since when the outbox cannot be read; None while it can.
    behind_since: float | None


class AnswerKind(StrEnum):
    """How a request was answered."""

    KEPT = "kept"
    RENDERED = "rendered"
    STATIC = "static"
    MEDIA = "media"
    BEACON = "beacon"
    DESK = "desk"
    REFUSED = "refused"


REQUESTS = Counter(
    "broadsheet_requests", "Requests answered, by how and with which class of status.", ["kind", "status"]
)
RENDER_SECONDS = Histogram(
    "broadsheet_render_seconds",
    "Seconds that Django took to make a page.",
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0),
)
CACHE_ENTRIES = Gauge(
    "broadsheet_cache_entries", "Entries of the caches in memory.", multiprocess_mode="livesum"
)
CACHE_BYTES = Gauge("broadsheet_cache_bytes", "Bytes of these entries.", multiprocess_mode="livesum")
CACHE_EVICTIONS = Counter("broadsheet_cache_evictions", "Entries that were evicted to make room for others.")
OUTBOX_LAG = Gauge(
    "broadsheet_outbox_lag_seconds",
    "Seconds since all changes were last known to be taken into account.",
    ["process"],
    multiprocess_mode="livemax",
)
DATABASE_UP = Gauge(
    "broadsheet_database_up",
    "1 while a process can read the database.",
    ["process"],
    multiprocess_mode="livemin",
)
HEARTBEAT = Gauge(
    "broadsheet_heartbeat_timestamp_seconds",
    "When a process last said that it works, in seconds since 1970.",
    ["process"],
    multiprocess_mode="livemostrecent",
)
READS = Counter("broadsheet_reads", "Reads that were counted.")
CHANGES = Counter("broadsheet_changes_processed", "Changes whose related articles were worked out.")
STARTS = Counter("broadsheet_starts", "Processes that were started, at first and again.", ["process"])

_CLASSES = range(1, 6)


class _Tally:
    """A count that any thread adds to without a lock: one step of an iterator cannot be interrupted."""

    __slots__ = ("_counts", "_seen", "add")

    def __init__(self) -> None:
        self._counts = itertools.count()
        self._seen = -1
        self.add = self._counts.__next__

    def taken(self) -> int:
        """Return how many were added since this was last asked, by one thread only. To ask is a step as well."""
        now = self.add()
        new, self._seen = now - self._seen - 1, now
        return new


_tallies = {(kind, status): _Tally() for kind in AnswerKind for status in _CLASSES}
# By kind and class of status: what a request calls.
_ADD = {key: each.add for key, each in _tallies.items()}
_TOTALS = {(kind, status): REQUESTS.labels(kind.value, f"{status}xx") for kind, status in _tallies}


def count_request(kind: AnswerKind, status: int) -> None:
    """Count a request that was answered with a status, 304 for one."""
    _ADD[kind, status // 100]()


def adder(kind: AnswerKind, status: int) -> Callable[[], object]:
    """Return what counts one such request when it is called: to look it up takes longer than to count."""
    return _ADD[kind, status // 100]


def flush() -> None:
    """Hand on what was counted; to be called every second or so by one thread of each process that answers."""
    for key, each in _tallies.items():
        if new := each.taken():
            _TOTALS[key].inc(new)


def note(process: str, follower: Follows, now: float) -> None:
    """Record how far behind the changes a process is, at a moment in seconds since 1970; as often as `flush`."""
    behind = follower.behind_since
    DATABASE_UP.labels(process).set(0 if behind is not None else 1)
    OUTBOX_LAG.labels(process).set(0 if behind is None else max(0.0, now - behind))


def started(process: str) -> None:
    """Count that a process was started, this one."""
    STARTS.labels(process).inc()


def beat(process: str, now: float) -> None:
    """Note that a process works, at a moment in seconds since 1970."""
    HEARTBEAT.labels(process).set(now)


def forget_the_dead(data: Path) -> None:
    """Have the state of processes that have ended, as their share of the cache, count no more; what they counted stays."""
    for each in folder_of(data).glob("gauge_live*_*.db"):
        pid = each.stem.rpartition("_")[2]
        if not Path(f"/proc/{pid}").exists():
            multiprocess.mark_process_dead(int(pid), str(folder_of(data)))  # type: ignore[no-untyped-call]  # no types there
