"""How many readers each kiosk of this machine has, in memory that all of them see, so that they share readers evenly."""

import mmap
import time

# A kiosk that has said nothing for so long lets nobody in.
SILENT_SECONDS = 1


class Crowd:
    """The kiosks' numbers of readers. Made before the kiosks are, which are copies of their parent."""

    def __init__(self, kiosks: int) -> None:
        self._readers = memoryview(mmap.mmap(-1, 4 * kiosks)).cast("I")
        # When each was heard of last, in seconds of the machine's own clock.
        self._heard = memoryview(mmap.mmap(-1, 8 * kiosks)).cast("d")

    def say(self, kiosk: int, readers: int) -> None:
        """Say how many readers a kiosk has; one that lets readers in says so several times a second."""
        self._readers[kiosk] = readers
        self._heard[kiosk] = time.monotonic()

    def is_ahead(self, kiosk: int) -> bool:
        """Say whether another kiosk that lets readers in has fewer of them."""
        own, since = self._readers[kiosk], time.monotonic() - SILENT_SECONDS
        return any(
            readers < own and heard > since for readers, heard in zip(self._readers, self._heard, strict=True)
        )
