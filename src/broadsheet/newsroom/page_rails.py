"""The rails of one page: gather the candidates from the database, let `rails` compose, make cards."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet, prefetch_related_objects

from ..press.tags import earliest
from ..rails.composition import Composed, compose
from ..rails.floors import Also, also, called, is_near
from ..rails.model import Candidate, Reason
from ..rails.registry import RailSpec, Scope, of_scope
from ..rails.spans import spell_days
from .cards import Card, card, pictures_on
from .current_rails import current_depths, current_rails
from .edition_candidates import EditionCandidates
from .models import Article, Edition, Section
from .moments import paper_time
from .page_queries import Beside, neighbours
from .pictures.tags import tags_of_pictures
from .queries import around, in_edition, undated_last
from .rows import InSection, Row, rows
from .visibility import is_visible, turns

ERA = timedelta(days=180)
SECONDS_A_DAY = 86_400
# Articles of one step of the ladder: a section's or an era's, and how many of the edition are read at once.
OF_ERA, OF_SECTION, BATCH = 20, 40, 40
LINE_MATES = 8


@dataclass(frozen=True, slots=True)
class PageRails:
    """The composed rails of a page by name, the tags of everything that they depend on, and until when they are of now."""

    rails: dict[str, tuple[Card, ...]]
    specs: tuple[RailSpec, ...] = ()
    tags: set[str] = field(default_factory=set)
    until: datetime | None = None
    own: "Own | None" = None
    # Articles that stand in the stored list, whose place there cannot be read.
    unreadable: tuple[int, ...] = ()

    @property
    def filled(self) -> list[tuple[str, tuple[Card, ...]]]:
        """The rails that have a card: a heading never stands over nothing."""
        return [(rail, cards) for rail, cards in self.rails.items() if cards]

    @property
    def cards(self) -> list[Card]:
        return [each for cards in self.rails.values() for each in cards]

    @property
    def gone(self) -> datetime | None:
        """The moment from which one of the cards may not be seen any more."""
        return min((each.expires_at for each in self.cards if each.expires_at), default=None)


@dataclass(frozen=True, slots=True)
class Own:
    """What the rails of an article's page have not in common with other pages: all that may stand in its own, by rail.

    With it the page can be composed again beside another board. There is none where the ladder had to help.
    """

    candidates: Mapping[str, Sequence[Candidate]]
    tags: frozenset[str]
    until: datetime | None


def page_rails(article: Article, *, now: datetime) -> PageRails:
    """Return the rails of an article's page as readers would see them at `now`."""
    return EditionRails(article.locale.edition, now).beside(article)


def edition_rails(
    edition: Edition, *, now: datetime, section: Section | None = None, beside: Iterable[Article] = ()
) -> PageRails:
    """Return rails for a page without an article of its own; what stands in `beside` is not repeated."""
    return EditionRails(edition, now).without(beside, section=section)


class EditionRails:
    """The rails of an edition's pages at one moment; what all pages share is read once."""

    def __init__(self, edition: Edition, now: datetime, board: EditionCandidates | None = None) -> None:
        self.edition = edition
        self.now = now
        self.specs = current_rails()
        self.depths = current_depths()
        self.board = board or EditionCandidates(edition, now)
        self.rows: dict[int, Row] = {}
        # Of the list that was read last.
        self.unreadable: tuple[int, ...] = ()

    def beside(self, article: Article | Row, *, pictures: Iterable[Any] = ()) -> PageRails:
        """Compose the rails of one article's page; renditions of `pictures` are read along with those of the cards."""
        related, until, tags = self.related(article)
        unreadable = self.unreadable
        own = {each.name: related for each in of_scope(self.specs, Scope.ARTICLE)}
        ladder = _Ladder(self.ladder(article.section, article.published_at))
        composed = compose(
            article.story or 0, own | self.board.candidates, ladder, rails=self.specs, article=article.pk
        )
        tags |= {f"article:{article.pk}", f"related:{article.pk}"}
        made = self._with_cards(composed | self._called(composed, article), set(tags), pictures)
        if ladder.is_used:
            # What stands lower on the ladder is known to the database alone.
            return replace(made, until=earliest(until, made.until), unreadable=unreadable)
        return replace(made, own=Own(own, frozenset(tags), until), unreadable=unreadable)

    def without(self, beside: Iterable[Article | Row], *, section: Section | None = None) -> PageRails:
        """Compose rails for a page that shows the articles in `beside` already."""
        shown = {article.story for article in beside}
        candidates = {
            rail: _without(offered, shown) for rail, offered in self.board.candidates_in(section).items()
        }
        ladder = (each for each in self.ladder(section, None) if each.story not in shown)
        tags = {f"popular-in:{section.pk}"} if section else set()
        return self._with_cards(compose(0, candidates, ladder, rails=self.specs), tags)

    def related(self, article: Article | Row) -> tuple[list[Candidate], datetime | None, set[str]]:
        """The stored neighbours, and where they are few, the story-line; until when, and what they depend on."""
        stored = neighbours(article.pk) if article.pk is not None else []
        seen = [
            each for each in stored if each.locale_id == self.edition.locale_id and is_visible(each, self.now)
        ]
        self._keep(seen)
        found = [candidate for each in seen if (candidate := _stored(each)) is not None]
        readable = {each.article for each in found}
        self.unreadable = tuple(each.id for each in seen if each.id not in readable)
        tags = {f"article:{each.id}" for each in stored}
        # The rails that come first may take as many as they hold for their own.
        if len(found) < self.depths.wanted and article.line_id is not None:
            mates = self.line_mates(article)
            found += mates
            tags |= {f"article:{each.article}" for each in mates}
            tags.add(f"edition:{self.edition.language}")
        until = min((moment for each in stored for moment in turns(each, self.now)), default=None)
        return found, until, tags

    def line_mates(self, article: Article | Row) -> list[Candidate]:
        """The other stories of the article's line: the nearest on both sides of it, and the newest that follows."""
        if article.line_id is None:
            return []
        of_line = self._articles().filter(line_id=article.line_id).exclude(pk=article.pk)
        newest = rows(undated_last(of_line)[:1])
        near = (
            around(of_line, article.published_at, reach=None, limit=LINE_MATES)
            if article.published_at
            else []
        )
        mates = {each.pk: each for each in self._keep([*newest, *near])}
        return [_of_line(each, article) for each in mates.values()]

    def ladder(self, section: Section | InSection | None, moment: datetime | None) -> Iterator[Candidate]:
        """The declared ladder: same section and era, same edition and era, newest, of unknown date."""
        if moment is not None:
            if section is not None:
                era = self._era(self._articles().filter(section=section.pk), moment)
                yield from self._because(era, "section-era", f"same section ({section}), same time")
            yield from self._because(self._era(self._articles(), moment), "era", "same edition, same time")
        elif section is not None:
            leads = self._keep(rows(undated_last(self._articles().filter(section=section.pk))[:OF_SECTION]))
            yield from self._because(leads, "section", f"newest in {section}")
        yield from self._because(self.board.newest, "newest", "newest in the edition")
        offset = self.depths.newest
        while batch := self._keep(rows(undated_last(self._articles())[offset : offset + BATCH])):
            yield from self._because(batch, "newest", "newest in the edition")
            offset += BATCH

    def _with_cards(self, composed: Composed, tags: set[str], pictures: Iterable[Any] = ()) -> PageRails:
        """Turn candidates into cards."""
        tags |= self.board.tags | {
            f"article:{each.article}" for placed in composed.values() for each in placed
        }
        rails = {
            rail: tuple(
                card(
                    self._row(each.article),
                    each.reason,
                    edition=self.edition,
                    is_pick=each.article in self.board.picks,
                )
                for each in placed
            )
            for rail, placed in composed.items()
        }
        self.rows.clear()
        on_cards = pictures_on(each for cards in rails.values() for each in cards)
        tags |= tags_of_pictures(on_cards)
        shown = [*pictures, *on_cards]
        prefetch_related_objects([each for each in shown if each is not None], "renditions")
        return PageRails(rails, self.specs, tags, self.board.until)

    def _called(self, composed: Composed, article: Article | Row) -> Composed:
        """Return the article's own rails, in which each card that is not near to it is called what it is."""
        return {
            each.name: tuple(
                card if is_near(card.reason) else called(card, self._name(self._row(card.article), article))
                for card in composed[each.name]
            )
            for each in of_scope(self.specs, Scope.ARTICLE)
        }

    def _name(self, other: Article | Row, article: Article | Row) -> tuple[Also, str]:
        days = None
        if other.published_at is not None and article.published_at is not None:
            days = (other.published_at - article.published_at).total_seconds() / SECONDS_A_DAY
        return also(
            days,
            section=str(other.section or ""),
            is_same_section=other.section_id is not None and other.section_id == article.section_id,
        )

    def _row(self, article_id: int) -> Article | Row:
        return self.rows[article_id] if article_id in self.rows else self.board.row(article_id)

    def _articles(self) -> QuerySet[Article]:
        return in_edition(self.edition, self.now)

    def _keep(self, found: Sequence[Row]) -> Sequence[Row]:
        self.rows.update((each.pk, each) for each in found)
        return found

    def _era(self, articles: QuerySet[Article], moment: datetime) -> Sequence[Row]:
        return self._keep(around(articles, moment, reach=ERA, limit=OF_ERA))

    def _because(self, articles: Sequence[Row], kind: str, text: str) -> Iterator[Candidate]:
        for each in articles:
            dated = each.published_at is not None
            yield Candidate(each.pk, each.story, Reason(kind, text if dated else f"{text}; date unknown"))


class _Ladder:
    """The ladder, and whether anybody had to step on it."""

    def __init__(self, steps: Iterator[Candidate]) -> None:
        self.steps = steps
        self.is_used = False

    def __iter__(self) -> Iterator[Candidate]:
        self.is_used = True
        return self.steps


def _stored(place: Beside) -> Candidate | None:
    """Return the candidate of a stored place; None where its row is damaged, for a shorter list is still a page."""
    try:
        return Candidate(place.id, place.story, place.reason, float(place.score), place.line_id)
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def _of_line(mate: Row, article: Article | Row) -> Candidate:
    days = None
    if mate.published_at is not None and article.published_at is not None:
        days = (paper_time(mate.published_at).date() - paper_time(article.published_at).date()).days
    when = "date unknown" if days is None else spell_days(days)
    return Candidate(mate.pk, mate.story, Reason("story-line", f"same story-line; {when}"), line=mate.line_id)


def _without(candidates: Iterable[Candidate], stories: set[int]) -> list[Candidate]:
    return [each for each in candidates if each.story not in stories]
