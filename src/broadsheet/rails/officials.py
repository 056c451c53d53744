"""Recognise shared words that only name the same office-holder or author, and not the same subject."""

from collections.abc import Collection, Sequence

from ..prose.officials import has_office, is_of_offices, is_office
from ..prose.terms import TermKind, name_term
from .shared_words import ShownTerms
from .vectors import Vector, term_id


class Officials:
    """The office-holders that a story names, and its authors.

    That a name stands beside an office is known from the pairs of words in the story's vector: "constable nadia".
    """

    def __init__(self, vector: Vector, shown: ShownTerms, authors: Collection[str] = ()) -> None:
        self._vector = vector
        self._shown = shown
        self._authors = {each.casefold() for each in authors}
        self._people: frozenset[str] | None = None

    def are_among(self, words: Sequence[str]) -> bool:
        """Return True if one of these words names an office or an author, so that it is worth asking who holds one."""
        return any(has_office(each) or each.casefold() in self._authors for each in words)

    def are_all(self, words: Sequence[str]) -> bool:
        """Return True if words are offices, those who hold them, and authors, and nothing else."""
        return bool(words) and all(map(self.has, words))

    def has(self, word: str) -> bool:
        """Return True if a word is an office, or the name or part of the name of who holds one or wrote the story."""
        is_known = is_of_offices(word) or word.casefold() in self._authors
        return is_known or name_term(word) in self._known()

    def _known(self) -> frozenset[str]:
        if self._people is None:
            offices = {name_term(each) for each in self._shown.words(TermKind.STEM) if is_office(each)}
            authors = {name_term(each) for each in self._authors}
            named = [name_term(each) for each in self._shown.words(TermKind.NAME)]
            pairs = frozenset(self._vector.ids[self._vector.of_kind(TermKind.PAIR)].tolist())
            people = [
                each
                for each in named
                if each and (each in authors or _is_beside(each.split(), offices, pairs))
            ]
            self._people = frozenset([*people, *(part for each in people for part in each.split())])
        return self._people


def _is_beside(name: list[str], offices: Collection[str], pairs: Collection[int]) -> bool:
    """Return True if a name stands after an office or before one, or has one in it: "Constable Orlova"."""
    if any(each in offices for each in name):
        return True
    beside = [pair for each in offices for pair in (f"{each} {name[0]}", f"{name[-1]} {each}")]
    return any(term_id(TermKind.PAIR, each) in pairs for each in beside)
