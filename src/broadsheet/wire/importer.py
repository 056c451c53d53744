"""Import files: read stories, store them in batches, then work out their rails; say what became of each."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from ..newsroom import indexing
from ..newsroom.actions.filing import Store
from ..newsroom.actions.places import Filing
from ..newsroom.stories import Story, Tombstone
from ..newsroom.story_bodies import FindImage
from .items import Dropped, Unreadable, UnreadableFile
from .reading import Wishes, read_stories
from .sources import file_at

BATCH = 200

Tick = Callable[[str, int], None]


@dataclass(slots=True)
class Report:
    """What an import did; `lines` names every item that was dropped, repaired or already here."""

    added: int = 0
    already_here: int = 0
    dropped: int = 0
    repaired: int = 0
    unreadable: int = 0
    stored_seconds: float = 0.0
    lines: list[str] = field(default_factory=list)
    made: list[str] = field(default_factory=list)
    articles: list[int] = field(default_factory=list)

    @property
    def needs_a_person(self) -> bool:
        return self.unreadable > 0


def import_files(
    paths: Iterable[Path],
    wishes: Wishes | None = None,
    *,
    has_worker: bool = False,
    tick: Tick = lambda _what, _count: None,
    find_image: FindImage = lambda _picture: None,
) -> Report:
    """Import every story of every file. What cannot be read is reported, and the rest goes on.

    Where a worker is running it works out the rails; otherwise that is done before this returns.
    """
    wishes = wishes or Wishes()
    report, begun = Report(), time.monotonic()
    store = Store(Filing(default_section=wishes.section), find_image=find_image)
    for path in paths:
        try:
            store_stories(_stories(path, wishes, report), store, report, name=path.name, tick=tick)
        except UnreadableFile as error:
            report.unreadable += 1
            report.lines.append(f"unreadable: {error}")
    report.made = store.filing.made
    report.stored_seconds = time.monotonic() - begun
    if report.articles and not has_worker:
        indexing.refresh(report.articles, tick=lambda count: tick("related", count))
    return report


def store_stories(
    stories: Iterator[Story | Tombstone],
    store: Store,
    report: Report,
    *,
    name: str,
    tick: Tick = lambda _what, _count: None,
) -> None:
    """Store stories batch by batch and write down what became of each."""
    while batch := list(islice(stories, BATCH)):
        for outcome in store.add(batch):
            story = outcome.story
            if outcome.article is not None and isinstance(story, Story):
                report.added += 1
                report.articles.append(outcome.article.pk)
                report.repaired += bool(story.repairs)
                report.lines += [
                    f"repaired: {name}: “{_short(story.headline)}”: {each}" for each in story.repairs
                ]
            elif "already" in outcome.note:
                report.already_here += 1
                report.lines.append(f"already here: {name}: “{_short(story.headline)}”")
            else:
                report.dropped += 1
                report.lines.append(f"dropped: {name}: “{_short(story.headline)}” {outcome.note}")
        tick("stored", len(batch))


def _stories(path: Path, wishes: Wishes, report: Report) -> Iterator[Story | Tombstone]:
    """Pass on the stories of a file and write down what was dropped from it."""
    try:
        for item in read_stories(file_at(path), wishes):
            if isinstance(item, Unreadable):
                report.unreadable += 1
                report.lines.append(f"unreadable: {item.where}: {item.reason}")
            elif isinstance(item, Dropped):
                report.dropped += 1
                report.lines.append(f"dropped: {item.where}: {item.reason}")
            else:
                yield item
    except UnreadableFile as error:
        # What was read before the file broke off is kept.
        report.unreadable += 1
        report.lines.append(f"unreadable: {error}")


def _short(headline: str) -> str:
    return headline if len(headline) <= 60 else headline[:59] + "…"
