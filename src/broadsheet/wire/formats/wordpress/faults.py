"""Keep what had to be repaired in a file, with its lines, without keeping a million of them."""

from collections import Counter
from collections.abc import Iterator

from ...items import Note

# So many repairs of one kind are told one by one; of the rest the number is told.
MOST_OF_A_KIND = 200


class Faults:
    """The repairs of one reading of one file, in the order in which they were made."""

    def __init__(self, filename: str) -> None:
        self._filename = filename
        self._told: list[Note] = []
        self._numbers: Counter[str] = Counter()

    def add(self, kind: str, line: int, what: str) -> None:
        """Take down one repair; `kind` is the name under which repairs like it are counted."""
        self._numbers[kind] += 1
        if self._numbers[kind] <= MOST_OF_A_KIND:
            self._told.append(Note(f"{self._filename}:{line}", f"repaired: {what}", "repair"))

    def notes(self) -> Iterator[Note]:
        """Yield the repairs as lines of the report."""
        yield from self._told
        for kind, number in self._numbers.items():
            if number > MOST_OF_A_KIND:
                more = number - MOST_OF_A_KIND
                yield Note(self._filename, f"repaired: {more} more of the kind “{kind}”", "repair", more)
