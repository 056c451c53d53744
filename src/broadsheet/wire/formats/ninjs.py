"""Read IPTC ninjs: one object, an array of them, or one a line.

Format: https://iptc.org/std/ninjs/ (2.1; the field names of 1.x and 3.0 are read where they differ).
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from ...newsroom.identity import LONGEST_VERSION
from ...newsroom.stories import Block, Picture, Story, Tombstone
from ...prose.markup import plain
from ...prose.stated_dates import StatedDate
from ...prose.stated_text import plain_unless_marked
from ..format_protocol import Confidence
from ..items import Dropped, Item, Unreadable, UnreadableFile, UnreadableItem
from ..restrictions import Meaning, Restriction, restriction_of
from ..sources import SourceFile, one_by_one, opened
from ..text.decode import decode, opening
from ..text.genres import kind_of
from ..text.html_blocks import Body, paragraphs, read_body
from ..text.making import LONGEST_ID, finished
from ..text.moments import date_of

LARGEST_OBJECT = 64 * 1024 * 1024
LONGEST_LINE = 16 * 1024 * 1024
DEEPEST = 8
# What has a text all the same has it as a caption.
NO_TEXTS = {"picture", "graphic", "audio", "video", "event", "planning"}
# An object has one of these if it is ninjs: "title" and "body" have all systems, for their drafts and comments too.
OWN_FIELDS = frozenset({
    "uri", "headline", "headlines", "body_text", "body_html", "body_xhtml", "bodies", "pubstatus", "firstcreated",
    "versioncreated", "contentcreated",
})  # fmt: skip
# What a subject is to a story that stands in a section: ninjs has no field for it.
SECTION = "section"
SUMMARIES = ("standfirst", "summary", "abstract", "short", "")


class Ninjs:
    """Reads ninjs."""

    name = "ninjs"
    description = "IPTC ninjs: one JSON object, an array, or JSON Lines"
    is_one_page = False

    def recognise(self, head: bytes, filename: str) -> Confidence:
        return Confidence.LIKELY if opening(head).startswith(("{", "[")) else Confidence.NONE

    def read(self, sources: Sequence[SourceFile]) -> Iterator[Item]:
        return one_by_one(sources, _read)


def _read(source: SourceFile) -> Iterator[Item]:
    with opened(source) as file:
        yield from _items(file, source.name)


def _items(file: BinaryIO, name: str) -> Iterator[Item]:
    """Yield the stories of a file, line by line where each line is an object of its own."""
    first = file.readline(LONGEST_LINE + 1)
    while first and not first.strip():
        first = file.readline(LONGEST_LINE + 1)
    if _is_object(first):
        yield from _lines(first, file, name)
        return
    rest = file.read(LARGEST_OBJECT + 1)
    if len(first) + len(rest) > LARGEST_OBJECT:
        raise UnreadableFile(
            f"{name}: is one JSON text of over {LARGEST_OBJECT // 1024 // 1024} MB. Write one object a line (JSON Lines)."
        )
    yield from _whole(first + rest, name)


def _lines(first: bytes, file: BinaryIO, name: str) -> Iterator[Item]:
    number, line = 1, first
    while line:
        where = f"{name}:{number}"
        if len(line) > LONGEST_LINE:
            while line and not line.endswith(b"\n"):
                line = file.readline(LONGEST_LINE + 1)
            yield Dropped(where, f"the line is longer than {LONGEST_LINE // 1024 // 1024} MB")
        elif line.strip():
            yield _of_line(line, where)
        line = file.readline(LONGEST_LINE + 1)
        number += 1


def _of_line(line: bytes, where: str) -> Item:
    text, repair = decode(line)
    try:
        item = json.loads(text)
    except (ValueError, RecursionError) as error:
        return Dropped(where, f"the line is not JSON: {error}")
    return story_of(item, where=where, repair=repair)


def _whole(data: bytes, name: str) -> Iterator[Item]:
    text, repair = decode(data)
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(
            f"{name}: is not JSON: {error}. Mend the file, or name its format with --format."
        ) from error
    items = found if isinstance(found, list) else [found]
    for number, item in enumerate(items, start=1):
        yield story_of(item, where=f"{name}#{number}" if len(items) > 1 else name, repair=repair)


def _is_object(line: bytes) -> bool:
    """Return True if a first line is a whole object: then the file is JSON Lines, or a single object."""
    try:
        return isinstance(json.loads(decode(line)[0]), dict)
    except (ValueError, RecursionError):
        # A broken first line that is followed by others still is JSON Lines.
        return line.startswith(b"{") and line.rstrip().endswith(b"}") and line.endswith(b"\n")


def story_of(item: Any, *, where: str, repair: str = "") -> Item:
    """Return the story that a ninjs object tells, or why it tells none."""
    if not isinstance(item, dict):
        return Dropped(where, f"it is a JSON {type(item).__name__}, not a ninjs object")
    try:
        # Fields are asked before their names are made alike: of `pubStatus` and `pubstatus` one would be lost.
        return _story_of(_lowered(item, 0), restriction_of(item.items()), where, repair)
    except UnreadableItem as error:
        return Unreadable(where, str(error))


def _story_of(item: dict[str, Any], restriction: Restriction, where: str, repair: str) -> Item:
    source_id = (_text(item.get("uri")) or _text(item.get("guid")))[:LONGEST_ID]
    if restriction.meaning is Meaning.CANCELLED:
        # A kill need not carry the text again.
        return Tombstone(source_id, _headline(item), version=_version(item), source=_source(item))
    if restriction.meaning is Meaning.NO_STORY:
        return Dropped(where, restriction.because)
    if OWN_FIELDS.isdisjoint(item):
        return Dropped(where, "it is no ninjs: it has neither uri nor headline, body_text or body_html")
    kind = _text(item.get("type")) or None
    told = _body(item)
    body = told.blocks
    if kind in NO_TEXTS or (kind not in (None, "text", "composite", "article") and not body):
        return Dropped(where, f"it is of type '{kind}', not a text")
    published, updated, basis, repairs = _dates(item)
    standfirst = _description(item) or ("" if body else _any_description(item))
    story = Story(
        headline=_headline(item),
        body=(*_pictures(item), *body),
        source_id=source_id,
        version=_version(item),
        standfirst=standfirst,
        teaser=_in_role(item, "descriptions", "teaser"),
        short_headline=_in_role(item, "headlines", "short"),
        kicker=_in_role(item, "headlines", "kicker"),
        kind=kind_of(_genres(item)),
        language=_text(item.get("language")),
        published_at=published.moment,
        date_precision=published.precision,
        date_basis=basis,
        updated_at=updated,
        section=_section(item),
        topics=_subjects(item),
        authors=_authors(item),
        source=_source(item),
        url=_web_address(item) or _text(item.get("uri")),
        repairs=tuple(each for each in (repair, *repairs, *told.losses) if each),
    )
    return finished(restriction.applied(story), where=where)


def _version(item: dict[str, Any]) -> str:
    """Return the version that an item states: a number, else the moment at which it was made."""
    stated = item.get("version")
    number = (
        str(stated) if isinstance(stated, int | float) and not isinstance(stated, bool) else _text(stated)
    )
    created = _text(item.get("versioncreated"))
    # Versions are compared as moments of ISO 8601; some providers write those of mail.
    moment = date_of(created).moment if created[:1].isalpha() else None
    return (number or (moment.isoformat() if moment else created))[:LONGEST_VERSION]


def _lowered(value: Any, depth: int) -> Any:
    """Return the same with its field names in small letters: 3.0 writes `versionCreated`, 2.1 `versioncreated`."""
    if isinstance(value, dict) and depth < DEEPEST:
        return {key.lower(): _lowered(each, depth + 1) for key, each in value.items()}
    if isinstance(value, list) and depth < DEEPEST:
        return [_lowered(each, depth + 1) for each in value]
    return value


def _headline(item: dict[str, Any]) -> str:
    listed = [each for each in _list(item.get("headlines")) if isinstance(each, dict)]
    main = next((each for each in listed if each.get("role") == "main"), listed[0] if listed else {})
    stated = _text(item.get("headline")) or _text(item.get("title"))
    return _plain_value(main) or plain_unless_marked(stated)


def _body(item: dict[str, Any]) -> Body:
    listed = [each for each in _list(item.get("bodies")) if isinstance(each, dict)]
    main = next((each for each in listed if each.get("role") == "main"), listed[0] if listed else {})
    value, kind = _text(main.get("value")), _text(main.get("contenttype")).lower()
    base = _text(item.get("uri"))
    if value:
        return Body(paragraphs(value)) if kind.startswith("text/plain") else read_body(value, base=base)
    for field in ("body_html", "body_xhtml"):
        if _text(item.get(field)):
            return read_body(_text(item[field]), base=base)
    return Body(paragraphs(_text(item.get("body_text")) or _text(item.get("body"))))


def _pictures(item: dict[str, Any]) -> tuple[Block, ...]:
    """Return the pictures that go with the story: `associations` is a list in 2.x and 3.0, a mapping in 1.x."""
    found = item.get("associations")
    associated = found.values() if isinstance(found, dict) else _list(found)
    pictures: list[Block] = []
    for each in associated:
        if isinstance(each, dict) and each.get("type") == "picture":
            renditions = each.get("renditions")
            listed = list(renditions.values()) if isinstance(renditions, dict) else _list(renditions)
            urls = [_text(each.get("href")) for each in listed if isinstance(each, dict)]
            url = next((url for url in urls if url.startswith(("http://", "https://"))), "")
            if url:
                caption = _description(each)
                pictures.append(
                    Picture(url, alt=_headline(each), caption=caption, credit=_text(each.get("by")))
                )
    return tuple(pictures)


def _description(item: dict[str, Any]) -> str:
    listed = [each for each in _list(item.get("descriptions")) if isinstance(each, dict)]
    by_role = {_text(each.get("role")): _plain_value(each) for each in reversed(listed)}
    return next((by_role[role] for role in SUMMARIES if by_role.get(role)), "") or _text(
        item.get("description_text")
    )


def _in_role(item: dict[str, Any], field: str, role: str) -> str:
    """Return the headline or description that states a role, "" where none does."""
    listed = (each for each in _list(item.get(field)) if isinstance(each, dict) and each.get("role") == role)
    return next(map(_plain_value, listed), "")


def _genres(item: dict[str, Any]) -> Iterator[str]:
    """Yield the codes of the genres: `uri` in 2.x and 3.0, `code` in 1.x, in a list of either name."""
    for each in (*_list(item.get("genres")), *_list(item.get("genre"))):
        if isinstance(each, dict):
            yield from filter(
                None, (_text(each.get("uri")), _text(each.get("code")), _text(each.get("qcode")))
            )


def _any_description(item: dict[str, Any]) -> str:
    """Return a description of whatever role, for an item that has no other text (NTB sends its text as one)."""
    listed = (_plain_value(each) for each in _list(item.get("descriptions")) if isinstance(each, dict))
    return next((text for text in listed if text), "")


def _dates(item: dict[str, Any]) -> tuple[StatedDate, Any, str, list[str]]:
    repairs = []
    published, basis = StatedDate(), "the file states no date"
    for field in ("firstcreated", "contentcreated", "versioncreated"):
        found = date_of(item.get(field))
        if found.note:
            repairs.append(f"{field}: {found.note}")
        if found.moment and published.moment is None:
            published, basis = found, f"ninjs {field}"
    version = date_of(item.get("versioncreated")).moment
    updated = version if published.moment and version and version > published.moment else None
    return published, updated, basis, repairs


def _subjects(item: dict[str, Any]) -> tuple[str, ...]:
    named = ((each.get("rel"), _text(each.get("name"))) for each in _listed_subjects(item))
    return tuple(name for rel, name in named if name and rel != SECTION)


def _section(item: dict[str, Any]) -> str:
    """Return the section: a field that many systems have, or the subject that is said to be one."""
    said = (_text(each.get("name")) for each in _listed_subjects(item) if each.get("rel") == SECTION)
    return _text(item.get("section")) or next(said, "")


def _listed_subjects(item: dict[str, Any]) -> list[dict[str, Any]]:
    listed = [*_list(item.get("subjects")), *_list(item.get("subject"))]
    return [each for each in listed if isinstance(each, dict)]


def _web_address(item: dict[str, Any]) -> str:
    """Return where the story stands for readers, where the identifier is no address."""
    listed = (each for each in _list(item.get("renditions")) if isinstance(each, dict))
    pages = (_text(each.get("href")) for each in listed if each.get("contenttype") == "text/html")
    return next((each for each in pages if each.startswith(("http://", "https://"))), "")


def _authors(item: dict[str, Any]) -> tuple[str, ...]:
    people = [*_list(item.get("people")), *_list(item.get("person"))]
    named = [
        _text(each.get("name"))
        for each in people
        if isinstance(each, dict) and each.get("rel") in ("author", "creator")
    ]
    byline = _text(item.get("by")) or _text(item.get("byline"))
    return tuple(filter(None, named)) or ((byline,) if byline else ())


def _source(item: dict[str, Any]) -> str:
    listed = [*_list(item.get("infosources")), *_list(item.get("infosource"))]
    names = [_text(each.get("name")) for each in listed if isinstance(each, dict)]
    return (
        next((name for name in names if name), "")
        or _text(item.get("source"))
        or _text(item.get("copyrightholder"))
    )


def _plain_value(part: dict[str, Any]) -> str:
    """Return the words of a headline or description: plain text, unless it says that it is HTML."""
    value = _text(part.get("value"))
    return plain(value) if "html" in _text(part.get("contenttype")).lower() else plain_unless_marked(value)


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
