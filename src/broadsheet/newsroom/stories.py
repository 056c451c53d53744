"""The values that a story consists of before it is an article: its words, its blocks, its dates, its names."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from ..prose.dates import DatePrecision


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Cleaned inline HTML in one `p`, or one whole `ul` or `ol`."""

    html: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside the body; level 2 to 4."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words set apart from the text, without quotation marks."""

    text: str
    speaker: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture where it stands in the body; `file` is its name beside the page, where it was saved with it."""

    url: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Embed:
    """Something on another host that the story points to."""

    url: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of plain text cells; `header` says that the first row names the columns."""

    rows: tuple[tuple[str, ...], ...]
    header: bool = True
    caption: str = ""


Block = Paragraph | Heading | Quotation | Picture | Embed | Table


# A withheld story is a draft with a reason, which only a person publishes.
Status = Literal["usable", "draft", "submitted", "withheld"]


# The values of `models.ArticleKind`.
Kind = Literal["news", "opinion", "analysis", "interview", "review", "obituary"]


@dataclass(frozen=True, slots=True)
class Story:
    """One story as a file tells it. Dates are aware; `repairs` says in a sentence each what was mended.

    `source_id` is an identifier of the source `scope`: a host, a name that was given at import, a provider or a file.
    `version` orders the versions of one identifier; `former_addresses` are those at which readers know the story.
    """

    headline: str
    body: tuple[Block, ...]
    source_id: str = ""
    scope: str = ""
    version: str = ""
    standfirst: str = ""
    teaser: str = ""
    short_headline: str = ""
    search_title: str = ""
    kicker: str = ""
    kind: Kind = "news"
    language: str = ""
    published_at: datetime | None = None
    date_precision: DatePrecision = DatePrecision.UNKNOWN
    date_basis: str = ""
    updated_at: datetime | None = None
    embargoed_until: datetime | None = None
    expires_at: datetime | None = None
    go_live_at: datetime | None = None
    section: str = ""
    topics: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    source: str = ""
    url: str = ""
    former_addresses: tuple[str, ...] = ()
    status: Status = "usable"
    withheld_because: str = ""
    repairs: tuple[str, ...] = ()
    slug: str = ""
    translation_of: str = ""
    language_is_guessed: bool = False


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What is left of a story that its provider has cancelled: it is to be withdrawn here too.

    `source` is its provider, as in a story.
    """

    source_id: str
    headline: str = ""
    scope: str = ""
    version: str = ""
    source: str = ""
