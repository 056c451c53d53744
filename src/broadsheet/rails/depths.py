"""How deep the lists must be from which a page's rails are filled: all of it follows from how many cards a rail has."""

from collections.abc import Sequence
from dataclasses import dataclass

from .registry import RailSpec, Supply, by_precedence

# The newest of an edition, the picks and the ranking of reads are never shorter than this.
LEAST_NEWEST, LEAST_PICKS, LEAST_READS = 40, 30, 30


@dataclass(frozen=True, slots=True)
class Depths:
    """The lengths of the lists behind some rails, in places."""

    specs: tuple[RailSpec, ...]

    @property
    def shown(self) -> int:
        """The places of a list of neighbours that pages show where no other rail takes anything."""
        return max((each.length for each in self._of_neighbours), default=0)

    @property
    def wanted(self) -> int:
        """The neighbours that a page may need: the rail's, and those that the rails before it may take for themselves."""
        return max((self._through(each) for each in self._of_neighbours), default=0)

    @property
    def stored(self) -> int:
        """The places kept of a list of neighbours: what is wanted, and room for what composition passes over."""
        return self.wanted + self.shown + 1

    @property
    def enough(self) -> int:
        """The neighbours with which a list that lost one can wait until it is refilled."""
        return self.stored * 3 // 4

    @property
    def plenty(self) -> int:
        """The neighbours with which a list that lost one need not be refilled."""
        return self.stored * 7 // 8

    @property
    def most_of_a_line(self) -> int | None:
        """The cards of one story-line in a rail of neighbours, None where any number may stand there."""
        return min((each.most_of_a_line for each in self._of_neighbours if each.most_of_a_line), default=None)

    @property
    def on_a_page(self) -> int:
        """The cards of all rails: so deep a page may reach into any one list."""
        return sum(each.length for each in self.specs)

    @property
    def offered(self) -> int:
        """The candidates printed of a shared rail: all that stand elsewhere on a page may be among them, and the page itself."""
        return self.on_a_page + max((each.length for each in self.specs), default=0)

    @property
    def newest(self) -> int:
        """The newest of an edition that are read at once: what follows the picks and the reads, versions among it."""
        return max(LEAST_NEWEST, 2 * self.offered)

    @property
    def picks(self) -> int:
        """The candidates for what editors choose."""
        return max(LEAST_PICKS, self.offered)

    @property
    def reads(self) -> int:
        """The places kept of a ranking of reads."""
        return max(LEAST_READS, self.offered)

    @property
    def _of_neighbours(self) -> list[RailSpec]:
        return [each for each in self.specs if each.supply is Supply.NEIGHBOURS]

    def _through(self, spec: RailSpec) -> int:
        """Return the cards of a rail and of those that take theirs before it."""
        order: Sequence[RailSpec] = by_precedence(self.specs)
        return sum(each.length for each in order[: order.index(spec) + 1])
