"""What the desk knows of readers: stories by readers of a window, by which way they came, and why a story is popular."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from ..audience import alarm, counts, imported
from ..audience.counting.sources import Source
from ..rails.headings import LEAST_READERS, title_of
from ..rails.popular import Basis
from ..rails.registry import Supply, rail_filled_from
from .current_rails import current_rails
from .models import Article, Edition, PopularHold, PopularList, Section
from .page_rails import edition_rails
from .queries import HEAVY, in_edition, light, newest, newest_of

WINDOWS = {
    "now": timedelta(hours=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(days=7),
    "month": timedelta(days=30),
}
SHOWN = 30
# A window's most read of all editions, of which one is shown.
LOOKED_AT = 400
HOURS_DRAWN = 24


@dataclass(slots=True)
class ReadStory:
    """One story at the desk: its readers, and what speaks for and against believing in them."""

    article: Article
    reads: int = 0
    day: int = 0
    expected: float | None = None
    strangers: int = 0
    refused: int = 0
    hold: PopularHold | None = None
    hours: list[int] = field(default_factory=lambda: [0] * HOURS_DRAWN)

    @property
    def hour(self) -> int:
        """Readers of the hour that is running."""
        return self.hours[-1]

    @property
    def share_of_strangers(self) -> int:
        """Of the day's reads, those from networks that read no other article, in percent."""
        return round(100 * self.strangers / self.day) if self.day else 0


@dataclass(frozen=True, slots=True)
class PushedStory:
    """A story of which networks sent more reads in the last hour than they may add, and how many counted beside."""

    article: Article
    refused: int
    counted: int


@dataclass(frozen=True, slots=True)
class Referral:
    """One way to the paper, and how many readers of a day took it; `rate` is of all reads, in percent."""

    source: int
    reads: int
    rate: float


def stories(edition: Edition, window: str, *, now: datetime) -> list[ReadStory]:
    """Return the most read stories of an edition, best first: by the ranking of now, or by readers in a window."""
    found: dict[int, ReadStory] = {}
    ranking = PopularList.objects.filter(locale=edition.locale_id, section=None).first()
    places = {each.article: each for each in ranking.standings} if ranking else {}
    reads = dict(counts.most_read(since=now - WINDOWS[window], limit=LOOKED_AT))
    order = list(reads)
    if window == "now":
        is_of_now = ranking is not None and ranking.is_of_now(now)
        order = [pk for pk, each in places.items() if each.basis != Basis.MONTH] if is_of_now else []
    articles = Article.objects.filter(pk__in=order, locale=edition.locale_id).select_related(
        "section", "locale__edition"
    )
    rows = articles.defer("body").in_bulk()
    for pk in [each for each in order if each in rows][:SHOWN]:
        story = found[pk] = ReadStory(rows[pk], reads=reads.get(pk, 0))
        if pk in places:
            story.expected = places[pk].score
    _add_holds(found, now)
    _add_hours(found, now)
    return list(found.values())


def pushed(edition: Edition, *, now: datetime) -> list[PushedStory]:
    """Return the stories of an edition that are being pushed and that nobody holds back, most refused first."""
    found = {each.article: each for each in alarm.alarms(now)}
    held_back = PopularHold.running(now).filter(article__in=found).values("article")
    articles = Article.objects.filter(pk__in=found, locale=edition.locale_id).exclude(pk__in=held_back)
    rows = articles.select_related("section", "locale__edition").defer("body").in_bulk()
    return [
        PushedStory(rows[pk], refused=each.refused, counted=each.counted)
        for pk, each in found.items()
        if pk in rows
    ]


def most_read(
    edition: Edition,
    window: str,
    *,
    now: datetime,
    limit: int,
    sections: Sequence[Section] = (),
    also: Collection[str] = (),
) -> list[Article]:
    """Return what readers may see of the most read of a window, best first; of `sections` alone where there are any.

    Columns in `also` are read too, which cards do not need. Of a section there is what is among the LOOKED_AT most read.
    """
    order = list(_readers(edition, window, now=now, section=sections[0] if sections else None))
    held_back = set(PopularHold.running(now).values_list("article", flat=True))
    found = light(in_edition(edition, now).filter(pk__in=order)).prefetch_related(None)
    if sections:
        found = found.filter(section__in=sections)
    # A feed says by which identifier an article came in.
    read = {"source_id", *also}
    rows = found.defer(None).defer(*(each for each in HEAVY if each not in read)).in_bulk()
    return [rows[each] for each in order if each in rows and each not in held_back][:limit]


def read_or_newest(
    edition: Edition, window: str, *, now: datetime, limit: int, sections: Sequence[Section] = ()
) -> list[Article]:
    """Return the most read of a window, each story once; where it is not enough for a rail, the newest after it."""
    found = most_read(edition, window, now=now, limit=limit, sections=sections)
    if len(found) < _places_of_rail():
        latest = newest_of(edition, sections, now=now) if sections else newest(edition, now=now)
        held_back = set(PopularHold.running(now).values_list("article", flat=True))
        found += [each for each in latest[:limit].prefetch_related(None) if each.pk not in held_back]
    stories: dict[int, Article] = {}
    for each in found:
        stories.setdefault(each.story, each)
    return list(stories.values())[:limit]


def are_popular(articles: Sequence[Article], edition: Edition, window: str, *, now: datetime) -> bool:
    """Return True if more than half of the most read of a window had three readers: in it, or in the day for what is of now."""
    readers = _readers(edition, window, now=now)
    return 2 * sum(readers.get(each.pk, 0) >= LEAST_READERS for each in articles) > len(articles)


def heading(edition: Edition, *, now: datetime) -> str:
    """Return in English what readers of an edition see over its rail of reads, on a page that is no article."""
    rail = rail_filled_from(Supply.READS)
    return title_of(rail, [each.reason for each in edition_rails(edition, now=now).rails[rail.name]])


def _places_of_rail() -> int:
    return min(each.length for each in current_rails() if each.is_of_reads)


def _readers(
    edition: Edition, window: str, *, now: datetime, section: Section | None = None
) -> Mapping[int, float]:
    """Return how many readers the most read of a window had, best first."""
    if window != "now":
        return dict(counts.most_read(since=now - WINDOWS[window], limit=LOOKED_AT))
    ranking = PopularList.objects.filter(locale=edition.locale_id, section=section).first()
    if ranking is None or not ranking.is_of_now(now):
        return {}
    return {each.article: max(each.day, each.month) for each in ranking.standings}


def labelled(window: str, *, now: datetime) -> list[tuple[str, int]]:
    """Return the labels of imported reads in a window, each with its number of reads."""
    return imported.labels(since=now - WINDOWS[window])


def held(edition: Edition, *, now: datetime) -> list[PopularHold]:
    """Return the stories of an edition that are held back at a moment."""
    running = PopularHold.running(now).filter(article__locale=edition.locale_id)
    return list(running.select_related("article", "held_by").order_by("-held_at"))


def ways(*, now: datetime) -> tuple[list[Referral], list[Referral]]:
    """Return from where the readers of a day came, most first, and how many each rail brought."""
    reads = counts.sources(since=now - timedelta(days=1))
    total = sum(reads.values()) or 1
    outside, rails = (
        [Referral(each, reads.get(each, 0), 100 * reads.get(each, 0) / total) for each in numbers]
        for numbers in (Source, [each.source for each in current_rails()])
    )
    return sorted(outside, key=lambda way: -way.reads), rails


def _add_holds(found: dict[int, ReadStory], now: datetime) -> None:
    for hold in PopularHold.running(now).filter(article__in=found):
        found[hold.article_id].hold = hold


def _add_hours(found: dict[int, ReadStory], now: datetime) -> None:
    this_hour = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    begins = this_hour - timedelta(hours=HOURS_DRAWN - 1)
    for article, hour, reads in counts.hourly(found, since=begins):
        ago = round((this_hour - hour) / timedelta(hours=1))
        if 0 <= ago < HOURS_DRAWN:
            found[article].hours[HOURS_DRAWN - 1 - ago] = reads
    for article, (day, cold, refused) in counts.trust(found, since=now - timedelta(days=1)).items():
        story = found[article]
        story.day, story.strangers, story.refused = day, cold, refused
