"""The candidates of an edition as its pages share them, with their cards printed and compressed once."""

from collections import OrderedDict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from django.http import HttpRequest
from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from ..newsroom import queries
from ..newsroom.calendars import year_of
from ..newsroom.cards import Card, card, pictures_on
from ..newsroom.edition_candidates import EditionCandidates
from ..newsroom.moments import paper_time
from ..newsroom.pictures.making import files_of, files_of_each
from ..newsroom.pictures.tags import tags_of_pictures
from ..press.cached_pages import NEVER, TagSet
from ..press.pieces import Piece, combined
from ..press.shared_values import LoadedValue, SharedValue
from ..press.tags import share
from ..rails.composition import usual
from ..rails.headings import standing_of, title_of
from ..rails.model import Candidate, Reason
from ..rails.registry import RailSpec
from .contexts import EditionContext
from .pictures import bring_renditions
from .printed_cards import print_card
from .rail_parts import labelled, rail_parts
from .voice import speaking

# A rail differs from page to page by what stands elsewhere on the page. At most this many sets of cards are kept.
MOST_SETS = 2_000
_UNSAID = Reason("", "")
_NONE = frozenset[str]()
_MARK = "THE CARDS"


@dataclass(frozen=True, slots=True)
class RestOfPage:
    """The shared rails and the foot of a page, the tags of what it shows, and from when nobody may see it."""

    piece: Piece
    tags: TagSet
    gone: float


class PrintedCandidates:
    """The candidates of an edition, and the rails that pages have shown of them."""

    def __init__(self, board: EditionCandidates, paper: EditionContext) -> None:
        self.board = board
        self.paper = paper
        self.language = paper.language
        calendar = paper.edition.calendar
        # Cards leave out the number of this year.
        self.year = (calendar, year_of(paper_time(paper.now).date(), calendar))
        self.tags = board.tags
        self.picked = frozenset(board.picks)
        self.rails = board.rails
        # By rail, what pages are joined from; where one needs more, it is made again.
        self.candidates = {
            rail: tuple(offered[: board.depths.offered]) for rail, offered in board.candidates.items()
        }
        self._items: dict[tuple[str, int], SafeString] = {}
        self._sets: OrderedDict[tuple[str, tuple[int, ...]], Piece] = OrderedDict()
        self._usual_tails: dict[bytes, RestOfPage] = {}
        self.usual = usual(self.rails, self.candidates)
        self._gone: dict[int, float] = {}
        # By article, the tag of the picture on its card.
        self._pictures: dict[int, frozenset[str]] = {}
        # What was printed on a card, by which the next board sees that it need not be printed again.
        self._printed: dict[tuple[str, int], Hashable] = {}

    @property
    def shown(self) -> frozenset[str]:
        """The tags of the articles whose cards may stand on a page."""
        return frozenset(f"article:{each.article}" for each in chain.from_iterable(self.candidates.values()))

    @property
    def likeness(self) -> Hashable:
        """What pages can tell boards apart by: who may stand where, and what the cards say."""
        ranked = tuple(
            tuple(
                (each.article, each.story, each.line, each.score, standing_of(each.reason))
                for each in candidates
            )
            for candidates in self.candidates.values()
        )
        return (
            ranked,
            self.picked,
            tuple(sorted(self._items.items())),
            tuple(self._gone.items()),
            tuple(self._pictures.items()),
        )

    def print_cards(self, before: "PrintedCandidates | None") -> None:
        """Print the cards that pages will ask for, or take them from the board before; the language must be active."""
        wanted = [
            (rail, self.card(each)) for rail, candidates in self.candidates.items() for each in candidates
        ]
        files = files_of_each(pictures_on(each for _rail, each in wanted)) if before is not None else {}
        new = [
            (rail, each)
            for rail, each in wanted
            if before is None or not self._take(rail, each, before, files)
        ]
        bring_renditions(pictures_on(each for _rail, each in new))
        for rail, each in new:
            self.have(rail, each)

    def card(self, candidate: Candidate) -> Card:
        row = self.board.row(candidate.article)
        is_pick = candidate.article in self.picked
        return card(row, candidate.reason, edition=self.board.edition, is_pick=is_pick)

    def have(self, rail: str, shown: Card) -> None:
        """Print a card for a rail where it was not printed yet; the language must be active."""
        if (rail, shown.article) not in self._items:
            item = print_card(shown, self.paper, rail=rail)
            # Files that were not there before were made as it was printed.
            self._keep(rail, shown, item, _files(shown))

    def _take(
        self,
        rail: str,
        shown: Card,
        before: "PrintedCandidates",
        files: Mapping[int, frozenset[str]],
    ) -> bool:
        key = (rail, shown.article)
        of_pictures = _NONE.union(*(files[each.pk] for each in shown.pictures))
        is_as_before = before._printed.get(key) == _look(shown, of_pictures)
        if not is_as_before or before.year != self.year:
            return False
        self._keep(rail, shown, before._items[key], of_pictures)
        return True

    def _keep(self, rail: str, shown: Card, item: SafeString, files: frozenset[str]) -> None:
        self._gone[shown.article] = shown.expires_at.timestamp() if shown.expires_at else NEVER
        self._printed[rail, shown.article] = _look(shown, files)
        self._items[rail, shown.article] = item
        self._pictures[shown.article] = frozenset(tags_of_pictures(shown.pictures))

    def rail(self, rail: RailSpec, chosen: Sequence[Candidate | Card]) -> Piece | None:
        """Return a rail with these cards beside an article, or None where one of them was not printed yet."""
        key = (rail.name, tuple(each.article for each in chosen))
        found = self._sets.get(key)
        if found is None:
            try:
                items = [self._items[rail.name, each.article] for each in chosen]
            except KeyError:
                return None
            with speaking(self.paper.edition):
                found = rail_piece(rail, items, chosen, self.language)
            self._sets[key] = found
            if len(self._sets) > MOST_SETS:
                self._sets.popitem(last=False)
        return found

    def usual_tail(self, foot: Piece) -> RestOfPage | None:
        """Return what pages end with that have none of the usual stories themselves."""
        found = self._usual_tails.get(foot.digest)
        if found is None and self.usual is not None:
            found = self.tail(self.usual.rails, foot)
            if found is not None:
                self._usual_tails[foot.digest] = found
        return found

    def tail(self, shown: Mapping[str, Sequence[Candidate | Card]], foot: Piece) -> RestOfPage | None:
        """Return the shared rails and the foot of a page, or None where one of the cards was not printed yet."""
        pieces = [self.rail(each, shown[each.name]) for each in self.rails]
        printed = [each for each in pieces if each is not None]
        if len(printed) < len(pieces):
            return None
        articles = [each.article for rail in self.rails for each in shown[rail.name]]
        return RestOfPage(
            combined((*printed, foot)),
            TagSet(
                (
                    *self.tags,
                    *(f"article:{each}" for each in articles),
                    *chain.from_iterable(self._pictures[each] for each in articles),
                )
            ),
            gone=min((self._gone[each] for each in articles), default=NEVER),
        )


def _look(shown: Card, files: frozenset[str]) -> Hashable:
    """Return what a printed card depends on: its texts, and the focus and files of its pictures."""
    looks = tuple((each.pk, str(each.get_focal_point())) for each in shown.pictures)
    return replace(shown, picture=shown.picture is not None, face=None, reason=_UNSAID), looks, files


def _files(shown: Card) -> frozenset[str]:
    return _NONE.union(*map(files_of, shown.pictures))


@lru_cache(maxsize=64)
def _shell(rail: RailSpec, *, title: str, language: str) -> tuple[str, str]:
    """Return what stands before and after the cards of a rail beside an article; the language must be active."""
    parts = rail_parts(rail, [mark_safe(_MARK)], title=title)
    before, after = get_template("site/parts/rail.html").render(parts).split(_MARK)
    return before, after


def rail_piece(
    rail: RailSpec, items: list[SafeString], chosen: Sequence[Candidate | Card], language: str
) -> Piece:
    """Return a rail beside an article as a piece of its page; the language must be active."""
    reasons = [each.reason for each in chosen]
    before, after = _shell(rail, title=title_of(rail, reasons), language=language)
    return Piece.of((before + "</li>\n<li>".join(labelled(rail, items, reasons)) + after).encode())


def shared_candidates(request: HttpRequest, paper: EditionContext) -> SharedValue[PrintedCandidates]:
    """Return the candidates that pages of an edition share; outside of the page cache, those of this moment."""
    return share(request, f"board:{paper.language}", _Reader(paper.language))


def candidates_of(request: HttpRequest, paper: EditionContext) -> EditionCandidates:
    """Return the candidates from which the rails of an edition's pages choose."""
    return shared_candidates(request, paper).at(paper.now.timestamp()).board


class _Reader:
    """Reads an edition's board, and remembers the last one."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.before: PrintedCandidates | None = None

    def __call__(self) -> LoadedValue[PrintedCandidates]:
        edition = queries.edition_of(self.language)
        if edition is None:
            raise LookupError(f"There is no edition in {self.language!r} any more.")
        now = timezone.now()
        board = EditionCandidates(edition, now)
        found = PrintedCandidates(board, EditionContext(edition, [], [], now))
        with speaking(edition):
            found.print_cards(self.before)
        if self.before is not None and self.before.likeness == found.likeness:
            # Nothing that pages are joined of has changed: they stay as they are, and lists read the new rows.
            self.before.board, self.before.tags = board, board.tags
        else:
            self.before = found
        return LoadedValue(self.before, board.tags | board.pictures, board.until, self.before.shown)
