"""Tell whether a process lives, and whether it is ready for readers, without asking the database."""

from dataclasses import dataclass

from ..process.metrics import Follows

ALIVE, READY = "/-/alive", "/-/ready"
# A thread that follows the outbox and says nothing for this many seconds hangs.
SILENT_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class ProbeAnswer:
    """What is answered: a status and a body, never why."""

    status: str
    body: bytes

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Length", str(len(self.body))),
            ("Cache-Control", "no-store"),
        ]


_WELL = ProbeAnswer("200 OK", b"ok\n")
_NOT_READY = ProbeAnswer("503 Service Unavailable", b"not ready\n")


def alive() -> ProbeAnswer:
    """Answer whoever asks whether this process answers."""
    return _WELL


def ready(follower: Follows, now: float) -> ProbeAnswer:
    """Answer whether readers should be sent here: not before the outbox was read, nor while it cannot be.

    `now` is time.monotonic's.
    """
    looked = follower.looked_at
    is_ready = looked is not None and now - looked < SILENT_SECONDS and follower.behind_since is None
    return _WELL if is_ready else _NOT_READY
