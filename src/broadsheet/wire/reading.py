"""Read a file of whatever format as stories, with what the person who imports says of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from ..newsroom.stories import Story
from ..prose.dates import DatePrecision
from .format_protocol import Confidence, Format
from .formats.wordpress.export_file import WordPress
from .items import Item, UnreadableFile
from .registry import FORMATS
from .sources import SourceFile, head_of
from .text.decode import is_binary


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person who imports says of the files.

    `date` is for a page's main story, or for those of a list that state none; `source` for those that state none.
    `kind` names the format. `post_types` are types of an export's items that are stories beside posts; `zone` is the
    paper's, for clocks that name none.
    """

    date: datetime | None = None
    language: str = ""
    source: str = ""
    section: str = ""
    kind: str = ""
    post_types: frozenset[str] = frozenset()
    zone: tzinfo | None = None


def read_stories(file: SourceFile, wishes: Wishes | None = None) -> Iterator[Item]:
    """Yield the stories of a file, and what could not be taken.

    Raises UnreadableFile when the file as a whole cannot be read.
    """
    wishes = wishes or Wishes()
    form = _named(wishes.kind, file.name) if wishes.kind else recognised(head_of(file), file.name)
    if isinstance(form, WordPress):
        form = replace(form, post_types=wishes.post_types, zone=wishes.zone or form.zone)
    of_others = replace(wishes, date=None) if form.is_one_page else wishes
    for number, item in enumerate(form.read([file])):
        yield _as_wished(item, of_others if number else wishes)


def recognised(head: bytes, filename: str) -> Format:
    """Return the format that is surest of a file that begins with `head`. Raises UnreadableFile where none is."""
    confidence = {each: each.recognise(head, filename) for each in FORMATS}
    surest = max(FORMATS, key=lambda each: confidence[each])
    if confidence[surest] is not Confidence.NONE:
        return surest
    if is_binary(head):
        raise UnreadableFile(
            f"{filename}: is not a text (it begins {head[:8]!r}). Unpack it, or leave it out."
        )
    raise UnreadableFile(f"{filename}: is empty. There is nothing to import.")


def _named(kind: str, filename: str) -> Format:
    for each in FORMATS:
        if each.name == kind:
            return each
    known = ", ".join(each.name for each in FORMATS)
    raise UnreadableFile(f"{filename}: '{kind}' is not a format. Choose one of {known}.")


def _as_wished(item: Item, wishes: Wishes) -> Item:
    if not isinstance(item, Story):
        return item
    date = wishes.date
    if date is not None and item.published_at is None:
        is_day = (date.hour, date.minute, date.second) == (0, 0, 0)
        precision = DatePrecision.DAY if is_day else DatePrecision.SECOND
        item = replace(item, published_at=date, date_precision=precision, date_basis="given at import")
    if wishes.language:
        item = replace(item, language=wishes.language, language_is_guessed=False)
    return replace(item, source=item.source or wishes.source)
