"""Read the elements of an export one after another, in flat memory: the channel, its authors and terms, its items."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from lxml import etree

from ...items import Unreadable, UnreadableFile
from ...sources import SourceFile, opened
from .encodings import encoding_of
from .faults import Faults
from .mending import opened_text

# What is read as one element may be as long as this, many times the longest post.
LONGEST_ELEMENT = 32 * 1024 * 1024
# A file with more faults is not mended but guessed.
MOST_FAULTS = 10_000
# Faults of names and warnings, after which all elements are where they were.
_HARMLESS = ("NS_", "WAR_")
_WORDPRESS = re.compile(r"https?://(?:www\.)?wordpress\.org/export/[\d.]+/(excerpt/)?")
_PREFIXES = {
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
}
# Opened around the whole file, so that pieces of an export and several in a row can be read; with the names that a
# piece has lost.
_ROOT = (
    '<export xmlns:wp="http://wordpress.org/export/1.2/" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
)
# The parser shows it, unless it has stopped before.
_END = "<end-of-export/>"
_PARSED = ("rss", "channel", "item", "{*}author", "{*}category", "{*}tag", "{*}term", "end-of-export")
# What is kept of the fields of posts that plugins add.
KEPT_METAS = re.compile(
    r"_yoast_wpseo_title|rank_math_title|"
    r"_thumbnail_id|_wp_old_slug|_wp_attachment_image_alt|_wp_attachment_metadata_alt|enclosure|footnotes|"
    r"_yoast_wpseo_primary_category|cap-\w+|_expiration-date(?:-\w+)?|_members_access_role|rcp_\w+|_rcp_\w+|_is_paid|"
    r"_wpmem_block|um_content_restriction|_jetpack_newsletter_access|_jetpack_memberships_contains_\w+"
)


@dataclass(frozen=True, slots=True)
class ChannelFields:
    """What the channel says of the whole site, by the names of its fields."""

    texts: dict[str, str]


@dataclass(frozen=True, slots=True)
class ExportAuthor:
    """One who writes, as the head of the export names them."""

    login: str
    name: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class ExportTerm:
    """A category, a tag, or a term of another taxonomy; `parent` is a slug."""

    taxonomy: str
    slug: str
    name: str
    parent: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class ExportItem:
    """An item: its fields by name, each as often as it stands there.

    It `is_damaged` where the parser had to guess, in it or close by.
    """

    number: int
    texts: dict[str, list[str]]
    metas: dict[str, list[str]] = field(default_factory=dict)
    terms: tuple[ExportTerm, ...] = ()
    comments: int = 0
    is_damaged: bool = False

    def first(self, name: str) -> str:
        """Return the first field of a name that has words, stripped of blanks around."""
        return next((each.strip() for each in self.texts.get(name, ()) if each.strip()), "")

    def meta(self, key: str) -> str:
        """Return the first value of a field that WordPress or a plugin has added."""
        return next((each.strip() for each in self.metas.get(key, ()) if each.strip()), "")


Element = ChannelFields | ExportAuthor | ExportTerm | ExportItem | Unreadable


def elements(source: SourceFile, faults: Faults) -> Iterator[Element]:
    """Yield the elements of an export; ChannelFields come last, since they may stand behind the items.

    Raises UnreadableFile where it is not one export, or more broken than can be mended.
    """
    with opened(source) as file:
        encoding = encoding_of(file)
    with opened(source) as file:
        reading = _Reading(source.name, faults)
        try:
            yield from reading.feed(_ROOT)
            for part in opened_text(file, encoding, faults):
                yield from reading.feed(part)
            yield from reading.feed(_END)
        except (etree.LxmlError, UnicodeError) as error:
            raise UnreadableFile(
                f"{source.name}: cannot be read as an export: {str(error)[:200]}. Export it again."
            ) from error
        yield from reading.end()


class _Reading:
    """One reading of a file: the parser, and what it has open."""

    def __init__(self, filename: str, faults: Faults) -> None:
        self._filename, self._faults = filename, faults
        self._parser = etree.XMLPullParser(
            events=("start", "end"), tag=_PARSED, encoding="utf-8",
            recover=True, resolve_entities=False, no_network=True, huge_tree=True, load_dtd=False,
        )  # fmt: skip
        self._items = 0
        self._exports = 0
        # Items that have begun and not ended, with their number and how many faults the parser had met before.
        self._open: list[tuple[Any, int, int]] = []
        self._fields: dict[str, str] = {}
        self._logged = 0
        # Those among them after which a field may be lost.
        self._faults_met = 0
        self._unanswered = 0
        self._channel: Any = None
        self._has_ended = False

    def feed(self, text: str) -> Iterator[Element]:
        """Parse a part of the file and yield what it completes."""
        before = self._faults_met
        self._parser.feed(text.encode("utf-8"))
        self._take_down_faults()
        self._unanswered += len(text)
        for event, element in self._parser.read_events():
            self._unanswered = 0
            if event == "start":
                yield from self._begun(element, before)
            else:
                yield from self._ended(element)
        if self._unanswered > LONGEST_ELEMENT:
            raise UnreadableFile(
                f"{self._filename}: one element has more than {LONGEST_ELEMENT // 1024 // 1024} MB, behind item "
                f"{self._items}. Take it out and import the rest."
            )

    def end(self) -> Iterator[Element]:
        """Yield what is left at the end of the file: items that broke off, and the channel's fields."""
        for _element, number, _before in self._open:
            yield Unreadable(f"{self._filename}#{number}", "the file breaks off in the middle of it")
        if not self._has_ended and not self._open:
            yield Unreadable(self._filename, f"nothing behind item {self._items} can be read")
        if self._channel is not None:
            self._remember_fields(self._channel)
        yield ChannelFields(self._fields)

    def _begun(self, element: Any, before: int) -> Iterator[Element]:
        if element.tag == "item":
            # An item in an item: the end of the outer one was lost, and with it perhaps what restricts it.
            for _outer, number, _before in self._open:
                yield Unreadable(f"{self._filename}#{number}", "it is not closed, so its end cannot be told")
            self._items += 1
            self._open = [(element, self._items, before)]
        elif element.tag == "rss":
            self._exports += 1
            if self._exports > 1:
                raise UnreadableFile(
                    f"{self._filename}: holds more than one export. Split it into files of one each."
                )
        elif element.tag == "channel":
            self._channel = element
        elif element.tag == "end-of-export":
            self._has_ended = True

    def _ended(self, element: Any) -> Iterator[Element]:
        if element.tag == "item":
            if self._open and self._open[-1][0] is element:
                _element, number, before = self._open.pop()
                yield _item(element, number, is_damaged=self._faults_met > before)
            self._clear(element)
            return
        parent = element.getparent()
        if parent is None or parent.tag not in ("channel", "export"):
            return
        name = _name_of(element.tag)
        if name == "wp:author":
            yield _author(element)
        elif name in ("wp:category", "wp:tag", "wp:term"):
            yield _term(element, name)
        else:
            return
        self._clear(element)

    def _clear(self, element: Any) -> None:
        """Let go of an element and of all before it. Its own tail is kept: the parser may be writing it."""
        element.clear(keep_tail=True)
        parent = element.getparent()
        while parent is not None and (earlier := element.getprevious()) is not None:
            self._remember_field(earlier)
            parent.remove(earlier)

    def _remember_fields(self, channel: Any) -> None:
        for each in channel:
            self._remember_field(each)

    def _remember_field(self, element: Any) -> None:
        name = _name_of(element.tag)
        if name and not len(element) and element.text and name not in self._fields:
            self._fields[name] = element.text.strip()[:2000]

    def _take_down_faults(self) -> None:
        log = self._parser.feed_error_log
        many = len(log)
        if many == self._logged:
            return
        for each in list(log)[self._logged :]:
            # That the root is not closed is our own doing.
            if each.type_name != "ERR_TAG_NOT_FINISHED":
                self._faults.add(each.type_name, each.line, " ".join(each.message.split())[:200])
                self._faults_met += not each.type_name.startswith(_HARMLESS)
        self._logged = many
        if many > MOST_FAULTS:
            raise UnreadableFile(
                f"{self._filename}: has more than {MOST_FAULTS} faults, the last in line {log[-1].line}. Export it again."
            )


@lru_cache(maxsize=512)
def _name_of(tag: Any) -> str:
    """Return the name by which exports know an element: "wp:status"; an empty one where it is none of theirs."""
    if not isinstance(tag, str):
        return ""
    namespace, _, local = tag.removeprefix("{").rpartition("}")
    if not namespace:
        return local
    if found := _WORDPRESS.fullmatch(namespace):
        return ("excerpt:" if found[1] else "wp:") + local
    prefix = _PREFIXES.get(namespace)
    return prefix + local if prefix else ""


def _item(element: Any, number: int, *, is_damaged: bool) -> ExportItem:
    texts: dict[str, list[str]] = {}
    metas: dict[str, list[str]] = {}
    terms: list[ExportTerm] = []
    comments = 0
    for child in element:
        name = _name_of(child.tag)
        if name == "wp:postmeta":
            key = _child(child, "meta_key")
            if KEPT_METAS.fullmatch(key):
                metas.setdefault(key, []).append(_child(child, "meta_value"))
        elif name == "category":
            domain, slug = child.get("domain") or "category", child.get("nicename") or ""
            terms.append(ExportTerm(domain, slug, _text(child).strip()))
        elif name == "wp:comment":
            comments += 1
        elif name:
            texts.setdefault(name, []).append(_text(child))
    return ExportItem(number, texts, metas, tuple(terms), comments, is_damaged)


def _author(element: Any) -> ExportAuthor:
    login = _child(element, "author_login")
    full = f"{_child(element, 'author_first_name')} {_child(element, 'author_last_name')}".strip()
    return ExportAuthor(
        login, _child(element, "author_display_name") or full or login, _child(element, "author_id")
    )


def _term(element: Any, name: str) -> ExportTerm:
    if name == "wp:category":
        slug, parent = _child(element, "category_nicename"), _child(element, "category_parent")
        return ExportTerm("category", slug, _child(element, "cat_name"), parent, _child(element, "term_id"))
    if name == "wp:tag":
        return ExportTerm(
            "post_tag",
            _child(element, "tag_slug"),
            _child(element, "tag_name"),
            "",
            _child(element, "term_id"),
        )
    return ExportTerm(
        _child(element, "term_taxonomy"), _child(element, "term_slug"), _child(element, "term_name"),
        _child(element, "term_parent"), _child(element, "term_id"),
    )  # fmt: skip


def _child(element: Any, local: str) -> str:
    found = (_text(each) for each in element if _name_of(each.tag) == f"wp:{local}")
    return next((each.strip() for each in found if each.strip()), "")


def _text(element: Any) -> str:
    """Return the text of an element; markup that has leaked into it, as it was written."""
    if not len(element):
        return element.text or ""
    inside = (etree.tostring(each, encoding="unicode") for each in element)
    return (element.text or "") + "".join(inside)
