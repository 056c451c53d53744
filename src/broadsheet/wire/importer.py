"""Import files: read stories, store them in batches, then work out their rails; say what became of each."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.utils import timezone
from wagtail.images.models import Image

from ..newsroom import indexing
from ..newsroom.actions.filing import Filed, Outcome, file_stories
from ..newsroom.actions.linking import MovedSites
from ..newsroom.actions.places import Places
from ..newsroom.models import Article
from ..newsroom.stories import Picture, Story, Tombstone
from ..newsroom.story_bodies import FindImage, link_only
from .former_addresses import register_former
from .items import Dropped, FormerAddress, Note, Unreadable, UnreadableFile
from .kinds import kind_of, seen_from
from .mapped_memory import little_mapped
from .pictures_beside import PicturesBeside
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
    updated: int = 0
    withheld: int = 0
    already_here: int = 0
    dropped: int = 0
    repaired: int = 0
    unreadable: int = 0
    stored_seconds: float = 0.0
    lines: list[str] = field(default_factory=list)
    made: list[str] = field(default_factory=list)
    # The names of the editions that were opened.
    opened: list[str] = field(default_factory=list)
    # How many stories wait for an edition, by their language.
    waiting: dict[str, int] = field(default_factory=dict)
    articles: list[int] = field(default_factory=list)
    kinds: dict[str, int] = field(default_factory=dict)
    former_addresses: list[FormerAddress] = field(default_factory=list)

    def count(self, kind: str, many: int = 1) -> None:
        """Count what became of an item."""
        self.kinds[kind] = self.kinds.get(kind, 0) + many

    @property
    def needs_a_person(self) -> bool:
        return self.unreadable > 0


@little_mapped()
def import_files(
    paths: Iterable[Path],
    wishes: Wishes | None = None,
    *,
    has_worker: bool = False,
    tick: Tick = lambda _what, _count: None,
    find_image: FindImage = link_only,
    left_out: Iterable[Dropped | Note] = (),
) -> Report:
    """Import every story of every file. What cannot be read is reported, and the rest goes on.

    `left_out` is what a search for files did not take, or has to say; it is reported first.

    Where a worker is running it works out the rails; otherwise that is done before this returns.
    """
    wishes = wishes or Wishes()
    report, begun, sites = Report(), time.monotonic(), MovedSites()
    places = Places(
        default_section=wishes.section,
        new_editions=wishes.new_editions,
        edition_name=wishes.edition_name,
    )
    for item in left_out:
        _report(item, report)
    for path in paths:
        stories = _stories(file_at(path), wishes, report)
        pictures = _PictureSearch(PicturesBeside(path.parent), find_image)
        while batch := list(islice(stories, BATCH)):
            filed = file_stories(batch, by=None, now=timezone.now(), places=places, find_image=pictures.find)
            for each in filed:
                sites.note(each.story)
                _count(pictures.naming_the_absent(each), path.name, report)
            tick("stored", len(batch))
    register_former(report.former_addresses, places)
    sites.link(now=timezone.now())
    report.made, report.opened = places.made, [str(each) for each in places.opened]
    report.stored_seconds = time.monotonic() - begun
    if report.articles and not has_worker:
        indexing.refresh([*dict.fromkeys(report.articles)], tick=lambda count: tick("related", count))
    return report


@dataclass(slots=True)
class _PictureSearch:
    """Finds the pictures of one file, and remembers of which there is none."""

    beside: PicturesBeside
    find_image: FindImage
    absent: set[str] = field(default_factory=set)

    def find(self, picture: Picture) -> Image | None:
        image = self.beside.find(picture) or self.find_image(picture)
        if image is None:
            self.absent.add(picture.url or picture.file)
        return image

    def naming_the_absent(self, filed: Filed) -> Filed:
        """Return what was filed, its pictures without a file named among the repairs."""
        if not isinstance(filed.story, Story) or filed.article is None:
            return filed
        urls = dict.fromkeys(each.url or each.file for each in filed.story.body if isinstance(each, Picture))
        lines = tuple(
            f"the picture {url} is not here: its words and address are kept for editors, readers see nothing of it"
            for url in urls
            if url in self.absent
        )
        return replace(filed, story=replace(filed.story, repairs=(*filed.story.repairs, *lines)))


def _stories(file: SourceFile, wishes: Wishes, report: Report) -> Iterator[Story | Tombstone]:
    """Pass on the stories of a file and write down what was dropped from it. A file without one is unreadable."""
    taken, complaints = 0, report.unreadable
    try:
        for item in read_stories(file, wishes):
            if isinstance(item, FormerAddress):
                report.former_addresses.append(item)
            elif isinstance(item, Dropped | Note):
                _report(item, report)
            else:
                taken += 1
                yield item
    except UnreadableFile as error:
        # What was read before the file broke off is kept.
        report.unreadable += 1
        report.lines.append(f"unreadable: {error}")
    if not taken and report.unreadable == complaints:
        report.unreadable += 1
        report.lines.append(f"unreadable: {file.name}: no story was read from it")


def _report(item: Dropped | Note, report: Report) -> None:
    if isinstance(item, Note):
        report.count(item.kind, item.many)
        report.lines.append(f"note: {item.where}: {item.text}")
        return
    report.count(kind_of(item, now=timezone.now()))
    if isinstance(item, Unreadable):
        report.unreadable += 1
        report.lines.append(f"unreadable: {item.where}: {item.reason}")
    else:
        report.dropped += 1
        report.lines.append(f"dropped: {item.where}: {item.reason}")


def _count(filed: Filed, name: str, report: Report) -> None:
    """Count one story and write down what the person who imports should know of it."""
    if filed.waits_in:
        report.waiting[filed.waits_in] = report.waiting.get(filed.waits_in, 0) + 1
    what = f"{name}: “{_short(filed.story.headline)}”"
    match filed:
        case Filed(Story() as story, Outcome.ADDED | Outcome.WITHHELD, Article(pk=number)):
            report.added += 1
            report.articles.append(number)
            now = timezone.now()
            report.count(kind := kind_of(story, now=now))
            _say_of_text(story, filed.because, what, report)
            if not filed.because:
                _say_when(story, kind, what, report, now=now)
        case Filed(Story() as story, Outcome.UPDATED, Article(pk=number), kept=kept):
            report.updated += 1
            report.articles.append(number)
            report.lines.append(f"updated: {what}{_kept(kept)}")
            _say_of_text(story, filed.because, what, report)
        case Filed(outcome=Outcome.UNCHANGED, because=because):
            report.already_here += 1
            report.lines.append(f"already here: {what}{because and f' is a draft: {because}'}")
        case Filed(outcome=Outcome.WITHDRAWN):
            report.dropped += 1
            report.lines.append(f"dropped: {what} is cancelled by its provider: withdrawn here too")
        case Filed(outcome=Outcome.DROPPED, because=because):
            report.dropped += 1
            report.lines.append(f"dropped: {what}: {because or 'its provider has cancelled it'}")


def _say_of_text(story: Story, because: str, what: str, report: Report) -> None:
    """Write down what was repaired in a text that was stored, and why readers do not see it."""
    report.repaired += bool(story.repairs)
    report.lines += [f"repaired: {what}: {each}" for each in story.repairs]
    if because:
        report.withheld += 1
        report.lines.append(f"withheld: {what} is a draft: {because}")


def _say_when(story: Story, kind: str, what: str, report: Report, *, now: datetime) -> None:
    """Write down of a story that was not held back when readers see it, where they do not see it now."""
    if kind == "expired" and story.expires_at:
        report.lines.append(f"expired: {what}: readers do not see it, since {_clock(story.expires_at)}")
    elif moment := seen_from(story, now=now):
        report.lines.append(f"scheduled: {what}: readers see it from {_clock(moment)}")


def _clock(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M %Z}"


def _kept(fields: tuple[str, ...]) -> str:
    return f": an editor has changed {', '.join(fields)} here since, so that stays" if fields else ""


def _short(headline: str) -> str:
    return headline if len(headline) <= 60 else headline[:59] + "…"
