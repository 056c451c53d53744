"""Say of an item in one or two words what becomes of it, so that items of a kind can be counted."""

from ..newsroom.stories import Story
from .items import Dropped, Unreadable

_STATES = {"draft": "draft", "submitted": "submitted", "withheld": "withheld"}


def kind_of(item: Story | Dropped) -> str:
    """Return the words under which an item is counted in the report of an import."""
    if isinstance(item, Unreadable):
        return "unreadable"
    if isinstance(item, Dropped):
        return f"dropped: {item.kind}" if item.kind else "dropped"
    if item.status in _STATES:
        return _STATES[item.status]
    return "scheduled" if item.go_live_at else "published"
