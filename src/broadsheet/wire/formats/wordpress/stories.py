"""Make a story of an item of an export."""

import re
from dataclasses import dataclass
from datetime import datetime

from ....newsroom.address_forms import decoded
from ....newsroom.stories import Block, Embed, Picture, Story
from ....prose.dates import DatePrecision
from ....prose.markup import plain
from ....prose.slugs import is_slug
from ....prose.typography import comparable
from ...text.html_blocks import words_of
from .content import body_of, footnotes
from .elements import ExportItem
from .former_places import addresses_of_post
from .languages import in_language, languages_in
from .media import is_address
from .media_library import number_of
from .naming import Used, names_of
from .restrictions import Standing
from .survey import ExportedSite
from .times import Dated, modified

_LONGEST_SLUG = 80
_LONGEST_OPENING = 80
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class _ItemTexts:
    """The texts of an item in one language, and what was left out of others."""

    language: str
    title: str
    content: str
    excerpt: str
    left_out: str = ""


def story_of(item: ExportItem, site: ExportedSite, used: Used, *, standing: Standing, dated: Dated) -> Story:
    """Return an item as a story. Raises UnreadableItem where its content would take too long to read."""
    texts = _in_one_language(item, site)
    repairs = [each for each in (dated.complaint, texts.left_out) if each]
    number = number_of(item.first("wp:post_id"))
    body = body_of(texts.content, post=number, library=site.library)
    repairs += [f"left out: {each}" for each in body.left_out]
    featured = number_of(item.meta("_thumbnail_id"))
    if featured and not site.library.address(featured):
        repairs.append(f"its picture, attachment {featured}, is not in the file")
    names = names_of(item, site, used)
    repairs += [f"left out: its terms of “{each}”" for each in names.strange]
    is_public = standing.status in ("usable", "withheld")
    at = dated.moment if is_public else None
    changed = modified(item)
    headline = plain(texts.title)
    if not headline and (text := words_of(body.blocks).strip()):
        headline = _opening(text)
        repairs.append("it has no title: its first words became the headline")
    blocks = (
        *_lead(item, site, body.blocks),
        *footnotes(item.meta("footnotes")),
        *_enclosures(item, body.blocks),
    )
    return Story(
        headline=headline,
        body=blocks,
        source_id=_identifier(item, site),
        scope=site.scope,
        version=_version(changed, standing),
        standfirst=_standfirst(texts.excerpt, blocks),
        search_title=_search_title(item),
        language=texts.language,
        published_at=at,
        date_precision=dated.precision if at else DatePrecision.UNKNOWN,
        date_basis=dated.basis if is_public else "it was not published",
        updated_at=changed if at and changed and changed > at else None,
        expires_at=standing.expires_at,
        go_live_at=standing.go_live_at,
        section=names.section,
        topics=names.topics,
        authors=names.authors,
        url=item.first("link") if is_address(item.first("link")) else "",
        former_addresses=addresses_of_post(item, site.base),
        status=standing.status,
        withheld_because=standing.because,
        repairs=tuple(repairs),
        slug=_slug(item),
    )


def _in_one_language(item: ExportItem, site: ExportedSite) -> _ItemTexts:
    """Return the texts of an item; of those that qTranslate wrote in several languages the site's, else the first."""
    stated = _language(item, site)
    texts = [item.first(each) for each in ("title", "content:encoded", "excerpt:encoded")]
    languages = languages_in("".join(texts[:2]))
    if not languages:
        return _ItemTexts(stated, *texts)
    spoken = stated.split("-")[0].lower()
    stated = spoken if spoken in languages else languages[0]
    others = [each for each in languages if each != stated]
    left_out = f"its words in other languages ({', '.join(others)}) were not taken" if others else ""
    title, content, excerpt = (in_language(each, stated) for each in texts)
    return _ItemTexts(stated, title, content, excerpt, left_out)


def _version(changed: datetime | None, standing: Standing) -> str:
    """Return when a post was last changed; what is public is known by its two dates, as in the site's feeds."""
    is_public = standing.status == "usable" and standing.go_live_at is None
    return "" if is_public or changed is None else changed.isoformat()


def _language(item: ExportItem, site: ExportedSite) -> str:
    """Return the language that the plugins WPML and Polylang state of a post, else the site's."""
    own = next((each.slug or each.name for each in item.terms if each.taxonomy == "language"), "")
    found = (own or site.language).strip()
    return found.replace("_", "-") if _LANGUAGE.fullmatch(found) else ""


def _identifier(item: ExportItem, site: ExportedSite) -> str:
    """Return the guid, which feeds of the site state too; the number, where others have the same guid."""
    guid, number = item.first("guid"), item.first("wp:post_id")
    if guid and hash(guid) not in site.repeated_guids:
        return guid
    # Without its site a number identifies nothing.
    return f"{site.base}?p={number}" if number and site.base else ""


def _lead(item: ExportItem, site: ExportedSite, body: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the body with the featured picture before it, unless it begins with it."""
    picture = site.library.picture(number_of(item.meta("_thumbnail_id")))
    if picture is None or not is_address(picture.url):
        return body
    first = body[0] if body else None
    if isinstance(first, Picture) and first.url == picture.url:
        return body
    return (picture, *body)


def _enclosures(item: ExportItem, body: tuple[Block, ...]) -> list[Block]:
    """Return the sound or film that WordPress states beside a post for podcasts, unless the body has it."""
    known = {each.url for each in body if isinstance(each, Embed)}
    addresses = dict.fromkeys(each.strip().split("\n")[0].strip() for each in item.metas.get("enclosure", ()))
    return [Embed(each) for each in addresses if is_address(each) and each not in known]


def _standfirst(excerpt: str, body: tuple[Block, ...]) -> str:
    """Return the excerpt, unless the body begins with it."""
    text = " ".join(plain(excerpt).split())
    if not text:
        return ""
    begins = comparable(words_of(body)[: 2 * len(text) + 200])
    return "" if begins.startswith(comparable(text.rstrip("…[]. "))) else text


def _search_title(item: ExportItem) -> str:
    """Return the title that the plugins Yoast and Rank Math keep for search engines, unless it has variables in it."""
    written = (item.meta(each) for each in ("_yoast_wpseo_title", "rank_math_title"))
    return next((title for each in written if (title := plain(each)) and "%" not in title), "")


def _slug(item: ExportItem) -> str:
    """Return the slug as people read it: WordPress keeps letters outside ASCII percent-encoded, cut after 200 bytes."""
    slug = decoded(item.first("wp:post_name"))
    # It makes slugs in small letters, so others are no slugs of its making.
    is_made = slug == slug.lower() and "_" not in slug and all(slug.split("-"))
    return slug if is_made and len(slug) <= _LONGEST_SLUG and is_slug(slug) else ""


def _opening(words: str) -> str:
    """Return the words with which a text begins, as long as a headline."""
    line = words.split("\n", 1)[0].strip()
    return line if len(line) <= _LONGEST_OPENING else line[:_LONGEST_OPENING].rsplit(" ", 1)[0] + "…"
