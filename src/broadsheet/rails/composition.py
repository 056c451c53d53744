"""Fill the rails of one page so that none is empty and no story stands twice."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from .model import Candidate
from .registry import RAILS, RailSpec, by_precedence

# What is less than this part as much related as a story-line's next card does not take its place.
FITS = 0.4

Candidates = Mapping[str, Sequence[Candidate]]
Composed = dict[str, tuple[Candidate, ...]]


def compose(
    story: int,
    candidates: Candidates,
    ladder: Iterable[Candidate],
    *,
    rails: Sequence[RailSpec] = RAILS,
    article: int | None = None,
) -> Composed:
    """Return the cards of each rail by its name, best candidate first, at most as many as the rail is long.

    What the candidates leave open is dealt from `ladder`, which is read no further than needed, and then
    from the candidates that their own rail had no room for. Where even that is not enough for all, the
    rails share what there is and differ by one card at most, as far as each has room.
    """
    page = _PageCards(story, article)
    ranked = by_precedence(rails)
    cards = page.take_for(ranked, candidates)
    spare = (candidates.get(each.name, ()) for each in ranked)
    room = {each.name: each.length for each in ranked}
    _deal(cards, page, chain(ladder, chain.from_iterable(spare)), room)
    _level(cards, room)
    return {each.name: tuple(cards[each.name]) for each in rails}


@dataclass(frozen=True, slots=True)
class Usual:
    """The shared rails of every page that has none of their stories itself.

    `claims` holds the numbers of their stories, and those of their articles with a minus.
    """

    rails: Composed
    claims: frozenset[int]


def usual(shared: Sequence[RailSpec], candidates: Candidates) -> Usual | None:
    """Compose what pages show that are not concerned; None where that does not fill the shared rails."""
    composed = _full(shared, _PageCards(0, None), candidates)
    return Usual(composed, claims_of(chain(*composed.values()))) if composed is not None else None


def alone(own: Sequence[RailSpec], story: int, candidates: Candidates, *, article: int) -> Composed | None:
    """Compose a page's own rails as if no other rail took a candidate; None where that does not fill them.

    Beside a `Usual` whose claims have nothing in common with those of the page and of all these candidates, the page's
    rails are these and the usual ones, as `compose` would have them.
    """
    return _full(own, _PageCards(story, article), candidates)


def claims_of(candidates: Iterable[Candidate]) -> frozenset[int]:
    """Return the numbers of the stories of candidates, and those of their articles with a minus."""
    return frozenset(number for each in candidates for number in (each.story, -each.article))


class _PageCards:
    """What already stands on the page, by story and by article."""

    def __init__(self, story: int, article: int | None) -> None:
        self.stories = {story}
        self.articles = set() if article is None else {article}

    def take_for(self, ranked: Sequence[RailSpec], candidates: Candidates) -> dict[str, list[Candidate]]:
        """Let rails take their own candidates, one rail after the other."""
        return {
            each.name: self.take(candidates.get(each.name, ()), each.length, each.most_of_a_line)
            for each in ranked
        }

    def take(
        self, offered: Iterable[Candidate], room: int, most_of_a_line: int | None = None
    ) -> list[Candidate]:
        taken: list[Candidate] = []
        passed_over: list[Candidate] = []
        of_line: Counter[int] = Counter()
        for candidate in offered:
            if len(taken) == room:
                break
            if passed_over and candidate.score < FITS * passed_over[0].score:
                break
            if most_of_a_line and candidate.line is not None and of_line[candidate.line] == most_of_a_line:
                passed_over.append(candidate)
            elif self.admits(candidate):
                taken.append(candidate)
                of_line.update([candidate.line] if candidate.line is not None else [])
        if passed_over and len(taken) < room:
            # Nothing else fits: more of the same line, and then the rest.
            taken += self.take(chain(passed_over, offered), room - len(taken))
        return taken

    def admits(self, candidate: Candidate) -> bool:
        if candidate.story in self.stories or candidate.article in self.articles:
            return False
        self.stories.add(candidate.story)
        self.articles.add(candidate.article)
        return True


def _full(specs: Sequence[RailSpec], page: _PageCards, candidates: Candidates) -> Composed | None:
    """Return rails filled from their own candidates, None where one of them has room left."""
    cards = page.take_for(by_precedence(specs), candidates)
    if any(len(cards[each.name]) < each.length for each in specs):
        return None
    return {each.name: tuple(cards[each.name]) for each in specs}


def _deal(
    cards: dict[str, list[Candidate]],
    page: _PageCards,
    offered: Iterable[Candidate],
    room: Mapping[str, int],
) -> None:
    unfilled = [name for name in cards if len(cards[name]) < room[name]]
    if not unfilled:
        return
    for candidate in offered:
        if not page.admits(candidate):
            continue
        shortest = min(unfilled, key=lambda name: len(cards[name]))
        cards[shortest].append(candidate)
        if len(cards[shortest]) == room[shortest]:
            unfilled.remove(shortest)
            if not unfilled:
                return


def _level(cards: dict[str, list[Candidate]], room: Mapping[str, int]) -> None:
    """Move the last cards of the longest rail to the shortest with room until they differ by one at most."""
    while unfilled := [name for name in cards if len(cards[name]) < room[name]]:
        # Of rails of the same length the one that ranks last gives first, so that picks stay.
        longest = max(reversed(cards), key=lambda name: len(cards[name]))
        shortest = min(unfilled, key=lambda name: len(cards[name]))
        if len(cards[longest]) - len(cards[shortest]) <= 1:
            return
        cards[shortest].append(cards[longest].pop())
