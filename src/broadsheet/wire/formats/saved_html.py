"""Read saved HTML pages: trafilatura finds the main text, our own rules the headline and the date."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import trafilatura
from lxml import etree
from lxml import html as lxml_html

from ...newsroom.identity import host_of
from ...newsroom.stories import Story, Tombstone
from ...prose.stated_dates import StatedDate
from ...prose.stated_text import plain_unless_marked
from ...prose.typography import comparable, without_surplus_marks
from ..format_protocol import Confidence
from ..items import Dropped, Item, UnreadableFile, UnreadableItem
from ..restrictions import Meaning, restriction_of
from ..sources import SourceFile, one_by_one, whole
from ..text.addresses import absolute
from ..text.decode import decode, opening
from ..text.html_blocks import read_body, require_readable, words_of
from ..text.listings import LISTING, is_list_of_teasers
from ..text.making import finished
from ..text.moments import date_of, moment
from ..text.roots import PIECES, root_of
from ..text.sheltering import Shelter
from ..text.void_elements import with_ends

NEWS = {
    "article", "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle", "backgroundnewsarticle",
    "reviewnewsarticle", "blogposting", "liveblogposting", "report", "techarticle", "socialmediaposting", "webpage",
}  # fmt: skip
LISTS = {"collectionpage", "searchresultspage"}
# What a page begins with, or holds behind what a program complained of.
ROOTS = PIECES | {
    "html", "head", "body", "title", "meta", "link", "script", "style", "base", "article", "main", "header", "nav", "aside",
    "center", "font", "form", "noscript", "dl", "u", "small", "frameset",
}  # fmt: skip
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_IN_ADDRESS = re.compile(r"/((?:19|20)\d{2})[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?:\D|\Z)")
_TITLE_CUTS = re.compile(r"\s+[|–—·»«›•:-]+\s+|\s*\|\s*")
# How WordPress marks the element of a post: post-12, type-post, hentry.
_POST_CLASS = re.compile(r"(?:post-\d+|type-[\w-]+|hentry)\Z")
DATE_METAS = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "date", "dc.date",
    "dc.date.issued", "dcterms.created", "dcterms.issued", "pubdate", "publishdate", "publication_date", "sailthru.date",
    "parsely-pub-date", "cxenseparse:recs:publishtime", "rnews:datepublished",
)  # fmt: skip
UPDATE_METAS = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "last-modified",
    "dcterms.modified",
)


@dataclass(frozen=True, slots=True)
class _SavedPage:
    """A page's own statements about itself."""

    root: lxml_html.HtmlElement
    metas: dict[str, str]
    statement: dict[str, Any]
    statements: list[dict[str, Any]]
    states_list: bool


class SavedHtml:
    """Reads saved pages."""

    name = "html"
    description = "saved HTML pages: the main text, the headline, the date that the page itself states"
    is_one_page = True

    def recognise(self, head: bytes, filename: str) -> Confidence:
        text = opening(head)
        root = root_of(text)
        is_page = root in ROOTS or (not root and bool(_HTML.search(text)))
        return Confidence.POSSIBLE if is_page else Confidence.NONE

    def read(self, sources: Sequence[SourceFile]) -> Iterator[Item]:
        return one_by_one(sources, _read)


def _read(source: SourceFile) -> Iterator[Item]:
    """Yield the one story of a page, or why it has none."""
    name = source.name
    text, repair = decode(whole(source))
    try:
        require_readable(text)
        # trafilatura normalizes the text, marks and all.
        yield _story(without_surplus_marks(text), name, repair)
    except UnreadableItem as error:
        raise UnreadableFile(f"{name}: {error}. Leave it out, or save its text alone.") from error


def _story(text: str, name: str, repair: str) -> Item:
    page = _page(text, name)
    restriction = restriction_of(_restricting_fields(page))
    if restriction.meaning is Meaning.NO_STORY:
        return Dropped(name, restriction.because)
    headline = _headline(page)
    if restriction.meaning is Meaning.CANCELLED:
        return Tombstone(_address(page), headline)
    if not _states_article(page) and (page.states_list or is_list_of_teasers(page.root)):
        raise UnreadableFile(f"{name}: {LISTING}.")
    root = deepcopy(page.root)
    shelter = Shelter(root)
    markup = trafilatura.extract(
        lxml_html.tostring(root, encoding="unicode"),
        output_format="html",
        include_comments=False,
        include_formatting=True,
        include_links=True,
        include_tables=True,
    )
    told = read_body(shelter.put_back(_inside(markup or "")), base=_base(page))
    body = told.blocks
    if not words_of(body).strip():
        return Dropped(name, "no story was found in the page")
    published, basis = _date(page)
    updated, _complaint = moment(
        _first(_stated(page, "dateModified"), *(page.metas.get(each, "") for each in UPDATE_METAS))
    )
    story = restriction.applied(
        Story(
            headline=headline,
            body=body,
            scope=host_of(_address(page)),
            standfirst=_standfirst(page, body),
            language=_language(page),
            published_at=published.moment,
            date_precision=published.precision,
            date_basis=basis,
            updated_at=updated if published.moment and updated and updated > published.moment else None,
            section=_first(_stated(page, "articleSection"), page.metas.get("article:section", "")),
            topics=tuple(_keywords(page)),
            authors=tuple(_authors(page)),
            source=_first(_name(page.statement.get("publisher")), page.metas.get("og:site_name", "")),
            url=_address(page),
            repairs=tuple(each for each in (repair, published.note, *told.losses) if each),
        )
    )
    return finished(story, where=name)


def _states_article(page: _SavedPage) -> bool:
    """Return True if the page says that it is one article, and does not also say that it is a list."""
    articles = [each for each in page.statements if _kinds(each) & NEWS - {"webpage"}]
    return len(articles) == 1 or (not page.states_list and page.metas.get("og:type", "").lower() == "article")


def _restricting_fields(page: _SavedPage) -> Iterator[tuple[str, object]]:
    """Yield what the page states of itself: metas, JSON-LD, the classes by which WordPress marks a preview."""
    for each in page.root.iter("meta"):
        name = each.get("property") or each.get("name") or each.get("itemprop") or ""
        # As a name it is meant for caches, and mostly lies in the past.
        if name.strip().lower() != "expires":
            yield name, each.get("content")
    for statement in page.statements:
        yield from statement.items()
    for each in page.root.xpath("//*[contains(@class, 'status-') or contains(@class, 'post-password')]"):
        classes = each.get("class").split()
        if any(_POST_CLASS.match(name) for name in classes):
            yield from (
                ("post_status", name.removeprefix("status-"))
                for name in classes
                if name.startswith("status-")
            )
        yield "post_password", any(name.startswith("post-password-") for name in classes)


def _page(text: str, name: str) -> _SavedPage:
    try:
        # The declaration of an encoding would make lxml refuse a text that is decoded already.
        root = lxml_html.document_fromstring(with_ends(re.sub(r"\A\s*<\?xml[^>]*\?>", "", text)))
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableFile(
            f"{name}: is not HTML that can be read: {error}. Open it in a browser and save it again."
        ) from error
    metas: dict[str, str] = {}
    for each in root.iter("meta"):
        key = (each.get("property") or each.get("name") or each.get("itemprop") or "").strip().lower()
        if key and each.get("content"):
            metas.setdefault(key, " ".join(each.get("content").split()))
    stated = _statements(root)
    statements = [each for each in stated if _kinds(each) & NEWS]
    main = max(statements, key=lambda each: ("headline" in each, "datePublished" in each), default={})
    return _SavedPage(root, metas, main, statements, states_list=len(statements) < len(stated))


def _statements(root: lxml_html.HtmlElement) -> list[dict[str, Any]]:
    """Return the page's JSON-LD about articles and lists of them."""
    found: list[dict[str, Any]] = []
    for script in root.xpath("//script[contains(@type, 'ld+json')]"):
        try:
            found += _articles(json.loads(script.text_content().strip().rstrip(";")), 0)
        except (ValueError, RecursionError):
            # Pages carry broken JSON-LD; their other statements remain.
            continue
    return found


def _articles(item: Any, depth: int) -> list[dict[str, Any]]:
    if depth > 6:
        return []
    if isinstance(item, list):
        return [found for each in item for found in _articles(each, depth + 1)]
    if not isinstance(item, dict):
        return []
    own = [item] if _kinds(item) & (NEWS | LISTS) else []
    return own + [
        found
        for key in ("@graph", "mainEntity", "mainEntityOfPage")
        for found in _articles(item.get(key), depth + 1)
    ]


def _kinds(item: dict[str, Any]) -> set[str]:
    kinds = item.get("@type")
    return {str(kind).lower() for kind in (kinds if isinstance(kinds, list) else [kinds])}


def _headline(page: _SavedPage) -> str:
    """Return the headline: the one that the page states and also prints, else what it prints, else what it states."""
    printed = [text for each in page.root.iter("h1") if (text := " ".join(each.text_content().split()))]
    stated = [
        plain_unless_marked(each)
        for each in (
            _stated(page, "headline"),
            page.metas.get("og:title", ""),
            page.metas.get("twitter:title", ""),
        )
        if each
    ]
    title = " ".join((page.root.findtext(".//title") or "").split())
    known = {comparable(each) for each in (*stated, *_TITLE_CUTS.split(title))} - {""}
    for each in printed:
        if comparable(each) in known:
            return each
    if stated:
        return _without_site(stated[0], page)
    if len(printed) == 1:
        return printed[0]
    return max(_TITLE_CUTS.split(title), key=len, default="") or (printed[0] if printed else "")


def _without_site(title: str, page: _SavedPage) -> str:
    site = comparable(page.metas.get("og:site_name", ""))
    parts = _TITLE_CUTS.split(title)
    return (
        title[: title.rindex(parts[-1])].rstrip(" |–—·»«›•:-")
        if len(parts) > 1 and comparable(parts[-1]) == site
        else title
    )


def _date(page: _SavedPage) -> tuple[StatedDate, str]:
    """Return the first date of publication that can be read with its reason, or what is wrong with the first one."""
    trouble = ""
    for written, basis in _stated_dates(page):
        found = date_of(written)
        if found.moment:
            return found, basis
        trouble = trouble or found.note
    return StatedDate(note=trouble), "the page states no date"


def _stated_dates(page: _SavedPage) -> Iterator[tuple[str, str]]:
    for field in ("datePublished", "dateCreated"):
        if _stated(page, field):
            yield _stated(page, field), f"JSON-LD {field}"
    for name in DATE_METAS:
        if page.metas.get(name):
            yield page.metas[name], f"meta {name}"
    for each in page.root.xpath("//*[@itemprop='datePublished']"):
        yield each.get("datetime") or each.get("content") or "", "itemprop datePublished"
    times = page.root.xpath("//article//time[@datetime] | //time[@pubdate]") or page.root.xpath(
        "//time[@datetime]"
    )
    if len({each.get("datetime") for each in times}) == 1 or page.root.xpath(
        "//article//header//time[@datetime]"
    ):
        yield times[0].get("datetime") or "", "the page's time element"
    address = _IN_ADDRESS.search(_address(page))
    if address:
        year, month, day = map(int, address.groups())
        yield f"{year:04}-{month:02}-{day:02}", "the page's address"


def _address(page: _SavedPage) -> str:
    links = page.root.xpath("//link[@rel='canonical']/@href")
    found = _first(
        str(links[0]) if links else "", page.metas.get("og:url", ""), _text(page.statement.get("url"))
    )
    return found if found.startswith(("http://", "https://")) else ""


def _base(page: _SavedPage) -> str:
    """Return what the page's relative addresses are relative to."""
    stated = page.root.xpath("//base/@href")
    return absolute(str(stated[0]), _address(page)) if stated else _address(page)


def _standfirst(page: _SavedPage, body: Any) -> str:
    """Return the page's own description, unless it only begins the body or breaks off."""
    text = plain_unless_marked(
        _first(
            _stated(page, "description"),
            page.metas.get("og:description", ""),
            page.metas.get("description", ""),
        )
    )
    text = " ".join(text.split())
    if not text or text.endswith(("...", "…")) or len(text) > 500:
        return ""
    return "" if comparable(text)[:80] in comparable(words_of(body)) else text


def _language(page: _SavedPage) -> str:
    root = page.root if page.root.tag == "html" else page.root.getroottree().getroot()
    found = _first(
        root.get("lang") or "",
        _stated(page, "inLanguage"),
        page.metas.get("og:locale", ""),
        *map(str, root.xpath("//meta[translate(@http-equiv, 'CL', 'cl') = 'content-language']/@content")),
    )
    stated = found.strip().replace("_", "-")
    return stated if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", stated) else ""


def _keywords(page: _SavedPage) -> Iterable[str]:
    stated = page.statement.get("keywords")
    if isinstance(stated, list):
        return [_text(each) for each in stated][:12]
    text = _first(_text(stated), page.metas.get("news_keywords", ""))
    return [each.strip() for each in text.split(",")][:12]


def _authors(page: _SavedPage) -> Iterable[str]:
    stated = page.statement.get("author")
    names = [_name(each) for each in (stated if isinstance(stated, list) else [stated])]
    names = [each for each in names if each and not each.startswith("http")]
    return names or [each for each in (page.metas.get("author", ""),) if each and not each.startswith("http")]


def _name(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    return _text(value.get("name")) if isinstance(value, dict) else _text(value)


def _stated(page: _SavedPage, field: str) -> str:
    value = page.statement.get(field)
    return _text(value[0] if isinstance(value, list) and value else value)


def _inside(markup: str) -> str:
    found = re.search(r"<body[^>]*>(.*)</body>", markup, re.DOTALL | re.IGNORECASE)
    return found[1] if found else markup


def _text(value: Any) -> str:
    return plain_unless_marked(value).strip() if isinstance(value, str) else ""


def _first(*texts: str) -> str:
    return next((each for each in texts if each), "")
