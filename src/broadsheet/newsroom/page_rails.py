"""The three rails of one page: gather the candidates from the database, let `rails` compose, make cards."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Prefetch, QuerySet

from ..audience.counts import most_read
from ..rails import choice, popular
from ..rails.composition import compose
from ..rails.model import Candidate, Rail, Reason
from .cards import Card, card
from .models import Article, Edition, Neighbour, Pick, Section
from .queries import around, in_edition, light, undated_last

ERA = timedelta(days=180)
BATCH = 40
READ_WINDOW = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class PageRails:
    """The composed rails of a page and the tags of everything that they depend on."""

    rails: dict[Rail, tuple[Card, ...]]
    tags: set[str] = field(default_factory=set)

    @property
    def filled(self) -> list[tuple[Rail, tuple[Card, ...]]]:
        """The rails that have a card: a heading never stands over nothing."""
        return [(rail, cards) for rail, cards in self.rails.items() if cards]

    @property
    def cards(self) -> list[Card]:
        return [each for cards in self.rails.values() for each in cards]


def page_rails(article: Article, *, now: datetime) -> PageRails:
    """Return the rails of an article's page as readers would see them at `now`."""
    gathering = _Gathering(article.locale.edition, now)
    candidates = {
        Rail.RELATED: gathering.neighbours(article),
        Rail.EDITORS_CHOICE: gathering.choice(),
        Rail.POPULAR: gathering.popular(),
    }
    story = article.story or 0
    ladder = gathering.ladder(article.section, article.published_at)
    composed = compose(story, candidates, ladder, length=settings.OPTIONS.rail_length, article=article.pk)
    return gathering.dress(composed, {f"article:{article.pk}", f"related:{article.pk}"})


def edition_rails(
    edition: Edition, *, now: datetime, section: Section | None = None, beside: Iterable[Article] = ()
) -> PageRails:
    """Return rails for a page without an article of its own; what stands in `beside` is not repeated."""
    gathering = _Gathering(edition, now)
    shown = {article.story for article in beside}
    candidates = {
        Rail.RELATED: [],
        Rail.EDITORS_CHOICE: _without(gathering.choice(), shown),
        Rail.POPULAR: _without(gathering.popular(), shown),
    }
    ladder = (each for each in gathering.ladder(section, None) if each.story not in shown)
    composed = compose(0, candidates, ladder, length=settings.OPTIONS.rail_length)
    return gathering.dress(composed, set())


class _Gathering:
    """The candidates for one page, and the rows that they were made from."""

    def __init__(self, edition: Edition, now: datetime) -> None:
        self.edition = edition
        self.now = now
        self.rows: dict[int, Article] = {}
        self.newest = self._keep(undated_last(self._articles())[:BATCH])
        self.picks: set[int] = set()

    def neighbours(self, article: Article) -> list[Candidate]:
        """The stored list of related articles, best first. Index: newsroom_neighbour_place."""
        if article.pk is None:
            return []
        stored = Neighbour.objects.filter(article_id=article.pk).order_by("position")
        rows = {
            each.pk: each
            for each in self._keep(self._articles().filter(pk__in=[each.neighbour_id for each in stored]))
        }
        return [
            Candidate(
                each.neighbour_id, rows[each.neighbour_id].story, Reason("related", each.reason, each.parts), each.score
            )
            for each in stored
            if each.neighbour_id in rows
        ]

    def choice(self) -> list[Candidate]:
        """The running picks in their order, then the newest story of each section. Index: newsroom_pick_running."""
        running = (
            Pick.objects.filter(edition=self.edition, ends_at__gt=self.now)
            .select_related("picked_by")
            .prefetch_related(Prefetch("article", self._articles()))
        )
        picks = [each for each in running if each.article_id and each.article.is_visible(self.now)]
        self._keep(each.article for each in picks)
        self.picks = {
            each.article_id for each in picks if each.starts_at is None or each.starts_at <= self.now
        }
        offered = [
            choice.Pick(
                article=each.article_id,
                story=each.article.story,
                position=each.position,
                starts=each.starts_at,
                ends=each.ends_at,
                picked_by=each.picked_by.get_username() if each.picked_by else "",
                note=each.note,
            )
            for each in picks
        ]
        return choice.choose(offered, self._section_leads(), now=self.now)

    def popular(self) -> list[Candidate]:
        """What is read most now, then the newest of the edition."""
        half_life = timedelta(hours=settings.OPTIONS.popular_half_life_hours)
        scores = dict(most_read(since=self.now - READ_WINDOW, now=self.now, half_life=half_life, limit=200))
        rows = self._keep(self._articles().filter(pk__in=scores)) if scores else []
        read = [popular.Read(each.pk, each.story, scores[each.pk]) for each in rows]
        newest = [(each.pk, each.story) for each in self.newest]
        return popular.popular(read, newest)

    def ladder(self, section: Section | None, moment: datetime | None) -> Iterator[Candidate]:
        """The declared ladder: same section and era, same edition and era, newest, of unknown date."""
        if moment is not None:
            if section is not None:
                era = self._era(self._articles().filter(section=section), moment)
                yield from self._because(era, "section-era", f"same section ({section}), same time")
            yield from self._because(self._era(self._articles(), moment), "era", "same edition, same time")
        elif section is not None:
            leads = self._keep(undated_last(self._articles().filter(section=section))[:BATCH])
            yield from self._because(leads, "section", f"newest in {section}")
        yield from self._because(self.newest, "newest", "newest in the edition")
        offset = BATCH
        while batch := self._keep(undated_last(self._articles())[offset : offset + BATCH]):
            yield from self._because(batch, "newest", "newest in the edition")
            offset += BATCH

    def dress(self, composed: dict[Rail, tuple[Candidate, ...]], tags: set[str]) -> PageRails:
        """Turn candidates into cards."""
        language = self.edition.language
        tags |= {f"{kind}:{language}" for kind in ("picks", "popular", "edition", "chrome")}
        tags |= {f"article:{each.article}" for placed in composed.values() for each in placed}
        rails = {
            rail: tuple(
                card(self.rows[each.article], each.reason, is_pick=each.article in self.picks) for each in placed
            )
            for rail, placed in composed.items()
        }
        return PageRails(rails, tags)

    def _articles(self) -> QuerySet[Article]:
        return light(in_edition(self.edition, self.now))

    def _keep(self, articles: Iterable[Article]) -> list[Article]:
        kept = list(articles)
        self.rows.update((each.pk, each) for each in kept)
        return kept

    def _era(self, articles: QuerySet[Article], moment: datetime) -> list[Article]:
        return self._keep(around(articles, moment, reach=ERA, limit=BATCH // 2))

    def _section_leads(self) -> list[choice.Lead]:
        """The newest story of each section first, then the rest as they come."""
        seen: set[int | None] = set()
        leads, rest = [], []
        for each in self.newest:
            (rest if each.section_id in seen else leads).append(each)
            seen.add(each.section_id)
        return [choice.Lead(each.pk, each.story, str(each.section or "")) for each in (*leads, *rest)]

    def _because(self, articles: Sequence[Article], kind: str, text: str) -> Iterator[Candidate]:
        for each in articles:
            dated = each.published_at is not None
            yield Candidate(each.pk, each.story, Reason(kind, text if dated else f"{text}; date unknown"))


def _without(candidates: Iterable[Candidate], stories: set[int]) -> list[Candidate]:
    return [each for each in candidates if each.story not in stories]
