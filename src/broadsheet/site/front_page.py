"""Compose a front page on which no story stands twice."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain

from ..newsroom import queries
from ..newsroom.cards import Card, card, pictures_on
from ..newsroom.menus import family
from ..newsroom.models import Article, Section
from ..newsroom.page_rails import EditionRails
from ..newsroom.pictures.tags import tags_of_pictures
from ..newsroom.rows import Row, rows
from ..rails.model import Reason
from .pictures import bring_renditions, fits

POOL = 120
BESIDE_LEAD = 4
BELOW_LEAD = 2
NEWEST = 7
IN_BLOCK = 4
# An editors' pick leads the front page while it is news; then it stands among the choice.
LEAD_DAYS = timedelta(days=3)
# With no such pick, the newest story leads, or one of the newest that has a picture.
LEAD_AMONG = 5

Stands = Article | Row


@dataclass(frozen=True, slots=True)
class Block:
    """A section's part of the front page."""

    section: Section
    cards: list[Card]


@dataclass(frozen=True, slots=True)
class Front:
    """What stands on a front page, from top to bottom."""

    lead: Card | None = None
    beside: list[Card] = field(default_factory=list)
    below: list[Card] = field(default_factory=list)
    newest: list[Card] = field(default_factory=list)
    rails: Mapping[str, tuple[Card, ...]] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    until: datetime | None = None
    shared: frozenset[str] = frozenset()

    @property
    def cards(self) -> Iterator[Card]:
        yield from filter(None, [self.lead])
        yield from (*self.beside, *self.below, *self.newest, *chain.from_iterable(self.rails.values()))
        for block in self.blocks:
            yield from block.cards

    @property
    def tags(self) -> set[str]:
        pictures = tags_of_pictures(pictures_on(self.cards))
        return {f"article:{each.article}" for each in self.cards} | pictures | self.shared

    @property
    def gone(self) -> datetime | None:
        """The moment from which one of the cards may not be seen any more."""
        return min((each.expires_at for each in self.cards if each.expires_at), default=None)


class _Desk:
    """Hands out stories, each once."""

    def __init__(self, rails: EditionRails) -> None:
        self.rails = rails
        self.shown: list[Stands] = []
        self._stories: set[int] = set()

    def take(self, articles: Iterable[Stands], count: int) -> list[Stands]:
        taken: list[Stands] = []
        for each in articles:
            if len(taken) == count:
                break
            if each.story not in self._stories:
                self._stories.add(each.story)
                taken.append(each)
        self.shown += taken
        return taken

    def use(self, cards: Iterable[Card]) -> None:
        self._stories.update(each.story for each in cards)

    def card(self, article: Stands, kind: str, text: str) -> Card:
        is_pick = article.pk in self.rails.board.picks
        return card(article, Reason(kind, text), edition=self.rails.edition, is_pick=is_pick)

    def cards(self, articles: Iterable[Stands]) -> list[Card]:
        return [self.card(each, "newest", "newest in the edition") for each in articles]


def compose_front(rails: EditionRails, sections: Iterable[Section]) -> Front:
    """Return the front page: what editors chose and what is new at the top, then every section with its sub-sections."""
    sections = list(sections)
    pool = rows(queries.newest(rails.edition, now=rails.now)[:POOL])
    desk = _Desk(rails)
    lead = [desk.card(each, "lead", why) for each, why in _lead(rails, pool) if desk.take([each], 1)]
    beside = desk.take(pool, BESIDE_LEAD)
    below = desk.take(pool, BELOW_LEAD)
    # With few stories the rails come first: this column would leave holes in them.
    left = len(pool) - len(desk.shown) - sum(each.length for each in rails.board.rails)
    latest = desk.take(pool, NEWEST if left >= NEWEST else 0)
    around = rails.without(desk.shown)
    shared = {each.name: around.rails[each.name] for each in rails.board.rails}
    desk.use(chain.from_iterable(shared.values()))
    blocks = [
        (each, _of_section(family(each, sections), desk, pool, rails))
        for each in sections
        if each.parent_id is None
    ]
    front = Front(
        lead=lead[0] if lead else None,
        beside=desk.cards(_picture_first(beside)),
        below=desk.cards(below),
        newest=desk.cards(latest),
        rails=shared,
        blocks=[Block(section, desk.cards(found)) for section, found in blocks if found],
        until=around.until,
        shared=rails.board.tags,
    )
    bring_renditions(pictures_on(front.cards))
    return front


def _lead(rails: EditionRails, pool: list[Row]) -> Iterator[tuple[Stands, str]]:
    """Yield the one article that leads, and the rule that made it lead."""
    for pick in sorted(rails.board.picks.values(), key=lambda each: each.position):
        published = pick.article.published_at
        if published and published > rails.now - LEAD_DAYS:
            yield pick.article, f"picked, place {pick.position}"
            return
    with_picture = (each for each in pool[:LEAD_AMONG] if fits(each.picture, "lead"))
    lead = next(with_picture, pool[0] if pool else None)
    if lead is not None:
        yield lead, "newest in the edition"


def _of_section(family: list[Section], desk: _Desk, pool: list[Row], rails: EditionRails) -> list[Stands]:
    """Take the newest of a section and its sub-sections from the pool, and query for a section with too few there."""
    numbers = {each.pk for each in family}
    found = desk.take((each for each in pool if each.section_id in numbers), IN_BLOCK)
    if len(found) < IN_BLOCK and len(pool) == POOL:
        own = queries.newest_of(rails.edition, family, now=rails.now)
        found += desk.take(rows(own[: IN_BLOCK * 4]), IN_BLOCK - len(found))
    return _picture_first(found)


def _picture_first(articles: list[Stands]) -> list[Stands]:
    """Let a column open with a picture where it has one; the rest stays in its order."""
    opening = next((each for each in articles if fits(each.picture, "")), None)
    return articles if opening is None else [opening, *(each for each in articles if each is not opening)]
