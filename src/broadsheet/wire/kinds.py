"""Say of an item in one or two words what becomes of it, so that items of a kind can be counted."""

from datetime import datetime

from ..newsroom.stories import Story
from .items import Dropped, Unreadable

_STATES = {"draft": "draft", "submitted": "submitted", "withheld": "withheld"}


def kind_of(item: Story | Dropped, *, now: datetime) -> str:
    """Return the words under which an item is counted in the report of an import."""
    if isinstance(item, Unreadable):
        return "unreadable"
    if isinstance(item, Dropped):
        return f"dropped: {item.kind}" if item.kind else "dropped"
    if item.status in _STATES:
        return _STATES[item.status]
    if item.expires_at and item.expires_at <= now:
        return "expired"
    return "scheduled" if item.go_live_at or seen_from(item, now=now) else "published"


def seen_from(story: Story, *, now: datetime) -> datetime | None:
    """Return the moment from which readers see a story that was not held back, if it is to come."""
    moments = (story.published_at, story.embargoed_until, story.go_live_at)
    latest = max((each for each in moments if each), default=now)
    return latest if latest > now else None
