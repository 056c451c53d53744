"""The registry of rails: what each is called, what fills it, and who goes first where a page is composed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

# The files of counts have room for sixteen ways by which readers come. Those with a lower number lead over no rail.
SOURCES = range(5, 16)


class Rail(StrEnum):
    """The names of the rails, as templates, addresses and style sheets know them."""

    RELATED = "related"
    EDITORS_CHOICE = "editors-choice"
    POPULAR = "popular"


class Scope(StrEnum):
    """Whose a rail is: of one article's page, or of all pages of an edition, which share it."""

    ARTICLE = "article"
    EDITION = "edition"


class Supply(StrEnum):
    """The list whose candidates fill a rail before the ladder does."""

    NEIGHBOURS = "neighbours"
    PICKS = "picks"
    READS = "reads"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class RailSpec:
    """One rail. `title` is its heading in English, under which the catalogues have the others.

    Where there is no article, the heading is `title_elsewhere`. Rails of a lower `precedence` take their cards first
    and give them away last. `most_of_a_line` bounds the cards of one story-line, as long as others fit. `source` is the
    number under which the files of counts have the reads that come from the rail: no two rails may share one.
    `length` is the number of its cards; a rail with an `own_length` has that, whatever the others have.
    """

    name: str
    title: str
    scope: Scope
    supply: Supply
    precedence: int
    source: int
    most_of_a_line: int | None = None
    title_elsewhere: str = ""
    length: int = 5
    own_length: int | None = None

    def __post_init__(self) -> None:
        if (self.scope is Scope.ARTICLE) != (self.supply is Supply.NEIGHBOURS):
            raise ValueError(
                f"The rail {self.name!r} is of the {self.scope} and filled from {self.supply}. "
                "Neighbours fill rails of an article, and nothing else does."
            )
        if self.source not in SOURCES:
            raise ValueError(
                f"The rail {self.name!r} has the source {self.source}, which is none of {SOURCES}."
            )

    @property
    def is_of_reads(self) -> bool:
        """Whether the rail shows what is read most, in that order."""
        return self.supply is Supply.READS


# In the order in which a page prints them: those of the article come before those that pages share. A rail more is one
# entry here, its heading in the catalogues, and a style of its own where it needs one.
RAILS: tuple[RailSpec, ...] = (
    RailSpec(
        Rail.RELATED,
        title="Related articles",
        title_elsewhere="More news",
        scope=Scope.ARTICLE,
        supply=Supply.NEIGHBOURS,
        precedence=2,
        source=5,
        # More cards of one story-line only where nothing else is related.
        most_of_a_line=2,
    ),
    # An editor's pick keeps its place; the machine-made rails move on to their next best candidate.
    RailSpec(
        Rail.EDITORS_CHOICE,
        title="Editor's choice",
        scope=Scope.EDITION,
        supply=Supply.PICKS,
        precedence=1,
        source=6,
    ),
    RailSpec(Rail.POPULAR, title="Popular", scope=Scope.EDITION, supply=Supply.READS, precedence=3, source=7),
)


def rails(length: int) -> tuple[RailSpec, ...]:
    """Return the registered rails, in the order in which a page prints them; `length` is for those that have none of their own."""
    return _of_length(RAILS, length)


def rail_named(name: str) -> RailSpec:
    """Return the rail of a name. Raises KeyError where none has it."""
    return {each.name: each for each in RAILS}[name]


def rail_filled_from(supply: Supply) -> RailSpec:
    """Return the first rail that a list fills. Raises KeyError where it fills none."""
    return {each.supply: each for each in reversed(RAILS)}[supply]


def by_precedence(specs: Iterable[RailSpec]) -> list[RailSpec]:
    """Return rails in the order in which they take their cards."""
    return sorted(specs, key=lambda each: each.precedence)


def of_scope(specs: Iterable[RailSpec], scope: Scope) -> tuple[RailSpec, ...]:
    """Return the rails of a scope."""
    return tuple(each for each in specs if each.scope is scope)


@lru_cache(maxsize=32)
def _of_length(specs: tuple[RailSpec, ...], length: int) -> tuple[RailSpec, ...]:
    return tuple(replace(each, length=each.own_length or length) for each in specs)
