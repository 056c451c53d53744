"""Rank what readers read now, for each edition and each of its sections, and tell the pages when that changes."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import numpy as np
from django.conf import settings
from django.db import transaction
from numpy.typing import NDArray

from ..audience import counts
from ..audience.exchange import exchange
from ..audience.sums import KnownSums
from ..press import outbox
from ..rails import popular
from ..rails.headings import LEAST_READERS
from .current_rails import current_depths
from .models import Article, PopularHold, PopularList, Section
from .readers_of_a_day import ReadersOfADay

# Candidates of a list before repeats are taken out.
LOOKED_AT = 200
# Fewer reads in a day than this make nothing popular.
LEAST_READS = 0.5
BATCH = 500
_NO_DATE = 0.0

# A list whose order stays is written so often, that pages know it is of now.
CONFIRMED_EVERY = timedelta(seconds=15)
# What was read most in a month is asked for only this often.
MONTH = timedelta(days=30)
MONTH_EVERY = timedelta(hours=1)
MOST_OF_MONTH = 400

Key = tuple[int, int | None]


class _Read(NamedTuple):
    article: int
    locale: int
    section: int | None
    story: int
    line: int | None
    reads: int


class Facts:
    """What the ranking must know of each article that was read, in the order of the sums."""

    def __init__(self) -> None:
        self.published: NDArray[np.float64] = np.zeros(0)
        self.locale: NDArray[np.int64] = np.zeros(0, np.int64)
        self.section: NDArray[np.int64] = np.zeros(0, np.int64)
        self.story: NDArray[np.int64] = np.zeros(0, np.int64)
        self.line: NDArray[np.int64] = np.zeros(0, np.int64)
        self._place: dict[int, int] = {}

    def follow(self, ids: NDArray[np.int64], changed: Iterable[int]) -> None:
        """Read the facts of articles that are new here, and of those that changed."""
        known = len(self._place)
        fresh = ids[known:].tolist()
        self._place.update((article, place) for place, article in enumerate(fresh, known))
        more = np.zeros(len(fresh))
        self.published = np.concatenate([self.published, more])
        for name in ("locale", "section", "story", "line"):
            setattr(self, name, np.concatenate([getattr(self, name), more.astype(np.int64)]))
        wanted = [*fresh, *(each for each in changed if each in self._place)]
        for start in range(0, len(wanted), BATCH):
            self._read(wanted[start : start + BATCH])

    def of(self, article: int) -> tuple[int, int | None]:
        """Return the story and the story-line of an article that was read."""
        place = self._place[article]
        return int(self.story[place]), int(self.line[place]) or None

    def _read(self, articles: list[int]) -> None:
        # Who is not live any more has no edition here, and stands in no list.
        self.locale[[self._place[each] for each in articles]] = 0
        rows = Article.objects.filter(pk__in=articles, live=True, killed_at=None).values_list(
            "pk", "published_at", "locale", "section", "version_of", "line"
        )
        for pk, published, locale, section, version_of, line in rows:
            place = self._place[pk]
            self.published[place] = published.timestamp() if published else _NO_DATE
            self.locale[place] = locale
            self.section[place] = section or 0
            self.story[place] = version_of or pk
            self.line[place] = line or 0


class Ranker:
    """Ranks again and again; what it knows is brought up to date by what was recorded since the last time."""

    def __init__(self) -> None:
        self.sums = KnownSums(exchange=exchange())
        self.facts = Facts()
        self._readers = ReadersOfADay()
        self._of_month: list[_Read] = []
        self._of_month_at: datetime | None = None
        # By sub-section: the section above it.
        self._parents: dict[int, int] = {}

    def turn(self, now: datetime, *, changed: Iterable[int] = ()) -> int:
        """Rank everything as of now, store the lists and tell the pages; return how many lists changed."""
        self.sums.update(now)
        changed = set(changed)
        self._parents = dict(Section.objects.filter(parent__isnull=False).values_list("pk", "parent_id"))
        self.facts.follow(self.sums.ids, changed)
        # One that changed is asked for again within the hour.
        self._of_month = [each for each in self._of_month if each.article not in changed]
        return save(self._readers.told(self.ranked(now), now), now)

    def ranked(self, now: datetime) -> dict[Key, list[popular.PopularStanding]]:
        """Return the lists by locale and section, best first."""
        sums = self.sums.at(now)
        reads = popular.credited(sums)
        facts = self.facts
        # What has no date is as old as can be.
        ages = (now.timestamp() - facts.published) / 3600
        held = set(PopularHold.running(now).values_list("article", flat=True))
        is_in = (facts.locale > 0) & (ages >= 0) & (reads[:, 2] >= LEAST_READS)
        is_in &= ~np.isin(self.sums.ids, list(held))
        exposed = popular.exposure(ages)
        is_fresh = popular.is_of_now(
            popular.uncapped(sums), ages, exposed, days=settings.OPTIONS.popular_days
        )
        before = {
            (each.locale_id, each.section_id): [place["article"] for place in each.places]
            for each in PopularList.objects.all()
        }
        found: dict[Key, list[popular.PopularStanding]] = {}
        for locale in np.unique(facts.locale[is_in]).tolist():
            of_locale = np.flatnonzero(is_in & (facts.locale == locale))
            scores = np.zeros(len(ages))
            scores[of_locale] = popular.rates(reads[of_locale], exposed[of_locale])
            groups: list[tuple[int | None, NDArray[np.int64]]] = [(None, of_locale)]
            groups += self._by_section(of_locale, facts.section[of_locale])
            for section, group in groups:
                key = (locale, section)
                found[key] = [
                    popular.PopularStanding(
                        article=int(self.sums.ids[place]),
                        score=round(float(scores[place]), 4),
                        hour=round(float(reads[place, 0]), 2),
                        basis=popular.Basis.NOW if is_fresh[place] else popular.Basis.ARCHIVE,
                    )
                    for place in self._chosen(scores, group, is_fresh, before.get(key, []))
                ]
        self._add_month(found, held, now)
        for key in before.keys() - found.keys():
            found[key] = []
        return found

    def _add_month(
        self, found: dict[Key, list[popular.PopularStanding]], held: set[int], now: datetime
    ) -> None:
        """Let what was read most in a month follow what is read now, imported counts among it."""
        if self._of_month_at is None or now - self._of_month_at >= MONTH_EVERY:
            self._of_month, self._of_month_at = _most_read_of_month(now), now
        stories, lines = {}, {}
        for article in {each.article for places in found.values() for each in places}:
            stories[article], lines[article] = self.facts.of(article)
        more: dict[Key, list[popular.PopularStanding]] = {}
        for each in self._of_month:
            if each.article not in held:
                stories[each.article], lines[each.article] = each.story, each.line
                place = popular.PopularStanding(
                    each.article, 0, 0, basis=popular.Basis.MONTH, month=each.reads
                )
                above = self._parents.get(each.section or 0, each.section)
                for key in {(each.locale, None), (each.locale, each.section), (each.locale, above)}:
                    more.setdefault(key, []).append(place)
        for key, places in more.items():
            known = {each.article: each for each in [*places, *found.get(key, ())]}
            order = [*(each.article for each in found.get(key, ())), *(each.article for each in places)]
            kept = popular.without_repeats(order, stories, lines, limit=current_depths().reads)
            found[key] = [known[article] for article in kept]

    def _by_section(
        self, places: NDArray[np.int64], sections: NDArray[np.int64]
    ) -> list[tuple[int | None, NDArray[np.int64]]]:
        """Return places by section; what is read in a sub-section is read in the section above it too."""
        groups = _by_section(places, sections)
        above = dict(groups)
        for section, group in groups:
            parent = self._parents.get(section or 0)
            if parent is not None:
                above[parent] = np.concatenate([above.get(parent, places[:0]), group])
        return [*above.items()]

    def _chosen(
        self, scores: popular.Floats, group: NDArray[np.int64], is_fresh: NDArray[np.bool_], before: list[int]
    ) -> list[int]:
        """Return the places of a list's articles: those of now, then what is read of the archive."""
        chosen: list[int] = []
        is_of_now = is_fresh[group]
        for of_kind in (group[is_of_now], group[~is_of_now]):
            places = popular.best(scores, of_kind, LOOKED_AT)
            by_article = {int(self.sums.ids[place]): place for place in places}
            order = popular.settled({article: scores[place] for article, place in by_article.items()}, before)
            chosen += [by_article[article] for article in order]
        return popular.without_repeats(
            chosen,
            {place: int(self.facts.story[place]) for place in chosen},
            {place: int(self.facts.line[place]) or None for place in chosen},
            limit=current_depths().reads,
        )


def _by_section(
    places: NDArray[np.int64], sections: NDArray[np.int64]
) -> list[tuple[int | None, NDArray[np.int64]]]:
    """Return places by section; those of no section in none."""
    order = np.argsort(sections, kind="stable")
    known, starts = np.unique(sections[order], return_index=True)
    parts = np.split(places[order], starts[1:])
    return [(section, part) for section, part in zip(known.tolist(), parts, strict=True) if section]


def _most_read_of_month(now: datetime) -> list[_Read]:
    reads = dict(counts.most_read(since=now - MONTH, limit=MOST_OF_MONTH))
    rows = Article.objects.filter(pk__in=list(reads), live=True, killed_at=None).values_list(
        "pk", "locale", "section", "version_of", "line"
    )
    found = [
        _Read(pk, locale, section, version_of or pk, line, reads[pk])
        for pk, locale, section, version_of, line in rows
    ]
    return sorted(found, key=lambda each: (-each.reads, each.article))


def _looks(places: Iterable[Mapping[str, Any]]) -> list[tuple[int, str, bool]]:
    """Return what pages show of the places of a list: the article, why it stands there, and whether enough have read it."""
    return [
        (each["article"], each["basis"], max(each["day"], each["month"]) >= LEAST_READERS) for each in places
    ]


def save(lists: dict[Key, list[popular.PopularStanding]], now: datetime) -> int:
    """Store lists, and tell pages whose first places look otherwise; return how many those were."""
    shown = current_depths().on_a_page
    stored = {
        (each.locale_id, each.section_id): each for each in PopularList.objects.select_related("locale")
    }
    tags = set()
    with transaction.atomic():
        for (locale, section), places in lists.items():
            known = stored.get((locale, section))
            if known is None:
                known = PopularList(locale_id=locale, section_id=section)
            fresh = [asdict(each) for each in places]
            before, after = _looks(known.places), _looks(fresh)
            if known.pk is None or before != after or now - known.as_of >= CONFIRMED_EVERY:
                known.places, known.as_of = fresh, now
                known.save()
            if before[:shown] != after[:shown]:
                tags.add(
                    f"popular:{known.locale.language_code}" if section is None else f"popular-in:{section}"
                )
        if tags:
            outbox.announce(tags)
    return len(tags)
