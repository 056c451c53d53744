"""What all pages of an edition show alike at one moment: the picks, the newest, what is read most, as candidates."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db.models import Prefetch, QuerySet
from django.utils.functional import cached_property

from ..rails import choice, popular
from ..rails.model import Candidate, Reason
from ..rails.registry import Scope, Supply, of_scope
from .calendars import days_to_new_year
from .current_rails import current_depths, current_rails
from .models import Article, Edition, Pick, PopularList, Section
from .moments import paper_time
from .pictures.tags import tag_of, tags_of_pictures
from .queries import in_edition, light, next_transition, undated_last
from .rows import Row, rows


class EditionCandidates:
    """What the rails of an edition's pages have in common; each part is read when it is first asked for."""

    def __init__(self, edition: Edition, now: datetime) -> None:
        self.edition = edition
        self.now = now
        self.rails = of_scope(current_rails(), Scope.EDITION)
        self.depths = current_depths()
        self.read: dict[int, Row] = {}

    @property
    def tags(self) -> frozenset[str]:
        """What the board was read from; every change of an article names its edition."""
        language = self.edition.language
        return frozenset(
            [
                f"picks:{language}",
                f"popular:{language}",
                f"edition:{language}",
                f"stories:{language}",
                f"chrome:{language}",
            ]
        )

    @property
    def pictures(self) -> set[str]:
        """The tags of the pictures that were read for it, whose changes no edition hears of."""
        articles: list[Article | Row] = [*self.newest, *self.read.values()]
        articles += [each.article for each in self.picks.values()]
        shown = [each.picture_id for each in articles]
        faces = [each.columnist.picture for each in articles if each.columnist]
        return tags_of_pictures(faces) | {tag_of(each) for each in shown if each is not None}

    @cached_property
    def until(self) -> datetime | None:
        """The moment from which time alone makes the board another one."""
        moments = [
            next_transition(now=self.now),
            self.ranking.as_of + popular.LONGEST_SILENCE if self.ranking else None,
            *(each.starts_at for each in self._coming),
            *(each.ends_at for each in self._coming),
            new_year(self.now, self.edition.calendar),
        ]
        return min((each for each in moments if each and each > self.now), default=None)

    def row(self, article_id: int) -> Article | Row:
        """Return the article of a candidate of this board. Raises KeyError for one of another."""
        if article_id in self.picks:
            return self.picks[article_id].article
        return self.read[article_id] if article_id in self.read else self._newest_by_number[article_id]

    @cached_property
    def _newest_by_number(self) -> dict[int, Row]:
        return {each.pk: each for each in self.newest}

    @cached_property
    def newest(self) -> list[Row]:
        """The newest of the edition. Index: newsroom_article_newest."""
        return rows(undated_last(self._articles())[: self.depths.newest])

    @cached_property
    def picks(self) -> dict[int, Pick]:
        """The running picks by article, in their order."""
        return {
            each.article_id: each
            for each in self._coming
            if (each.starts_at is None or each.starts_at <= self.now)
            and each.article.locale_id == self.edition.locale_id
            and each.article.is_visible(self.now)
        }

    @cached_property
    def _coming(self) -> list[Pick]:
        """The picks that run now or later. Index: newsroom_pick_running."""
        articles = light(Article.objects.all()).prefetch_related(None)
        found = Pick.objects.filter(edition=self.edition, ends_at__gt=self.now)
        return list(found.select_related("picked_by").prefetch_related(Prefetch("article", articles)))

    @cached_property
    def candidates(self) -> dict[str, list[Candidate]]:
        """The candidates of each rail that pages share, by its name."""
        return self.candidates_in(None)

    def candidates_in(self, section: Section | None) -> dict[str, list[Candidate]]:
        """Return the candidates of each shared rail on a page of a section: what is read most is then of that section."""
        supplies: Mapping[Supply, Callable[[], list[Candidate]]] = {
            Supply.PICKS: lambda: self._picked,
            Supply.READS: lambda: self._read_in(section),
            Supply.NEWEST: lambda: self._latest,
        }
        return {each.name: supplies[each.supply]() for each in self.rails}

    @cached_property
    def _picked(self) -> list[Candidate]:
        """The running picks, then the newest story of each section."""
        offered = [
            choice.OfferedPick(
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
        return choice.choose(offered, self._section_leads(), now=self.now, limit=self.depths.picks)

    @cached_property
    def ranking(self) -> PopularList | None:
        """What is read most now, of this edition or of the section; None where nobody has ranked it of late."""
        return self._ranking(None)

    @cached_property
    def _read_most(self) -> list[Candidate]:
        """What is read most now in the edition, then the newest."""
        return self._popular(self.ranking)

    def _read_in(self, section: Section | None) -> list[Candidate]:
        """What is read most now in a section, then in the edition, then the newest."""
        ranking = self._ranking(section) if section is not None else None
        if ranking is None:
            return self._read_most
        of_section = self._popular(ranking)
        known = {each.story for each in of_section}
        return [*of_section, *(each for each in self._read_most if each.story not in known)]

    @cached_property
    def _latest(self) -> list[Candidate]:
        """The newest, each story once."""
        latest: dict[int, Candidate] = {}
        for each in self.newest:
            latest.setdefault(
                each.story, Candidate(each.pk, each.story, Reason("newest", "newest in the edition"))
            )
        return list(latest.values())

    def _ranking(self, section: Section | None) -> PopularList | None:
        ranking = PopularList.objects.filter(locale=self.edition.locale_id, section=section).first()
        return ranking if ranking is not None and ranking.is_of_now(self.now) else None

    def _popular(self, ranking: PopularList | None) -> list[Candidate]:
        """Return a ranking's candidates; without its section, followed by the newest."""
        chosen = {}
        if ranking is not None:
            standings = ranking.standings
            of_these = self._articles().filter(pk__in=[place.article for place in standings])
            found = {each.pk: each for each in rows(of_these.order_by())}
            self.read.update(found)
            for number, place in enumerate(standings):
                if place.article in found:
                    chosen[place.article] = _read(place, found[place.article], ranking, number)
        if ranking is None or ranking.section_id is None:
            why = "too few stories are read now" if chosen else "no reads were counted of late"
            stories = {each.story for each in chosen.values()}
            for each in self.newest:
                if each.story not in stories:
                    reason = Reason("newest", f"newest in the edition; {why}")
                    chosen.setdefault(each.pk, Candidate(each.pk, each.story, reason))
        return list(chosen.values())

    def _articles(self) -> QuerySet[Article]:
        return in_edition(self.edition, self.now)

    def _section_leads(self) -> list[Candidate]:
        """The newest story of each section first, then the rest as they come."""
        seen: set[int | None] = set()
        leads: list[Row] = []
        rest: list[Row] = []
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


def _read(place: popular.PopularStanding, article: Row, ranking: PopularList, number: int) -> Candidate:
    """Make a candidate of a place in a ranking, which has this number."""
    as_of = {"as_of": ranking.as_of.isoformat()}
    if place.basis == popular.Basis.MONTH:
        text = f"read {place.month:,} times in 30 days; too few stories are read now"
        reason = Reason("month", text, {"month": place.month, **as_of})
        return Candidate(article.pk, article.story, reason, line=article.line_id)
    text = f"read by about {_few(place.score)} an hour now, {place.day:,.0f} in a day"
    if place.basis == popular.Basis.ARCHIVE:
        text += "; older than stories of now, for too few of those are read"
    # By these the check sees that what is read more stands above.
    of_list = {"basis": str(place.basis), "place": number}
    parts = {"rate": place.score, "hour": place.hour, "day": place.day, **of_list, **as_of}
    return Candidate(article.pk, article.story, Reason("reads", text, parts), place.score, article.line_id)


def _few(number: float) -> str:
    return f"{number:.1f}" if number < 10 else f"{number:,.0f}"


def new_year(now: datetime, calendar: str) -> datetime:
    """Return the moment from which the cards that leave out the year of `now` must name it."""
    midnight = paper_time(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + days_to_new_year(midnight.date(), calendar)
