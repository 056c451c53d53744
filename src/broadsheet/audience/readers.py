"""Tell readers from repeats and robots, keeping nothing that could name a reader."""

import hashlib
import re
import secrets
import threading
from collections import Counter
from datetime import date

# A first, cheap test; the complete list of robots comes with the complete counter.
ROBOT = re.compile(
    r"bot|crawl|spider|slurp|fetch|curl|wget|python|java/|go-http|headless|preview|monitor|scan|feed|http",
    re.IGNORECASE,
)
LONGEST_AGENT = 512
# So many readers and articles a day are told apart; past it nobody is counted until midnight, rather than twice.
MOST_REMEMBERED = 2_000_000


class Readers:
    """Counts each reader of an article once a day.

    A reader is a hash of address, browser string, article and a salt that lives only in memory and only for a
    day. The article is inside the hash, so two reads of one person cannot be linked.
    """

    def __init__(self, *, most_remembered: int = MOST_REMEMBERED) -> None:
        self._lock = threading.Lock()
        self._most_remembered = most_remembered
        self._day: date | None = None
        self._salt = b""
        self._seen: set[bytes] = set()
        self._pending: Counter[int] = Counter()

    def read(self, article: int, *, address: str, agent: str, day: date) -> bool:
        """Count a read; say whether it was the reader's first of this article today."""
        if not agent or len(agent) > LONGEST_AGENT or ROBOT.search(agent):
            return False
        with self._lock:
            if day != self._day:
                self._day, self._salt = day, secrets.token_bytes(32)
                self._seen.clear()
            words = f"{address}\0{agent}\0{article}".encode("utf-8", "replace")
            key = hashlib.blake2b(words, key=self._salt, digest_size=8).digest()
            if key in self._seen or len(self._seen) >= self._most_remembered:
                return False
            self._seen.add(key)
            self._pending[article] += 1
            return True

    def take(self) -> dict[int, int]:
        """Return the reads counted since the last call, by article, and forget them."""
        with self._lock:
            taken, self._pending = self._pending, Counter()
        return dict(taken)

    def give_back(self, reads: dict[int, int]) -> None:
        """Put back reads that could not be written down."""
        with self._lock:
            self._pending.update(reads)
