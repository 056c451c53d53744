"""Know of each field of a filed article what its source last told, and so what an editor has changed since."""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime

from ..models import Article
from ..stories import Story

# The columns of each field that a newer version of the story may change. Its address is not among them.
COLUMNS: dict[str, tuple[str, ...]] = {
    "headline": ("headline",),
    "standfirst": ("standfirst",),
    "teaser": ("teaser",),
    "short_headline": ("short_headline",),
    "search_title": ("search_title",),
    "kicker": ("kicker",),
    "kind": ("kind",),
    "body": ("body",),
    "picture": ("picture", "picture_alt", "picture_caption", "picture_credit"),
    "section": ("section",),
    "source": ("source",),
    "embargoed_until": ("embargoed_until",),
    "expire_at": ("expire_at",),
    "topics": (),
    "authors": (),
}
# Values of fields that are missing in older filings.
_UNSAID = {"teaser": "", "short_headline": "", "search_title": "", "kicker": "", "kind": "news"}
NAMES = {
    "short_headline": "short headline",
    "search_title": "title for search engines",
    "embargoed_until": "embargo",
    "expire_at": "expiry",
}
# Draftail numbers the blocks of rich text anew whenever a form is saved.
_BLOCK_KEY = re.compile(r' data-block-key=\\?"[^"]*"')

Told = dict[str, Any]


def told_by(article: Article, *, topics: Iterable[int], authors: Sequence[int]) -> Told:
    """Return what the fields of a stored article say, as values that can be compared."""
    return {
        "headline": article.headline,
        "standfirst": article.standfirst,
        **{name: getattr(article, name) for name in _UNSAID},
        "body": _blocks(article.body.raw_data),
        "picture": [
            article.picture_id,
            article.picture_alt,
            article.picture_caption,
            article.picture_credit,
        ],
        "section": article.section_id,
        "source": article.source,
        "embargoed_until": _moment(article.embargoed_until),
        "expire_at": _moment(article.expire_at),
        "topics": sorted(topics),
        "authors": list(authors),
    }


def told_by_draft(content: dict[str, Any]) -> Told:
    """Return what the fields of a saved draft say, by the content of its revision."""
    bylines = sorted(content.get("bylines") or (), key=lambda each: each.get("sort_order") or 0)
    return {
        "headline": content["headline"],
        "standfirst": content["standfirst"],
        **{name: content.get(name, unsaid) for name, unsaid in _UNSAID.items()},
        "body": _blocks(json.loads(content["body"] or "[]")),
        "picture": [content[each] for each in COLUMNS["picture"]],
        "section": content["section"],
        "source": content["source"],
        "embargoed_until": _moment(content["embargoed_until"]),
        "expire_at": _moment(content["expire_at"]),
        "topics": sorted(content.get("topics") or ()),
        "authors": [each["author"] for each in bylines],
    }


def digests_of(told: Told) -> dict[str, str]:
    """Return a short hash for each field, as it is kept in the article."""
    return {name: _digest(value) for name, value in told.items()}


def told_before(article: Article) -> dict[str, str]:
    """Return what an article keeps of the last telling, also of fields that there were not then; {} if nothing is kept."""
    return {**digests_of(_UNSAID), **article.filed} if article.filed else {}


def body_digest(raw: Iterable[Any]) -> str:
    """Return the short hash of a stored body, as it is kept in the article."""
    return _digest(_blocks(raw))


def noted(told: Told, story: Story) -> dict[str, str]:
    """Return what an article keeps of a telling: a short hash for each field, and the status of its story."""
    return {**digests_of(told), "status": story.status}


def is_held_back(article: Article, story: Story, *, now: datetime) -> bool:
    """Return True if a story states a restriction that its source had not stated when it told of the article last.

    Said again it is nothing new: a person may have published the article all the same.
    """
    before = article.filed or {}
    if not before and not article.source_id:
        # It was written at the desk: only its words are the same.
        return False
    if story.status != before.get("status", "usable"):
        return story.status != "usable"
    waits = story.embargoed_until is not None and story.embargoed_until > now and story.go_live_at is None
    told = digests_of(
        {"embargoed_until": _moment(story.embargoed_until), "expire_at": _moment(story.expires_at)}
    )
    return (waits and told["embargoed_until"] != before.get("embargoed_until")) or (
        story.expires_at is not None and told["expire_at"] != before.get("expire_at")
    )


def write_into_draft(content: dict[str, Any], fields: Iterable[str], article: Article, told: Told) -> None:
    """Write fields of an article into the content of a revision that waits for its publication."""
    own = article.serializable_data()
    for name in fields:
        for column in COLUMNS[name]:
            content[column] = own[column]
    if "topics" in fields:
        content["topics"] = told["topics"]
    if "authors" in fields:
        content["bylines"] = [
            {"pk": None, "sort_order": place, "article": article.pk, "author": author}
            for place, author in enumerate(told["authors"])
        ]


def _blocks(raw: Iterable[Any]) -> list[Any]:
    return [[each["type"], each["value"]] for each in raw]


def _moment(value: datetime | str | None) -> float | None:
    moment = parse_datetime(value) if isinstance(value, str) else value
    return moment.timestamp() if moment else None


def _digest(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.blake2b(_BLOCK_KEY.sub("", text).encode("utf-8", "replace"), digest_size=6).hexdigest()
