"""Judge by identifiers, addresses and versions whether two tellings are of one story; no database, no clock."""

import re
import uuid
from datetime import UTC, datetime
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit

from .address_forms import decoded, is_tracker
from .stories import Story, Tombstone

# A scope that is only a file's name begins so: nobody has said whose identifiers these are.
FILE_SCOPE = "file:"
LONGEST_SCOPE = 255
LONGEST_VERSION = 64
# Parameters that ask for another form of the same page: ?amp=1, ?outputType=amp, ?view=print.
_FORM_NAME = re.compile(
    r"amp|print|printable|printer|format|output|outputtype|view|tmpl|display|mode", re.IGNORECASE
)
_FORM_VALUE = re.compile(r"|1|true|yes|y|on|amp|print|printable|printer|component", re.IGNORECASE)
_NOT_A_FORM_BY_ITSELF = {"view", "format", "output", "mode", "display"}
_FORM_NAMED = re.compile(r"amp|print|printable|printer|component", re.IGNORECASE)
_FORM_IN_PATH = re.compile(
    r"/(?:amp|print|printer|printable)(?=/|\Z)|(?:\.amp|\.print)(?=\.html?\Z|\Z)", re.IGNORECASE
)
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)\Z", re.IGNORECASE)
_HOST_PREFIX = re.compile(r"\A(?:(?:www\d?|amp|m|mobile|print)\.)+(?=[^.]+\.)", re.IGNORECASE)
_URN = re.compile(r"(?:urn|tag|doi|info|ark):\S{4,}\Z", re.IGNORECASE)


@lru_cache(1_000)
def comparable_address(address: str) -> str:
    """Return an address of the web as one compares it, or "" for what is none, and for a home page.

    Without scheme, www, port, trackers, fragment and slash at the end; the AMP and print forms of a page are the page.
    """
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or "." not in host:
        return ""
    path = _INDEX.sub("/", _FORM_IN_PATH.sub("", decoded(parts.path))).rstrip("/")
    query = urlencode(
        sorted(each for each in parse_qsl(parts.query, keep_blank_values=True) if _tells(*each))
    )
    if not path and not query:
        return ""
    return f"{_HOST_PREFIX.sub('', host)}{path}{'?' if query else ''}{query}"


def _tells(name: str, value: str) -> bool:
    """Return True if a parameter may tell one page from another."""
    if is_tracker(name):
        return False
    forms = _FORM_NAMED if name.lower() in _NOT_A_FORM_BY_ITSELF else _FORM_VALUE
    return not (_FORM_NAME.fullmatch(name) and forms.fullmatch(value))


def host_of(address: str) -> str:
    """Return the host of an address as the scope of identifiers, without www; "" where there is none."""
    try:
        return _HOST_PREFIX.sub("", (urlsplit(address.strip()).hostname or "").lower())[:LONGEST_SCOPE]
    except ValueError:
        return ""


def file_scope(name: str) -> str:
    """Return the scope of identifiers of which only the file's name is known."""
    return f"{FILE_SCOPE}{name}"[:LONGEST_SCOPE]


def is_scope_known(scope: str) -> bool:
    """Return True if somebody has said whose identifiers they are."""
    return bool(scope) and not scope.startswith(FILE_SCOPE)


def identifier_of(story: Story | Tombstone) -> str:
    """Return the identifier of a story; "" for the address of a home page, which is that of many."""
    address = story.source_id.lower().startswith(("http://", "https://"))
    return "" if address and not comparable_address(story.source_id) else story.source_id


def is_number(identifier: str) -> bool:
    """Return True for a bare number, which stands for another story in each source, and sometimes in each file."""
    return identifier.strip().isdigit()


def is_global(identifier: str) -> bool:
    """Return True for an identifier that is one story's in the whole world: a URN, a UUID, an address."""
    if _URN.match(identifier):
        return True
    try:
        uuid.UUID(identifier)
    except ValueError:
        return bool(comparable_address(identifier))
    return len(identifier) >= len("550e8400-e29b-41d4-a716-446655440000")


def concerns(one: tuple[str, str], other: tuple[str, str], *, is_alike: bool) -> bool:
    """Return True if a kill under the one scope and identifier concerns the story under the other.

    In doubt it does: a kill that took nothing down is worse than a draft too many.
    """
    (scope, identifier), (other_scope, other_identifier) = one, other
    if not identifier or identifier != other_identifier:
        return False
    if scope == other_scope or is_global(identifier) or is_alike:
        return True
    known = is_scope_known(scope), is_scope_known(other_scope)
    return not any(known) or (not all(known) and not is_number(identifier))


def version_of(story: Story) -> str:
    """Return what orders the versions of a story: its stated version, else when it was updated or published."""
    moment = story.updated_at or story.published_at
    return story.version or (moment.isoformat() if moment else "")


def is_higher(version: str, than: str) -> bool:
    """Return True if a version is higher than another; versions that cannot be compared are not."""
    mine, other = _ordered(version), _ordered(than)
    return mine is not None and other is not None and mine[0] == other[0] and mine[1] > other[1]


def is_stricter(version: str, than: str) -> bool:
    """Return True if the kill of one version keeps out more than the kill of another; that of none keeps out all."""
    return bool(than) and version != than and (not version or not is_higher(than, version))


def _ordered(version: str) -> tuple[str, tuple[float, ...]] | None:
    text = version.strip()
    if re.fullmatch(r"[vV]?\d{1,9}(?:\.\d{1,9})*", text):
        return "number", tuple(map(int, text.lstrip("vV").split(".")))
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return "moment", ((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp(),)
