"""Fill the rails of one page so that none is empty and no story stands twice."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from .model import Candidate, Rail

# An editor's pick keeps its place; the machine-made rails move on to their next best candidate.
PRECEDENCE = (Rail.EDITORS_CHOICE, Rail.RELATED, Rail.POPULAR)
# More cards of one story-line only where nothing else is related.
MOST_OF_A_LINE = {Rail.RELATED: 2}
# ... and what is less than this part as much related as the line's next card does not count as something else.
FITS = 0.4


def compose(
    story: int,
    candidates: Mapping[Rail, Sequence[Candidate]],
    ladder: Iterable[Candidate],
    *,
    length: int = 5,
    article: int | None = None,
) -> dict[Rail, tuple[Candidate, ...]]:
    """Return up to `length` cards for each rail, best candidate first.

    What the candidates leave open is dealt from `ladder`, which is read no further than needed, and then
    from the candidates that their own rail had no room for. Where even that is not enough for all, the
    rails share what there is and differ by one card at most.
    """
    page = _PageCards(story, article)
    rails = {
        rail: page.take(candidates.get(rail, ()), length, MOST_OF_A_LINE.get(rail)) for rail in PRECEDENCE
    }
    spare = (candidates.get(rail, ()) for rail in PRECEDENCE)
    _deal(rails, page, chain(ladder, chain.from_iterable(spare)), length)
    _level(rails)
    return {rail: tuple(rails[rail]) for rail in Rail}


@dataclass(frozen=True, slots=True)
class Usual:
    """Editor's choice and Popular of every page that has none of their stories itself.

    `claims` holds the numbers of their stories, and those of their articles with a minus.
    """

    choice: tuple[Candidate, ...]
    popular: tuple[Candidate, ...]
    claims: frozenset[int]


def usual(choice: Sequence[Candidate], popular: Sequence[Candidate], *, length: int) -> Usual | None:
    """Compose what pages show that are not concerned; None where that does not fill both rails."""
    page = _PageCards(0, None)
    rails = tuple(page.take(choice, length)), tuple(page.take(popular, length))
    return Usual(*rails, claims_of(chain(*rails))) if min(map(len, rails)) == length else None


def related_alone(
    story: int, candidates: Sequence[Candidate], *, length: int, article: int
) -> tuple[Candidate, ...]:
    """Return what Related shows on a page of which no other rail takes a candidate.

    Beside a `Usual` whose claims have nothing in common with those of the page and of all these candidates, the page's
    three rails are this one and the two usual ones, as `compose` would have them, as long as this one is full.
    """
    return tuple(_PageCards(story, article).take(candidates, length, MOST_OF_A_LINE[Rail.RELATED]))


def claims_of(candidates: Iterable[Candidate]) -> frozenset[int]:
    """Return the numbers of the stories of candidates, and those of their articles with a minus."""
    return frozenset(number for each in candidates for number in (each.story, -each.article))


class _PageCards:
    """What already stands on the page, by story and by article."""

    def __init__(self, story: int, article: int | None) -> None:
        self.stories = {story}
        self.articles = set() if article is None else {article}

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


def _deal(
    rails: dict[Rail, list[Candidate]], page: _PageCards, offered: Iterable[Candidate], length: int
) -> None:
    open_places = length * len(rails) - sum(map(len, rails.values()))
    if not open_places:
        return
    for candidate in offered:
        if not page.admits(candidate):
            continue
        min(rails.values(), key=len).append(candidate)
        open_places -= 1
        if not open_places:
            return


def _level(rails: dict[Rail, list[Candidate]]) -> None:
    """Move the last cards of the longest rail to the shortest until they differ by one at most."""
    while True:
        # Of rails of the same length the one that ranks last gives first, so that picks stay.
        longest = max(reversed(PRECEDENCE), key=lambda rail: len(rails[rail]))
        shortest = min(PRECEDENCE, key=lambda rail: len(rails[rail]))
        if len(rails[longest]) - len(rails[shortest]) <= 1:
            return
        rails[shortest].append(rails[longest].pop())
