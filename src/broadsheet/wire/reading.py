"""Read a file of whatever format as stories, with what the person who imports says of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..newsroom.identity import LONGEST_SCOPE, file_scope
from ..newsroom.stories import Story, Tombstone
from ..prose.stated_dates import StatedDate
from .format_protocol import Confidence, Format
from .formats.wordpress.export_file import WordPress
from .items import Dropped, Item, UnreadableFile
from .registry import FORMATS
from .signatures import Signature, known_as
from .sources import SourceFile, head_of
from .text.appended import without_appended
from .text.decode import is_binary, opening
from .text.roots import root_of


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person who imports says of the files.

    `date` is for a page's main story, or for those of a list that state none; `source` for those that state none.
    `kind` names the format. `source_name` is the scope of identifiers in files that do not say whose they are.
    `new_editions` are the languages that may open an edition, as codes, or "any". Of a page's rails only `rail_stories`
    takes the stories that stand there whole. `post_types` are types of an export's items that are stories beside posts.
    The first edition that is opened gets `edition_name`.
    """

    date: StatedDate | None = None
    language: str = ""
    source: str = ""
    section: str = ""
    kind: str = ""
    source_name: str = ""
    new_editions: tuple[str, ...] = ()
    rail_stories: bool = False
    post_types: frozenset[str] = frozenset()
    edition_name: str = ""


def read_stories(file: SourceFile, wishes: Wishes | None = None) -> Iterator[Item]:
    """Yield the stories of a file, and what could not be taken.

    Raises UnreadableFile when the file as a whole cannot be read.
    """
    wishes = wishes or Wishes()
    head = head_of(file)
    form = _insisted(wishes.kind, head, file.name) if wishes.kind else recognised(head, file.name)
    if isinstance(form, WordPress):
        form = replace(form, post_types=wishes.post_types)
    of_others = replace(wishes, date=None) if form.is_one_page else wishes
    for number, item in enumerate(without_appended(form.read([file]))):
        if number and form.is_one_page and isinstance(item, Story) and not wishes.rail_stories:
            yield Dropped(f"{file.name}, card {number}", _IN_A_RAIL.format(headline=item.headline[:60]))
        else:
            yield _as_wished(_scoped(item, wishes, file.name), of_others if number else wishes)


_IN_A_RAIL = "“{headline}” stands in a rail of the page. Import it too with --rail-stories"


def recognised(head: bytes, filename: str) -> Format:
    """Return the format that is surest of a file that begins with `head`. Raises UnreadableFile where none is.

    A file of another system that no format reads is refused by its name, however sure a format may be.
    """
    confidence = {each: each.recognise(head, filename) for each in FORMATS}
    known = known_as(head, filename)
    if known:
        own = next((each for each in FORMATS if each.name == known.read_by and confidence[each]), None)
        if own is None:
            raise UnreadableFile(_refusal(known, filename))
        return own
    surest = max(FORMATS, key=lambda each: confidence[each])
    if confidence[surest] is not Confidence.NONE:
        return surest
    raise UnreadableFile(f"{filename}: {_unknown(head)}")


def _refusal(known: Signature, filename: str) -> str:
    insisting = f", or insist with --format {known.insist_as}" if known.insist_as else ""
    return f"{filename}: is {known.called}, which cannot be read. {known.instead}{insisting}."


def _unknown(head: bytes) -> str:
    if is_binary(head):
        return f"is not a text (it begins {head[:8]!r}). Unpack it, or leave it out."
    text = opening(head)
    if not text:
        return "is empty. There is nothing to import."
    root = root_of(text)
    if root:
        return f"is of no known format (its first element is <{root}>). Name its format with --format, or leave it out."
    return "is a text of no known format. If it is a page's text, name it .txt or say --format page-text."


def _insisted(kind: str, head: bytes, filename: str) -> Format:
    """Return the format that the person names, unless the file is known to be what that format cannot read."""
    form = next((each for each in FORMATS if each.name == kind), None)
    if form is None:
        names = ", ".join(each.name for each in FORMATS)
        raise UnreadableFile(f"{filename}: '{kind}' is not a format. Choose one of {names}.")
    known = known_as(head, filename)
    if known and kind not in (known.read_by, known.insist_as):
        raise UnreadableFile(_refusal(known, filename))
    return form


def _scoped(item: Item, wishes: Wishes, filename: str) -> Item:
    """Say whose identifier an item has: the host's that it comes from, else a named source's, a provider's, the file's."""
    if not isinstance(item, Story | Tombstone):
        return item
    provider = " ".join(item.source.casefold().split())[:LONGEST_SCOPE]
    return replace(item, scope=item.scope or wishes.source_name or provider or file_scope(filename))


def _as_wished(item: Item, wishes: Wishes) -> Item:
    if not isinstance(item, Story):
        return item
    date = wishes.date
    if date is not None and item.published_at is None:
        item = replace(
            item,
            published_at=date.moment,
            date_precision=date.precision,
            date_basis="given at import",
            repairs=(*item.repairs, date.note) if date.note else item.repairs,
        )
    if wishes.language:
        item = replace(item, language=wishes.language, language_is_guessed=False)
    return replace(item, source=item.source or wishes.source)
