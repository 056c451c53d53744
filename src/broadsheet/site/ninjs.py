"""Write an article as IPTC ninjs 2.1, so that another system can take it in: https://iptc.org/std/ninjs/

`wire.formats.ninjs` reads it back as the same article. A date is as exact as it is known: one without a time has none here.
"""

from collections.abc import Mapping
from html import escape
from typing import Any

from ..newsroom.models import Article, ArticleKind
from ..newsroom.moments import stated
from ..newsroom.surroundings import Surroundings
from ..prose.typography import without_controls
from .addresses import absolute, author_path, section_path, topic_path
from .body_markup import body_markup
from .contexts import EditionContext
from .pictures import shared_file

SCHEMA = "https://iptc.org/std/ninjs/ninjs-schema_2.1.json"
GENRES = "http://cv.iptc.org/newscodes/genre/"
_CODES = {
    ArticleKind.OPINION: "Opinion",
    ArticleKind.ANALYSIS: "Analysis",
    ArticleKind.INTERVIEW: "Interview",
    ArticleKind.REVIEW: "Review",
    ArticleKind.OBITUARY: "Obituary",
}


def ninjs(
    article: Article, around: Surroundings, paper: EditionContext, *, guid: str, pictures: Mapping[int, Any]
) -> dict[str, Any]:
    """Return the article as an object of JSON; `guid` is what feeds call it, `pictures` are those that it shows by number."""
    address = absolute(article.get_absolute_url())
    published = stated(article.published_at, article.date_precision) if article.published_at else ""
    said = {
        "uri": guid,
        "standard": {"name": "ninjs", "version": "2.1", "schema": SCHEMA},
        "type": "text",
        "representationtype": "full",
        "pubstatus": "usable",
        "language": paper.language,
        "firstcreated": published,
        "versioncreated": article.updated_at.isoformat() if article.updated_at else published,
        "expires": article.expire_at.isoformat() if article.expire_at else "",
        "headlines": _in_roles(main=article.headline, short=article.short_headline, kicker=article.kicker),
        "descriptions": _in_roles(standfirst=article.standfirst, teaser=article.teaser),
        "bodies": [{"role": "main", "contenttype": "text/html", "value": _body(article, pictures)}],
        "people": [
            {"name": each.name, "rel": "author", "uri": absolute(author_path(paper.edition, each.slug))}
            for each in around.authors
        ],
        "subjects": _subjects(article, around, paper),
        "genres": _genres(article),
        "infosources": [{"name": article.source}] if article.source else [],
        "copyrightholder": paper.edition.name,
        "renditions": [{"name": "web", "href": address, "contenttype": "text/html"}],
        "associations": _lead(article, pictures),
    }
    return {name: _well_formed(value) for name, value in said.items() if value}


def _in_roles(**texts: str) -> list[dict[str, str]]:
    return [{"role": role, "value": text} for role, text in texts.items() if text]


def _body(article: Article, pictures: Mapping[int, Any]) -> str:
    return body_markup(article.body.raw_data, pictures, players={"embed": _player})


def _player(value: Any, _pictures: Mapping[int, Any]) -> str:
    """Write what stands on another host as what it is: a link would be read as words of the story."""
    address, title = (escape(str(value.get(each) or "")) for each in ("url", "caption"))
    return f'<object data="{address}" title="{title}"><a href="{address}">{title or address}</a></object>'


def _subjects(article: Article, around: Surroundings, paper: EditionContext) -> list[dict[str, str]]:
    edition, section = paper.edition, article.section
    listed = [("section", section.name, section_path(edition, section.slug))] if section else []
    listed += [("about", each.name, topic_path(edition, each.slug)) for each in around.topics]
    return [{"name": name, "rel": rel, "uri": absolute(path)} for rel, name, path in listed]


def _genres(article: Article) -> list[dict[str, str]]:
    code = _CODES.get(ArticleKind(article.kind), "")
    return [{"name": code, "uri": f"{GENRES}{code}"}] if code else []


def _lead(article: Article, pictures: Mapping[int, Any]) -> list[dict[str, Any]]:
    file = shared_file(pictures.get(article.picture_id)) if article.picture_id is not None else None
    if file is None:
        return []
    address = absolute(file.url)
    size = {"width": file.width, "height": file.height, "sizeinbytes": file.length}
    return [
        {
            "name": "lead",
            "uri": address,
            "type": "picture",
            "headlines": _in_roles(main=article.picture_alt),
            "descriptions": [{"value": article.picture_caption}] if article.picture_caption else [],
            "by": article.picture_credit,
            "renditions": [{"name": "shared", "href": address, "contenttype": file.kind, **size}],
        }
    ]


def _well_formed(value: Any) -> Any:
    if isinstance(value, str):
        return without_controls(value)
    if isinstance(value, list):
        return [_well_formed(each) for each in value]
    return {name: _well_formed(each) for name, each in value.items()} if isinstance(value, dict) else value
