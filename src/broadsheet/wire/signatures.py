"""Know the files of other systems by their beginning, so that what cannot be read is refused by its name."""

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from .text.decode import opening
from .text.roots import PIECES, root_of

# Exports of whole sites say for each item whether it is public; read as something else, drafts would be too.
AS_FEED = "Import the site's feed, or saved pages of it"
PAGES = "Import saved pages of the site"
AS_TEXT = "Save its text as a .txt file, and import that"
WITHOUT_HEAD = "Save the text without the mail's head as a .txt file, and import that"
LEAVE_OUT = "Leave it out"
AS_NINJS = "Have the texts sent as ninjs"
UNPACK = "Unpack it and import what is in it"


@dataclass(frozen=True, slots=True)
class Opening:
    """What is seen of a file: its first bytes, the text that they are, the first element of it, its name."""

    head: bytes
    text: str
    root: str
    filename: str


@dataclass(frozen=True, slots=True)
class Signature:
    """How the files of one system are known.

    `read_by` is the format of the registry that reads them, once there is one. `called` and `instead` are for the person
    who imports: what it is, and what to import in its place. `insist_as` is the format that reads it all the same if
    the person names it: what only looks like a mail may be a page's text.
    """

    read_by: str
    called: str
    instead: str
    fits: Callable[[Opening], bool]
    insist_as: str = ""


def known_as(head: bytes, filename: str) -> Signature | None:
    """Return the signature that a file with this beginning fits, the first of the table, or None."""
    text = opening(head)
    seen = Opening(head, text, root_of(text), filename)
    return next((each for each in SIGNATURES if each.fits(seen)), None)


def _begins(*beginnings: bytes) -> Callable[[Opening], bool]:
    return lambda seen: seen.head.startswith(beginnings)


def _holds(pattern: str) -> Callable[[Opening], bool]:
    expression = re.compile(pattern)
    return lambda seen: bool(expression.search(seen.text))


def _markup(*names: str, pattern: str = "") -> Callable[[Opening], bool]:
    """Return a look at the first element of a text; where a pattern is given, the text must hold that too.

    Whatever stands before the first tag, such as a warning of the program that wrote the file, is passed over.
    """
    first = re.compile(rf"<(?:[\w.-]+:)?(?:{'|'.join(names)})[\s/>]", re.IGNORECASE)
    more = re.compile(pattern, re.IGNORECASE)

    def fits(seen: Opening) -> bool:
        is_other = seen.text[:1] in ("{", "[") or (seen.root and seen.root not in PIECES)
        is_behind_junk = not is_other and bool(first.search(seen.text))
        return (seen.root in names or is_behind_junk) and bool(more.search(seen.text))

    return fits


def _json(*patterns: str) -> Callable[[Opening], bool]:
    """Return a look for patterns, all of them, in a JSON text; comments, which JSON does not have, may stand first."""
    expressions = [re.compile(each) for each in patterns]

    def fits(seen: Opening) -> bool:
        at = 0
        while begun := _COMMENT.match(seen.text, at):
            at = begun.end()
        return seen.text[at : at + 1] in ("{", "[") and all(each.search(seen.text) for each in expressions)

    return fits


def _zip_of(*names: bytes) -> Callable[[Opening], bool]:
    return lambda seen: seen.head.startswith(_ZIP) and any(name in seen.head for name in names)


def _starts(pattern: bytes) -> Callable[[Opening], bool]:
    """Return a look at the first bytes, for what holds other bytes than those of a text."""
    expression = re.compile(pattern)

    def fits(seen: Opening) -> bool:
        first = seen.head.removeprefix(b"\xef\xbb\xbf").lstrip(_BLANKS)
        # Written in two bytes a letter, it shows itself in the text alone.
        return bool(
            expression.match(first) or expression.match(seen.text[:1000].encode("latin-1", "replace"))
        )

    return fits


def _is_tar(seen: Opening) -> bool:
    return seen.head[257:262] == b"ustar"


def _is_pdf(seen: Opening) -> bool:
    return seen.text.startswith("%PDF-") or seen.head.lstrip(_BLANKS).startswith(b"%PDF-")


def _is_old_office(seen: Opening) -> bool:
    return seen.head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") or seen.text.startswith("{\\rtf")


def _is_mail(seen: Opening) -> bool:
    """Return True where fields of a mail's head stand in the first lines, two of them or more."""
    names = set()
    for line in seen.text.split("\n", _MOST_FIELDS)[:_MOST_FIELDS]:
        field = _MAIL_FIELD.match(line)
        if field:
            names.add(field[1].lower())
        elif not line.rstrip("\r") or not line[0].isspace():
            break
    return len(names & MAIL_FIELDS) > 1 and not names.isdisjoint(MAIL_SENDERS)


def _is_table(seen: Opening) -> bool:
    """Return True for a table: by the file's name, or where its first lines have as many values as there are names."""
    if seen.filename.lower().endswith((".csv", ".tsv")):
        return bool(seen.text)
    lines = [each for each in seen.text.split("\n", 60)[:60] if not each.startswith("#")]
    return any(_has_columns(lines, mark) for mark in ",;\t|")


def _has_columns(lines: list[str], mark: str) -> bool:
    try:
        rows = [row for row in islice(csv.reader(lines, delimiter=mark), 10) if any(row)][:5]
    except csv.Error:
        return False
    names = [each.strip() for each in rows[0]] if rows else []
    are_names = len(names) > 2 and all(0 < len(each) <= 30 and each.count(" ") < 3 for each in names)
    return are_names and len(rows) > 1 and {len(each) for each in rows} == {len(names)}


def _is_medium(seen: Opening) -> bool:
    """Return True for a post of a Medium export, or for one of its other pages, such as the owner's profile."""
    if seen.root != "html":
        return False
    is_bare = bool(_MICROFORMAT.search(seen.text)) and not _LINKED.search(seen.text)
    return bool(_MEDIUM.search(seen.text)) or (is_bare and "medium.com" in seen.text)


def _is_substack_post(seen: Opening) -> bool:
    """Return True for a post of a Substack export: a piece of a page that is named by a number."""
    return bool(_SUBSTACK_NAME.match(seen.filename)) and _is_piece(seen)


def _is_piece(seen: Opening) -> bool:
    """Return True for HTML that is only the inside of a page: nothing in it says what it is."""
    return seen.root in PIECES and not _WHOLE.search(seen.text)


_BLANKS = b" \t\r\n\0"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_COMMENT = re.compile(r"\s*(?://[^\n]*\n|/\*(?:[^*]|\*(?!/))*\*/)\s*")
_MOST_FIELDS = 200
_MAIL_FIELD = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,60}):")
MAIL_FIELDS = frozenset({
    "from", "to", "cc", "bcc", "subject", "date", "sent", "message-id", "received", "return-path",
    "delivered-to", "reply-to", "mime-version", "sender", "x-mailer", "in-reply-to", "references", "list-id",
    "envelope-to", "dkim-signature", "content-transfer-encoding", "von", "an", "betreff", "gesendet", "datum",
})  # fmt: skip
# A text that only has a subject and a date is not a mail yet.
MAIL_SENDERS = frozenset({
    "from", "received", "return-path", "message-id", "mime-version", "delivered-to", "von",
})  # fmt: skip
_SUBSTACK_NAME = re.compile(r"\d{4,}(?:\.[\w-]*)+$")
_WHOLE = re.compile(
    r"<(?:!doctype\s+html|html|head|title|body|article|main|\?xml|rss|feed|rdf:RDF)\b", re.IGNORECASE
)
_WXR = (
    r"xmlns:[\w.-]+\s*=\s*[\"']https?://wordpress\.org/export/|<wp:(?:wxr_version|post_type|status|post_id)\b"
)
_BLOGGER = (
    r"schemas\.google\.com/blogger/20(?:08/kind#|1\d)|tag:blogger\.com,1999:blog-\d+\.archive"
    r"|<blogger:(?:type|status)\b"
)
_MEDIUM = re.compile(
    r"data-field=[\"'](?:body|subtitle|description)[\"']|Exported from <a [^>]{0,200}medium\.com"
)
_MICROFORMAT = re.compile(r"""class=["'](?:h-entry|h-card|p-name)\b""")
_LINKED = re.compile(r"<link\b|<script\b|<meta (?:name|property)\b", re.IGNORECASE)
_GHOST_POST = r'"(?:mobiledoc|lexical|comment_id|feature_image|custom_excerpt|codeinjection_head)"\s*:'
_RENDERED = (
    r'"(?:guid|title|content|excerpt|caption|description)"\s*:\s*\{[^{}]{0,2000}"rendered"\s*:'
    r'|"wp:(?:attachment|term|featuredmedia)"\s*:'
)
_FRONT_MATTER = r"\A(?:---[ \t]*\r?\n(?:[\w.-]+[ \t]*:[^\n]*\n|[ \t#][^\n]*\n|-[ \t][^\n]*\n|\r?\n)*---|\+\+\+[ \t]*\r?\n)"
_MBOX = r"\A>?From \S+(?:@\S+[ \t]| +[A-Z][a-z]{2},? +[A-Z][a-z]{2} +\d{1,2} +\d\d:\d\d)"

# The first that fits decides. A line of the registry whose format has the name in the first column is enough for a
# system's files to be read.
SIGNATURES: tuple[Signature, ...] = (
    Signature("warc", "a web archive (WARC)", PAGES, _starts(rb"WARC/\d")),
    Signature("arc", "a web archive (ARC)", PAGES, _starts(rb"filedesc://")),
    Signature("office", "an office document", AS_TEXT,
        _zip_of(b"word/", b"xl/", b"ppt/", b"application/vnd.oasis", b"[Content_Types].xml")),
    Signature("old-office", "a document of an old office program, or RTF", AS_TEXT, _is_old_office),
    Signature("epub", "a book (EPUB)", PAGES, _zip_of(b"application/epub+zip")),
    Signature("zip", "a zip archive", UNPACK, _begins(*_ZIP)),
    Signature("tar", "a tar archive", UNPACK, _is_tar),
    Signature("gzip", "packed with gzip", UNPACK, _begins(b"\x1f\x8b")),
    Signature("packed", "packed with bzip2, xz, Zstandard, 7-Zip or RAR", UNPACK,
        _begins(b"BZh", b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07")),
    Signature("pdf", "a PDF", AS_TEXT, _is_pdf),
    Signature("wordpress", "a Squarespace export (WXR)", AS_FEED,
        _markup("rss", "channel", "item", pattern=rf"(?s)\A(?=.*(?:{_WXR})).*squarespace")),
    Signature("wordpress", "a WordPress export (WXR)", AS_FEED, _markup("rss", "channel", "item", pattern=_WXR)),
    Signature("blogger", "a Blogger export", AS_FEED, _markup("feed", "entry", pattern=_BLOGGER)),
    Signature("blogger", "a Blogger export", AS_FEED, _json(r'"kind"\s*:\s*"blogger#')),
    Signature("ghost", "a Ghost export", AS_FEED, _json(r'"exported_on"\s*:|\A\W*"db"\s*:\s*\[')),
    Signature("ghost", "a Ghost export", AS_FEED, _json(r'"posts"\s*:\s*\[', _GHOST_POST)),
    Signature("wordpress-rest", "an answer of WordPress (REST)", AS_FEED, _json(_RENDERED)),
    Signature("json-feed", "a JSON Feed", "Import the site's RSS or Atom feed",
        _json(r'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org')),
    Signature("medium", "a page of a Medium export", PAGES, _is_medium),
    Signature("substack", "a Substack export", PAGES, _holds(r'(?m)^"?post_id"?[,;\t].*(?:is_published|audience)')),
    Signature("substack", "a Substack export", PAGES, _is_substack_post),
    Signature("nitf", "NITF", AS_NINJS, _markup("nitf")),
    Signature("newsml-g2", "NewsML-G2", AS_NINJS, _markup("newsmessage", "newsitem", "packageitem", "conceptitem",
        "knowledgeitem", "planningitem", "catalogitem")),
    Signature("newsml", "NewsML 1", AS_NINJS, _markup("newsml")),
    Signature("iptc7901", "a wire message (IPTC 7901)", AS_NINJS,
        _starts(rb"[\x16\0]*\x01?[\r\n]*[A-Za-z]{2,4}\d{2,4} [1-9] [A-Za-z]{2,3} +\d{1,5}\b"), "page-text"),
    Signature("anpa", "a wire message (ANPA 1312)", AS_NINJS,
        _starts(rb"[\x16\0]*\x01?[\r\n]*[a-z]\d{4}[ \x11-\x1f]*[a-z][ \x11-\x1f]*[a-z][ \x11-\x1f]*[\r\n]*\W*(?:[A-Z]{2}[-_]|\x02)"),
        "page-text"),
    Signature("wire", "a wire message (IPTC 7901 or ANPA 1312)", AS_NINJS, _starts(rb"\x16\x16|[\x16\0]*\x01[^\x03]*\x02")),
    Signature("mhtml", "a page saved as MHTML", "Save it as HTML, and import that",
        _holds(r"\A(?:[^\n]*\n){0,40}?(?:Snapshot-Content-Location:|Content-Type:\s*multipart/related)")),
    Signature("mbox", "a mailbox (mbox)", WITHOUT_HEAD, _holds(_MBOX), "page-text"),
    Signature("mail", "a mail", WITHOUT_HEAD, _is_mail, "page-text"),
    Signature("calendar", "a calendar", LEAVE_OUT, _holds(r"\ABEGIN:VCALENDAR")),
    Signature("addresses", "a list of addresses (vCard)", LEAVE_OUT, _holds(r"\ABEGIN:VCARD")),
    Signature("movable-type", "an export of Movable Type or TypePad", AS_FEED,
        _holds(r"\A(?:[A-Z][A-Z ]{2,30}:[^\n]*\n){0,20}?(?:STATUS|ALLOW COMMENTS|BASENAME):")),
    Signature("front-matter", "a text with front matter (Jekyll, Hugo)", PAGES, _holds(_FRONT_MATTER)),
    Signature("sitemap", "a sitemap", "Import the pages that it names", _markup("urlset", "sitemapindex")),
    Signature("opml", "a list of feeds (OPML)", "Import the feeds that it names", _markup("opml")),
    Signature("drawing", "a drawing (SVG)", LEAVE_OUT, lambda seen: seen.root == "svg"),
    Signature("table", "a table (CSV)", PAGES, _is_table, "page-text"),
    Signature("piece", "a piece of a page, without the page", "Import the whole page", _is_piece, "html"),
)  # fmt: skip
