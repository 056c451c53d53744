"""Read stories, and what people judged to be related, from plain files; no database."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ..prose.languages import language_of, tag_of
from ..rails.archive import ArchiveStory


class StoryFileError(Exception):
    """The file cannot be used at all."""


@dataclass(slots=True)
class StoryFile:
    """Stories by their place in the file, with the names that the file gives them; `dropped` says what was wrong."""

    ids: list[str] = field(default_factory=list)
    stories: list[ArchiveStory] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)


def read_stories(path: Path) -> StoryFile:
    """Read JSON Lines of {"id", "title", "text", "date"?, "tags"?, "language"?}.

    A line that is no story is dropped and named, and the rest is read. Raises StoryFileError for a file that
    cannot be read or has no story.
    """
    read = StoryFile()
    known: set[str] = set()
    for number, line in _lines(path):
        try:
            item = json.loads(line)
        except ValueError as error:
            read.dropped.append(f"{path}:{number}: not JSON ({error})")
            continue
        complaint = _complaint(item, known)
        if complaint:
            read.dropped.append(f"{path}:{number}: {complaint}")
            continue
        known.add(str(item["id"]))
        read.ids.append(str(item["id"]))
        read.stories.append(_story(item))
    if not read.stories:
        raise StoryFileError(
            f'{path}: no line of it is a story. A line is {{"id": ..., "title": ..., "text": ...}}.'
        )
    return read


def read_judgements(path: Path, ids: list[str]) -> dict[int, dict[int, float]]:
    """Read {query id: {related id: gain}}; stories that the archive does not have are left out.

    Raises StoryFileError for a file that is not such an object.
    """
    numbers = {each: number for number, each in enumerate(ids)}
    try:
        judged = json.loads(path.read_text(encoding="utf-8"))
        return {
            numbers[query]: {
                numbers[each]: float(gain)
                for each, gain in gains.items()
                if each in numbers and float(gain) > 0
            }
            for query, gains in judged.items()
            if query in numbers
        }
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise StoryFileError(
            f"{path}: not an object of {{query id: {{related id: gain}}}} ({error})"
        ) from error


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            yield from ((number, line) for number, line in enumerate(file, 1) if line.strip())
    except OSError as error:
        raise StoryFileError(f"{path}: {error.strerror or error}") from error


def _complaint(item: Any, known: set[str]) -> str:
    if not isinstance(item, dict):
        return f"a JSON {type(item).__name__}, not an object"
    if item.get("id") in (None, ""):
        return 'no "id"'
    if str(item["id"]) in known:
        return f"the id '{item['id']}' stands in the file already"
    if not _text(item, "title") and not _text(item, "text"):
        return 'neither "title" nor "text"'
    written = item.get("date")
    if written and _date(written) is None:
        return f"'{written}' is no date. Write 2012-11-16 or 2012-11-16T09:30:00+04:00"
    return ""


def _story(item: dict[str, Any]) -> ArchiveStory:
    headline, text = _text(item, "title"), _text(item, "text")
    written = item.get("language") or item.get("lang")
    tags = item.get("tags")
    return ArchiveStory(
        headline=headline,
        text=text,
        published=_date(item.get("date")),
        tags=tuple(str(each) for each in tags) if isinstance(tags, list) else (),
        language=tag_of(str(written)) if written else language_of(f"{headline}\n{text}"),
    )


def _text(item: dict[str, Any], key: str) -> str:
    value = item.get(key)
    return value.strip() if isinstance(value, str) else ""


def _date(written: Any) -> datetime | None:
    if not isinstance(written, str) or not written:
        return None
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
