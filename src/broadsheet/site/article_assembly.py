"""Join the page of an article from its own pieces and its edition's rails, again as often as the board changes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString

from ..newsroom.models import Article
from ..newsroom.page_rails import Own, PageRails
from ..press.pieces import Piece, common_piece
from ..press.shares import Share
from ..press.sheets import NEVER, Assembled
from ..press.tags import dependence_of, earliest
from ..rails.composition import compose
from ..rails.model import Candidate, Rail, Reason
from .boards import SharedBoard, rail_piece
from .rail_parts import rail_item

# Readers see no reasons, and those of all candidates would take more room than the page.
_UNSAID = Reason("", "")


class _MustBeMadeAnew(Exception):
    """The rails need more than the page and the board have."""


@dataclass(frozen=True, slots=True)
class ArticleAssembly:
    """An article's page without the rails that it shares, and all that may stand in its Related."""

    share: Share[SharedBoard]
    head: Piece
    related: Piece
    foot: Piece
    article: int
    story: int
    candidates: tuple[Candidate, ...]
    # The articles in Related as it was printed, and those of all candidates that had the label of a pick.
    shown: tuple[int, ...]
    picked: frozenset[int]
    tags: frozenset[str]
    until: float
    gone: float

    def assemble(self, shared: SharedBoard) -> Assembled | None:
        """Return the pieces beside a board; None where Related is not what was printed, or the ladder is needed."""
        if shared.picked.intersection(self.shown) != self.picked:
            return None
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
        choice, popular = rails[Rail.EDITORS_CHOICE], rails[Rail.POPULAR]
        choice_piece = shared.rail(Rail.EDITORS_CHOICE, choice)
        popular_piece = shared.rail(Rail.POPULAR, popular)
        if choice_piece is None or popular_piece is None:
            return None
        return Assembled(
            (self.head, self.related, choice_piece, popular_piece, self.foot),
            self.tags.union(shared.board.tags, (f"article:{each.article}" for each in (*choice, *popular))),
            until=self.until,
            gone=min(self.gone, shared.gone(choice), shared.gone(popular)),
        )


def assembly(
    article: Article,
    rails: PageRails,
    own: Own,
    share: Share[SharedBoard],
    shared: SharedBoard,
    *,
    head: bytes,
    foot: bytes,
    request: HttpRequest,
) -> ArticleAssembly:
    """Make the assembly of a page whose rails were just composed beside `shared`; the language must be active.

    `head` is what stands before the rails and `foot` what follows them; what else the page depends on was said of `request`.
    """
    dependence = dependence_of(request)
    assert dependence is not None, "nothing was said of what the page depends on"
    for rail in (Rail.EDITORS_CHOICE, Rail.POPULAR):
        for each in rails.rails[rail]:
            shared.have(rail, each)
    shown = rails.rails[Rail.RELATED]
    items: list[SafeString] = [rail_item(each, Rail.RELATED, shared.paper) for each in shown]
    by_article = {each.article: each for each in own.related}
    chosen = [by_article[each.article] for each in shown]
    return ArticleAssembly(
        share=share,
        head=Piece.of(head),
        related=rail_piece(Rail.RELATED, items, chosen, shared.paper.language),
        foot=common_piece(foot),
        article=article.pk,
        story=article.story,
        candidates=tuple(replace(each, reason=_UNSAID) for each in own.related),
        shown=tuple(each.article for each in shown),
        picked=frozenset(each.article for each in shown if each.is_pick),
        tags=frozenset(dependence.tags),
        until=_seconds(earliest(dependence.until, own.until)),
        gone=_seconds(earliest(dependence.gone, *(each.expires_at for each in shown))),
    )


def _seconds(moment: datetime | None) -> float:
    return moment.timestamp() if moment else NEVER


def _no_ladder() -> Iterator[Candidate]:
    raise _MustBeMadeAnew
    yield
