"""Join the page of an article from its own pieces and its edition's rails, again as often as the board changes."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.safestring import SafeString

from ..newsroom import page_queries
from ..newsroom.models import Article
from ..newsroom.page_rails import EditionRails, Own, PageRails
from ..newsroom.rows import Row
from ..press.cached_pages import NEVER, Assembled, TagSet
from ..press.pieces import Piece, common_piece
from ..press.shared_values import SharedValue
from ..press.tags import dependence_of, earliest
from ..rails.composition import claims_of, compose, related_alone
from ..rails.model import Candidate, Rail, Reason
from .printed_candidates import PrintedCandidates, RestOfPage, rail_piece
from .printed_cards import print_card

# Readers see no reasons, and those of all candidates would take more room than the page.
_UNSAID = Reason("", "")
_NOTHING = frozenset[str]()


class _MustBeMadeAnew(Exception):
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
    """An article's page without the rails that it shares, and all that may stand in its Related."""

    share: SharedValue[PrintedCandidates]
    frame: Frame
    related: Piece
    article: int
    story: int
    candidates: tuple[Candidate, ...]
    # The articles in Related as it was printed, and those of all candidates that had the label of a pick.
    shown: tuple[int, ...]
    picked: frozenset[int]
    # Whether Related shows what it would if no other rail took anything, and whom the page might share a story with.
    is_alone: bool
    claims: tuple[int, ...]
    tags: TagSet
    until: float
    gone: float

    def assemble(self, shared: PrintedCandidates) -> Assembled | None:
        """Return the pieces beside a board; None where Related is not what was printed, or the ladder is needed."""
        if shared.picked.intersection(self.shown) != self.picked:
            return None
        usual = shared.usual
        if self.is_alone and usual is not None and usual.claims.isdisjoint(self.claims):
            tail = shared.usual_tail(self.frame.foot)
        else:
            tail = self._own_tail(shared)
        if tail is None:
            return None
        return Assembled(
            (self.frame.head, self.related, tail.piece),
            (self.tags, tail.tags),
            until=self.until,
            gone=min(self.gone, tail.gone),
        )

    def _own_tail(self, shared: PrintedCandidates) -> RestOfPage | None:
        """Compose the page beside a board; None where Related is not what was printed, or the ladder is needed."""
        candidates: Mapping[Rail, Sequence[Candidate]] = {
            Rail.RELATED: self.candidates,
            Rail.EDITORS_CHOICE: shared.choice,
            Rail.POPULAR: shared.popular,
        }
        try:
            rails = compose(
                self.story,
                candidates,
                _no_ladder(),
                length=settings.OPTIONS.rail_length,
                article=self.article,
            )
        except _MustBeMadeAnew:
            return None
        if tuple(each.article for each in rails[Rail.RELATED]) != self.shown:
            return None
        return shared.tail(rails[Rail.EDITORS_CHOICE], rails[Rail.POPULAR], self.frame.foot)

    def renewed(self, touched: Collection[str], now: float) -> "ArticleAssembly | None":
        """Return the same page with Related made again; None where what stands around the rails has changed too."""
        if now >= self.frame.until or not self.frame.tags.isdisjoint(touched):
            return None
        shared = self.share.at(now)
        moment = timezone.now()
        edition = shared.board.edition
        article = page_queries.row_of(edition, self.article, now=moment)
        if article is None:
            return None
        with translation.override(shared.paper.language):
            rails = EditionRails(edition, moment, shared.board).beside(article)
            return assembly(article, rails, rails.own, self.share, shared, self.frame) if rails.own else None


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


def assembly(
    article: Article | Row,
    rails: PageRails,
    own: Own,
    share: SharedValue[PrintedCandidates],
    shared: PrintedCandidates,
    frame: Frame,
) -> ArticleAssembly:
    """Make the assembly of a page whose rails were just composed beside `shared`; the language must be active."""
    for rail in (Rail.EDITORS_CHOICE, Rail.POPULAR):
        for each in rails.rails[rail]:
            shared.have(rail, each)
    shown = rails.rails[Rail.RELATED]
    items: list[SafeString] = [print_card(each, shared.paper, rail=Rail.RELATED) for each in shown]
    by_article = {each.article: each for each in own.related}
    chosen = [by_article[each.article] for each in shown]
    length = settings.OPTIONS.rail_length
    alone = related_alone(article.story, own.related, length=length, article=article.pk)
    return ArticleAssembly(
        share=share,
        frame=frame,
        related=rail_piece(Rail.RELATED, items, chosen, shared.paper.language),
        article=article.pk,
        story=article.story,
        candidates=tuple(replace(each, reason=_UNSAID) for each in own.related),
        shown=tuple(each.article for each in shown),
        picked=frozenset(each.article for each in shown if each.is_pick),
        is_alone=alone == tuple(chosen) and len(chosen) == length,
        claims=tuple(claims_of(own.related) | {article.story, -article.pk}),
        tags=TagSet(frame.tags | own.tags),
        until=min(frame.until, _seconds(own.until)),
        gone=min(frame.gone, _seconds(earliest(*(each.expires_at for each in shown)))),
    )


def _seconds(moment: datetime | None) -> float:
    return moment.timestamp() if moment else NEVER


def _no_ladder() -> Iterator[Candidate]:
    raise _MustBeMadeAnew
    yield
