"""The board of an edition as pages share it: what all rails choose from, with the cards printed and compressed once."""

from collections import OrderedDict
from collections.abc import Sequence
from functools import partial

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import get_template
from django.utils import timezone, translation
from django.utils.safestring import SafeString

from ..newsroom import queries
from ..newsroom.board import Board
from ..newsroom.cards import Card, card
from ..press.pieces import Piece
from ..press.shares import Loaded, Share
from ..press.sheets import NEVER
from ..press.tags import share
from ..rails.model import Candidate, Rail
from .paper import Paper
from .pictures import bring_renditions
from .rail_parts import is_latest, rail_item, rail_parts

# A rail differs from page to page by what stands elsewhere on the page: so many sets of cards are kept of one board.
MOST_SETS = 2_000
# Cards printed before a page asks: those that stand in a rail, and twice as many to take the place of others.
PRINTED = 3


class SharedBoard:
    """A board, and the rails that pages have shown of it."""

    def __init__(self, board: Board, paper: Paper) -> None:
        self.board = board
        self.paper = paper
        self.until = board.until.timestamp() if board.until else NEVER
        self.picked = frozenset(board.picks)
        self._items: dict[tuple[Rail, int], SafeString] = {}
        self._sets: OrderedDict[tuple[Rail, tuple[int, ...]], Piece] = OrderedDict()
        self._gone: dict[int, float] = {}

    def print_cards(self) -> None:
        """Print the cards that pages will ask for; the language must be active."""
        count = PRINTED * settings.OPTIONS.rail_length
        wanted = [
            (rail, self.card(each))
            for rail, candidates in (
                (Rail.EDITORS_CHOICE, self.board.choice),
                (Rail.POPULAR, self.board.popular),
            )
            for each in candidates[:count]
        ]
        bring_renditions(each.picture for _rail, each in wanted)
        for rail, each in wanted:
            self.have(rail, each)

    def card(self, candidate: Candidate) -> Card:
        row = self.board.row(candidate.article)
        return card(row, candidate.reason, is_pick=candidate.article in self.picked)

    def have(self, rail: Rail, shown: Card) -> None:
        """Print a card for a rail where it was not printed yet; the language must be active."""
        if (rail, shown.article) not in self._items:
            self._gone[shown.article] = shown.expires_at.timestamp() if shown.expires_at else NEVER
            self._items[rail, shown.article] = rail_item(shown, rail, self.paper)

    def rail(self, rail: Rail, chosen: Sequence[Candidate]) -> Piece | None:
        """Return a rail with these cards beside an article, or None where one of them was not printed yet."""
        key = (rail, tuple(each.article for each in chosen))
        found = self._sets.get(key)
        if found is None:
            try:
                items = [self._items[rail, each.article] for each in chosen]
            except KeyError:
                return None
            with translation.override(self.paper.language):
                found = rail_piece(rail, items, chosen)
            self._sets[key] = found
            if len(self._sets) > MOST_SETS:
                self._sets.popitem(last=False)
        return found

    def gone(self, chosen: Sequence[Candidate]) -> float:
        """Return from when one of the cards may not be seen, in seconds since the epoch."""
        return min((self._gone[each.article] for each in chosen), default=NEVER)


def rail_piece(rail: Rail, items: list[SafeString], chosen: Sequence[Candidate]) -> Piece:
    """Return a rail beside an article as a piece of its page; the language must be active."""
    latest = is_latest(rail, (each.reason.kind for each in chosen))
    parts = rail_parts(rail, items, is_latest=latest, is_beside_article=True)
    return Piece.of(get_template("site/parts/rail.html").render(parts).encode())


def shared_board(request: HttpRequest, paper: Paper) -> Share[SharedBoard]:
    """Return what pages of an edition share: where nothing is kept, the board of this moment."""
    return share(request, f"board:{paper.language}", partial(_read, paper.language))


def board_of(request: HttpRequest, paper: Paper) -> Board:
    """Return the board that the rails of an edition's pages choose from."""
    return shared_board(request, paper).at(paper.now.timestamp()).board


def _read(language: str) -> Loaded[SharedBoard]:
    edition = queries.edition_of(language)
    if edition is None:
        raise LookupError(f"There is no edition in {language!r} any more.")
    now = timezone.now()
    board = Board(edition, now)
    found = SharedBoard(board, Paper(edition, [], [], now))
    with translation.override(language):
        found.print_cards()
    return Loaded(found, board.tags, board.until)
