"""The three rails of one page: gather the candidates from the database, let `rails` compose, make cards."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils.functional import cached_property

from ..rails import choice, popular
from ..rails.composition import compose
from ..rails.model import Candidate, Rail, Reason
from ..rails.related import spell_days
from .cards import Card, card
from .models import Article, Edition, Neighbour, Pick, PopularList, Section
from .queries import around, in_edition, light, undated_last

ERA = timedelta(days=180)
BATCH = 40
LINE_MATES = 8


@dataclass(frozen=True, slots=True)
class PageRails:
    """The composed rails of a page, the tags of everything that they depend on, and until when they are of now."""

    rails: dict[Rail, tuple[Card, ...]]
    tags: set[str] = field(default_factory=set)
    until: datetime | None = None

    @property
    def filled(self) -> list[tuple[Rail, tuple[Card, ...]]]:
        """The rails that have a card: a heading never stands over nothing."""
        return [(rail, cards) for rail, cards in self.rails.items() if cards]

    @property
    def cards(self) -> list[Card]:
        return [each for cards in self.rails.values() for each in cards]


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

    def __init__(self, edition: Edition, now: datetime) -> None:
        self.edition = edition
        self.now = now
        self.rows: dict[int, Article] = {}
        self.read: dict[int, Article] = {}

    def beside(self, article: Article) -> PageRails:
        """Compose the rails of one article's page."""
        candidates = {
            Rail.RELATED: self.related(article),
            Rail.EDITORS_CHOICE: self.choice,
            Rail.POPULAR: self.popular,
        }
        ladder = self.ladder(article.section, article.published_at)
        length = settings.OPTIONS.rail_length
        composed = compose(article.story or 0, candidates, ladder, length=length, article=article.pk)
        return self._dressed(composed, {f"article:{article.pk}", f"related:{article.pk}"})

    def without(self, beside: Iterable[Article], *, section: Section | None = None) -> PageRails:
        """Compose rails for a page that shows the articles in `beside` already."""
        shown = {article.story for article in beside}
        candidates = {
            Rail.EDITORS_CHOICE: _without(self.choice, shown),
            Rail.POPULAR: _without(self.popular_in(section), shown),
        }
        ladder = (each for each in self.ladder(section, None) if each.story not in shown)
        tags = {f"popular-in:{section.pk}"} if section else set()
        return self._dressed(compose(0, candidates, ladder, length=settings.OPTIONS.rail_length), tags)

    @cached_property
    def newest(self) -> list[Article]:
        """The newest of the edition. Index: newsroom_article_newest."""
        return list(undated_last(self._articles())[:BATCH])

    @cached_property
    def picks(self) -> dict[int, Pick]:
        """The running picks by article, in their order. Index: newsroom_pick_running."""
        running = (
            Pick.objects.filter(edition=self.edition, ends_at__gt=self.now)
            .exclude(starts_at__gt=self.now)
            .select_related("picked_by")
            .prefetch_related(Prefetch("article", light(Article.objects.all()).prefetch_related(None)))
        )
        is_lawful = {each.pk for each in running if each.article.locale_id == self.edition.locale_id}
        return {
            each.article_id: each
            for each in running
            if each.pk in is_lawful and each.article.is_visible(self.now)
        }

    @cached_property
    def choice(self) -> list[Candidate]:
        """The running picks, then the newest story of each section."""
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
            for each in self.picks.values()
        ]
        return choice.choose(offered, self._section_leads(), now=self.now)

    @cached_property
    def ranking(self) -> PopularList | None:
        """What is read most now, of this edition or of the section; None where nobody has ranked it of late."""
        return self._ranking(None)

    @cached_property
    def popular(self) -> list[Candidate]:
        """What is read most now in the edition, then the newest."""
        return self._popular(self.ranking)

    def popular_in(self, section: Section | None) -> list[Candidate]:
        """What is read most now in a section, then in the edition, then the newest."""
        if section is None:
            return self.popular
        of_section = self._popular(self._ranking(section))
        known = {each.story for each in of_section}
        return [*of_section, *(each for each in self.popular if each.story not in known)]

    def _ranking(self, section: Section | None) -> PopularList | None:
        ranking = PopularList.objects.filter(locale=self.edition.locale_id, section=section).first()
        return ranking if ranking is not None and ranking.is_of_now(self.now) else None

    def _popular(self, ranking: PopularList | None) -> list[Candidate]:
        """Return a ranking's candidates; without its section, followed by the newest."""
        chosen = {}
        if ranking is not None:
            standings = ranking.standings
            rows = self._articles().in_bulk([place.article for place in standings])
            self.read.update(rows)
            for place in standings:
                if place.article in rows:
                    chosen[place.article] = _read(place, rows[place.article], ranking)
        if ranking is None or ranking.section_id is None:
            why = "too few stories are read now" if chosen else "no reads were counted of late"
            stories = {each.story for each in chosen.values()}
            for each in self.newest:
                if each.story not in stories:
                    reason = Reason("newest", f"newest in the edition; {why}")
                    chosen.setdefault(each.pk, Candidate(each.pk, each.story, reason))
        return list(chosen.values())

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
                each.neighbour_id,
                rows[each.neighbour_id].story,
                each.reason,
                each.score,
                rows[each.neighbour_id].line_id,
            )
            for each in stored
            if each.neighbour_id in rows
        ]

    def related(self, article: Article) -> list[Candidate]:
        """The stored neighbours, and where they are few, the story-line."""
        neighbours = self.neighbours(article)
        if len(neighbours) < settings.OPTIONS.rail_length * len(Rail):
            neighbours += self.line_mates(article)
        return neighbours

    def line_mates(self, article: Article) -> list[Candidate]:
        """The other stories of the article's line: the nearest on both sides of it, and the newest that follows."""
        if article.line_id is None:
            return []
        of_line = self._articles().filter(line_id=article.line_id).exclude(pk=article.pk)
        newest = list(undated_last(of_line)[:1])
        near = (
            around(of_line, article.published_at, reach=None, limit=LINE_MATES)
            if article.published_at
            else []
        )
        mates = {each.pk: each for each in self._keep([*newest, *near])}
        return [_of_line(each, article) for each in mates.values()]

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

    def _dressed(self, composed: dict[Rail, tuple[Candidate, ...]], tags: set[str]) -> PageRails:
        """Turn candidates into cards."""
        language = self.edition.language
        tags |= {f"{kind}:{language}" for kind in ("picks", "popular", "edition", "chrome")}
        tags |= {f"article:{each.article}" for placed in composed.values() for each in placed}
        rails = {
            rail: tuple(
                card(self._row(each.article), each.reason, is_pick=each.article in self.picks)
                for each in placed
            )
            for rail, placed in composed.items()
        }
        self.rows.clear()
        pictures = [each.picture for cards in rails.values() for each in cards if each.picture]
        prefetch_related_objects(pictures, "renditions")
        until = self.ranking.as_of + popular.LONGEST_SILENCE if self.ranking else None
        return PageRails(rails, tags, until)

    def _row(self, article_id: int) -> Article:
        if article_id in self.rows:
            return self.rows[article_id]
        if article_id in self.picks:
            return self.picks[article_id].article
        if article_id in self.read:
            return self.read[article_id]
        return next(each for each in self.newest if each.pk == article_id)

    def _articles(self) -> QuerySet[Article]:
        # Renditions are read for the cards that are shown, not for every candidate.
        return light(in_edition(self.edition, self.now)).prefetch_related(None)

    def _keep(self, articles: Iterable[Article]) -> list[Article]:
        kept = list(articles)
        self.rows.update((each.pk, each) for each in kept)
        return kept

    def _era(self, articles: QuerySet[Article], moment: datetime) -> list[Article]:
        return self._keep(around(articles, moment, reach=ERA, limit=BATCH // 2))

    def _section_leads(self) -> list[Candidate]:
        """The newest story of each section first, then the rest as they come."""
        seen: set[int | None] = set()
        leads: list[Article] = []
        rest: list[Article] = []
        for each in self.newest:
            (rest if each.section_id in seen else leads).append(each)
            seen.add(each.section_id)
        return [
            *(
                choice.backfilled(each.pk, each.story, rule=f"newest in {each.section or 'the edition'}")
                for each in leads
            ),
            *(choice.backfilled(each.pk, each.story, rule="newest in the edition") for each in rest),
        ]

    def _because(self, articles: Sequence[Article], kind: str, text: str) -> Iterator[Candidate]:
        for each in articles:
            dated = each.published_at is not None
            yield Candidate(each.pk, each.story, Reason(kind, text if dated else f"{text}; date unknown"))


def _of_line(mate: Article, article: Article) -> Candidate:
    days = None
    if mate.published_at is not None and article.published_at is not None:
        days = (mate.published_at.date() - article.published_at.date()).days
    when = "date unknown" if days is None else spell_days(days)
    return Candidate(mate.pk, mate.story, Reason("story-line", f"same story-line; {when}"), line=mate.line_id)


def _read(place: popular.Standing, article: Article, ranking: PopularList) -> Candidate:
    """Make a candidate of a place in a ranking."""
    as_of = {"as_of": ranking.as_of.isoformat()}
    if place.basis == popular.Basis.MONTH:
        reason = Reason(
            "month", f"read {place.month:,} times in 30 days; too few stories are read now", as_of
        )
        return Candidate(article.pk, article.story, reason, line=article.line_id)
    text = f"read by about {_few(place.score)} an hour now, {_few(place.day)} in a day"
    if place.basis == popular.Basis.ARCHIVE:
        text += "; older than stories of now, for too few of those are read"
    parts = {"rate": place.score, "hour": place.hour, "day": place.day, **as_of}
    return Candidate(article.pk, article.story, Reason("reads", text, parts), place.score, article.line_id)


def _few(number: float) -> str:
    return f"{number:.1f}" if number < 10 else f"{number:,.0f}"


def _without(candidates: Iterable[Candidate], stories: set[int]) -> list[Candidate]:
    return [each for each in candidates if each.story not in stories]
