"""Import files: read stories, store them in batches, then work out their rails; say what became of each."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from django.utils import timezone

from ..newsroom import indexing
from ..newsroom.actions.filing import Filed, Outcome, file_stories
from ..newsroom.actions.places import Places
from ..newsroom.models import Article
from ..newsroom.stories import Story, Tombstone
from ..newsroom.story_bodies import FindImage, link_only
from .items import Dropped, FormerAddress, Note, Unreadable, UnreadableFile
from .kinds import kind_of
from .reading import Wishes, read_stories
from .sources import SourceFile, file_at

BATCH = 200

Tick = Callable[[str, int], None]


@dataclass(slots=True)
class Report:
    """What an import did; `lines` names every item that was withheld, dropped, repaired or already here.

    `kinds` says of how many items what became: "published", "draft", "withheld", "dropped: attachment".
    `former_addresses` are those of sections, topics, authors and feeds, where readers knew them on another site.
    """

    added: int = 0
    already_here: int = 0
    dropped: int = 0
    repaired: int = 0
    unreadable: int = 0
    stored_seconds: float = 0.0
    lines: list[str] = field(default_factory=list)
    made: list[str] = field(default_factory=list)
    articles: list[int] = field(default_factory=list)
    kinds: dict[str, int] = field(default_factory=dict)
    former_addresses: list[FormerAddress] = field(default_factory=list)

    def count(self, kind: str, many: int = 1) -> None:
        """Count what became of an item."""
        self.kinds[kind] = self.kinds.get(kind, 0) + many

    @property
    def needs_a_person(self) -> bool:
        return self.unreadable > 0


def import_files(
    paths: Iterable[Path],
    wishes: Wishes | None = None,
    *,
    has_worker: bool = False,
    tick: Tick = lambda _what, _count: None,
    find_image: FindImage = link_only,
) -> Report:
    """Import every story of every file. What cannot be read is reported, and the rest goes on.

    Where a worker is running it works out the rails; otherwise that is done before this returns.
    """
    wishes = wishes or Wishes()
    wishes = replace(wishes, zone=wishes.zone or timezone.get_default_timezone())
    report, begun = Report(), time.monotonic()
    places = Places(default_section=wishes.section)
    for path in paths:
        stories = _stories(file_at(path), wishes, report)
        while batch := list(islice(stories, BATCH)):
            filed = file_stories(batch, by=None, now=timezone.now(), places=places, find_image=find_image)
            for each in filed:
                _count(each, path.name, report)
            tick("stored", len(batch))
    report.made = places.made
    report.stored_seconds = time.monotonic() - begun
    if report.articles and not has_worker:
        indexing.refresh(report.articles, tick=lambda count: tick("related", count))
    return report


def _stories(file: SourceFile, wishes: Wishes, report: Report) -> Iterator[Story | Tombstone]:
    """Pass on the stories of a file and write down what was dropped from it."""
    try:
        for item in read_stories(file, wishes):
            if isinstance(item, FormerAddress):
                report.former_addresses.append(item)
            elif isinstance(item, Note):
                report.count(item.kind, item.many)
                report.lines.append(f"note: {item.where}: {item.text}")
            elif isinstance(item, Unreadable):
                report.unreadable += 1
                report.count(kind_of(item))
                report.lines.append(f"unreadable: {item.where}: {item.reason}")
            elif isinstance(item, Dropped):
                report.dropped += 1
                report.count(kind_of(item))
                report.lines.append(f"dropped: {item.where}: {item.reason}")
            else:
                yield item
    except UnreadableFile as error:
        # What was read before the file broke off is kept.
        report.unreadable += 1
        report.lines.append(f"unreadable: {error}")


def _count(filed: Filed, name: str, report: Report) -> None:
    """Count one story and write down what the person who imports should know of it."""
    what = f"{name}: “{_short(filed.story.headline)}”"
    match filed:
        case Filed(Story(repairs=repairs) as story, Outcome.ADDED | Outcome.WITHHELD, Article(pk=number)):
            report.added += 1
            report.articles.append(number)
            report.count(kind_of(story))
            if story.withheld_because:
                report.lines.append(f"withheld: {what}: {story.withheld_because}")
            report.repaired += bool(repairs)
            report.lines += [f"repaired: {what}: {each}" for each in repairs]
        case Filed(outcome=Outcome.UNCHANGED):
            report.already_here += 1
            report.lines.append(f"already here: {what}")
        case Filed(outcome=Outcome.WITHDRAWN):
            report.dropped += 1
            report.lines.append(f"dropped: {what} is cancelled by its provider: withdrawn here too")
        case Filed(outcome=Outcome.DROPPED):
            report.dropped += 1
            report.lines.append(f"dropped: {what} is cancelled by its provider")


def _short(headline: str) -> str:
    return headline if len(headline) <= 60 else headline[:59] + "…"
