"""Work through the articles of renamed sections, topics and authors: they may be most of an archive."""

from collections.abc import Callable

# Reads the numbers of the next articles filed under something, in their order: `read(kind, number, after=, limit=)`.
Read = Callable[..., list[int]]
# Numbers of articles that are read at once, and held in memory.
NUMBERS_AT_ONCE = 5000


class RenamedNames:
    """What was renamed, and how far its articles are taken in. The number of what was renamed is small."""

    def __init__(self, read: Read) -> None:
        self._read = read
        # The last article that was read, by kind and number of what was renamed.
        self._last: dict[tuple[str, int], int] = {}
        self._articles: list[int] = []

    def __bool__(self) -> bool:
        return bool(self._articles or self._last)

    def add(self, kind: str, number: int) -> None:
        """Begin with the articles of one that was renamed; begin again if it was renamed again."""
        self._last[kind, number] = 0

    def first(self, limit: int) -> list[int]:
        """Return the next articles; the same ones again until `done` is called."""
        while not self._articles and self._last:
            renamed, last = next(iter(self._last.items()))
            self._articles = self._read(*renamed, after=last, limit=NUMBERS_AT_ONCE)
            if len(self._articles) < NUMBERS_AT_ONCE:
                del self._last[renamed]
            else:
                self._last[renamed] = self._articles[-1]
        return self._articles[:limit]

    def done(self, articles: int) -> None:
        """Forget so many of the next articles: they are taken in."""
        del self._articles[:articles]

    def clear(self) -> None:
        """Forget all: it will be read again."""
        self._last.clear()
        self._articles.clear()
