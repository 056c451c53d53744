"""How many readers each kiosk of this machine has, in memory that all of them see, so that they share readers evenly."""

import mmap


class Crowd:
    """The kiosks' numbers of readers. Made before the kiosks are, which are copies of their parent."""

    def __init__(self, kiosks: int) -> None:
        self._readers = memoryview(mmap.mmap(-1, 4 * kiosks)).cast("I")

    def say(self, kiosk: int, readers: int) -> None:
        self._readers[kiosk] = readers

    def is_ahead(self, kiosk: int) -> bool:
        """Say whether another kiosk has fewer readers. One that has died may seem to."""
        return self._readers[kiosk] > min(self._readers)
