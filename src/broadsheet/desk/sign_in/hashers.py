"""Hash passwords one at a time in a process: guesses must not take the processor and the memory of readers."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.hashers import Argon2PasswordHasher, PBKDF2PasswordHasher

WAIT_SECONDS = 10.0
# Reentrant, for PBKDF2 verifies by encoding.
_turn = threading.RLock()


class HashingBusy(Exception):
    """Too many passwords are being checked at this moment. Try again in some seconds."""


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Wait for the turn; raise HashingBusy when it does not come within ten seconds."""
    if not _turn.acquire(timeout=WAIT_SECONDS):
        raise HashingBusy(HashingBusy.__doc__)
    try:
        yield
    finally:
        _turn.release()


class Argon2OneAtATime(Argon2PasswordHasher):
    """argon2id with 19 MiB, two passes and one lane.

    OWASP, Password Storage Cheat Sheet: the least memory of its equal choices but for time.
    """

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        with one_at_a_time():
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        with one_at_a_time():
            return bool(super().verify(password, encoded))


class PBKDF2OneAtATime(PBKDF2PasswordHasher):
    """What older accounts have, until they next sign in."""

    def encode(self, *args: Any, **named: Any) -> str:
        with one_at_a_time():
            return super().encode(*args, **named)

    def verify(self, password: str, encoded: str) -> bool:
        with one_at_a_time():
            return bool(super().verify(password, encoded))
