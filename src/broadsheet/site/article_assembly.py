"""Join the page of an article from its own pieces and its edition's rails, again as often as the board changes."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain

from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString

from ..newsroom import page_queries
from ..newsroom.cards import Card, pictures_on
from ..newsroom.models import Article
from ..newsroom.page_rails import EditionRails, Own, PageRails
from ..newsroom.pictures.tags import tags_of_pictures
from ..newsroom.rows import Row
from ..press.cached_pages import NEVER, Assembled, FirstJoin, TagSet
from ..press.pieces import Piece, combined, common_piece
from ..press.shared_values import SharedValue
from ..press.tags import dependence_of, earliest
from ..rails.composition import alone, claims_of, compose
from ..rails.model import Candidate, Reason
from ..rails.registry import RailSpec, Scope, of_scope
from .printed_candidates import PrintedCandidates, RestOfPage, rail_piece
from .printed_cards import remembered_card
from .voice import speaking

# Readers see no reasons, and those of all candidates would take more room than the page.
_UNSAID = Reason("", "")


class _MustBeRendered(Exception):
    """The rails need more than the page and the board have."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the rails of an article's page, the tags of what it shows, and the moments that end it."""

    head: Piece
    foot: Piece
    tags: frozenset[str]
    until: float
    gone: float


@dataclass(frozen=True, slots=True)
class ArticleAssembly:
    """An article's page without the rails that it shares, and all that may stand in its own."""

    share: SharedValue[PrintedCandidates]
    frame: Frame
    rails: tuple[RailSpec, ...]
    own: Piece
    article: int
    story: int
    # By rail of its own: the candidates, and the articles that stand there as it was printed.
    candidates: Mapping[str, tuple[Candidate, ...]]
    shown: Mapping[str, tuple[int, ...]]
    # Those of the articles shown that had the label of a pick.
    picked: frozenset[int]
    # Whether its own rails show what they would if no other rail took anything, and whom the page might share a story with.
    is_alone: bool
    claims: tuple[int, ...]
    tags: TagSet
    until: float
    gone: float

    def assemble(self, shared: PrintedCandidates) -> Assembled | None:
        """Return the pieces beside a board; None where its own rails are not as printed, or the ladder is needed."""
        if shared.picked.intersection(chain.from_iterable(self.shown.values())) != self.picked:
            return None
        tail = self.usual_tail(shared) or self._composed_tail(shared)
        return None if tail is None else self.joined_with(tail)

    def usual_tail(self, shared: PrintedCandidates) -> RestOfPage | None:
        """Return the tail that most pages share, None where this page or its own rails have any of its stories."""
        usual = shared.usual
        if not self.is_alone or usual is None or not usual.claims.isdisjoint(self.claims):
            return None
        return shared.usual_tail(self.frame.foot)

    def joined_with(self, tail: RestOfPage) -> Assembled:
        """Return the pieces of the page with this tail."""
        return Assembled(
            (self.frame.head, self.own, tail.piece),
            (self.tags, tail.tags),
            until=self.until,
            gone=min(self.gone, tail.gone),
        )

    def _composed_tail(self, shared: PrintedCandidates) -> RestOfPage | None:
        """Compose the page beside a board; None where its own rails are not as printed, or the ladder is needed."""
        try:
            composed = compose(
                self.story,
                {**self.candidates, **shared.candidates},
                _no_ladder(),
                rails=self.rails,
                article=self.article,
            )
        except _MustBeRendered:
            return None
        for rail, articles in self.shown.items():
            if tuple(each.article for each in composed[rail]) != articles:
                return None
        return shared.tail(composed, self.frame.foot)

    def renewed(self, touched: Collection[str], now: float) -> FirstJoin | None:
        """Return the same page with its own rails made again; None where what stands around the rails has changed too."""
        if now >= self.frame.until or not self.frame.tags.isdisjoint(touched):
            return None
        shared = self.share.at(now)
        moment = timezone.now()
        edition = shared.board.edition
        article = page_queries.row_of(edition, self.article, now=moment)
        if article is None:
            return None
        with speaking(shared.paper.edition):
            rails = EditionRails(edition, moment, shared.board).beside(article)
            return (
                first_join(article, rails, rails.own, self.share, shared, self.frame) if rails.own else None
            )


def frame_of(request: HttpRequest, *, head: bytes, foot: bytes) -> Frame:
    """Return what stands before and after the rails, with what was said of `request` so far."""
    dependence = dependence_of(request)
    assert dependence is not None, "nothing was said of what the page depends on"
    return Frame(
        Piece.of(head),
        common_piece(foot),
        frozenset(dependence.tags),
        until=_seconds(dependence.until),
        gone=_seconds(dependence.gone),
    )


def first_join(
    article: Article | Row,
    rails: PageRails,
    own: Own,
    share: SharedValue[PrintedCandidates],
    shared: PrintedCandidates,
    frame: Frame,
) -> FirstJoin:
    """Join a page whose rails were just composed beside `shared`, without composing them again; the language must be active."""
    for each in shared.rails:
        for shown in rails.rails[each.name]:
            shared.have(each.name, shown)
    made = _assembly(article, rails, own, share, shared, frame)
    tail = made.usual_tail(shared) or shared.tail(rails.rails, frame.foot)
    assert tail is not None, "each of the cards was printed a moment ago"
    return FirstJoin(made, shared, made.joined_with(tail))


def _assembly(
    article: Article | Row,
    rails: PageRails,
    own: Own,
    share: SharedValue[PrintedCandidates],
    shared: PrintedCandidates,
    frame: Frame,
) -> ArticleAssembly:
    specs = of_scope(rails.specs, Scope.ARTICLE)
    shown = {each.name: rails.rails[each.name] for each in specs}
    cards = list(chain.from_iterable(shown.values()))
    articles = {rail: tuple(each.article for each in placed) for rail, placed in shown.items()}
    candidates = tuple(chain.from_iterable(own.candidates.values()))
    by_itself = alone(specs, article.story, own.candidates, article=article.pk) or {}
    return ArticleAssembly(
        share=share,
        frame=frame,
        rails=rails.specs,
        own=_printed(specs, shown, shared),
        article=article.pk,
        story=article.story,
        candidates={
            rail: tuple(replace(each, reason=_UNSAID) for each in offered)
            for rail, offered in own.candidates.items()
        },
        shown=articles,
        picked=frozenset(each.article for each in cards if each.is_pick),
        is_alone={rail: tuple(each.article for each in placed) for rail, placed in by_itself.items()}
        == articles,
        claims=tuple(claims_of(candidates) | {article.story, -article.pk}),
        tags=TagSet(frame.tags | own.tags | tags_of_pictures(pictures_on(cards))),
        until=min(frame.until, _seconds(own.until)),
        gone=min(frame.gone, _seconds(earliest(*(each.expires_at for each in cards)))),
    )


def _printed(
    specs: Iterable[RailSpec], shown: Mapping[str, Sequence[Card]], shared: PrintedCandidates
) -> Piece:
    """Print a page's own rails; the language must be active."""
    pieces = []
    for spec in specs:
        items: list[SafeString] = [
            remembered_card(each, shared.paper, rail=spec.name) for each in shown[spec.name]
        ]
        pieces.append(rail_piece(spec, items, shown[spec.name], shared.paper.language))
    return pieces[0] if len(pieces) == 1 else combined(pieces)


def _seconds(moment: datetime | None) -> float:
    return moment.timestamp() if moment else NEVER


def _no_ladder() -> Iterator[Candidate]:
    raise _MustBeRendered
    yield
