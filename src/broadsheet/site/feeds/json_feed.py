"""Write a channel as JSON Feed 1.1: https://www.jsonfeed.org/version/1.1/"""

import json
from typing import Any

from .channel import Channel, FeedItem

VERSION = "https://jsonfeed.org/version/1.1"


def written(channel: Channel) -> str:
    """Return the document."""
    said = {
        "version": VERSION,
        "title": channel.title,
        "home_page_url": channel.page,
        "feed_url": channel.addresses["json"],
        "description": channel.description,
        "icon": channel.icon,
        "language": channel.language,
        "hubs": [{"type": "WebSub", "url": channel.hub}] if channel.hub else [],
    }
    return json.dumps({**_filled(said), "items": [_item(each) for each in channel.items]}, ensure_ascii=False)


def _item(item: FeedItem) -> dict[str, Any]:
    said = {
        "id": item.guid,
        "url": item.address,
        "title": item.title,
        "summary": item.summary,
        "content_html": item.content,
        "image": item.picture.address if item.picture else "",
        "date_published": item.published.isoformat() if item.published else "",
        "date_modified": item.updated.isoformat() if item.updated else "",
        "authors": [{"name": each} for each in item.authors],
        "tags": [item.section] if item.section else [],
    }
    # One of content_html and content_text there must be.
    text = {} if item.content else {"content_text": item.summary or item.title}
    return {**_filled(said), **text}


def _filled(said: dict[str, Any]) -> dict[str, Any]:
    return {name: each for name, each in said.items() if each}
