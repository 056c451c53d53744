"""Put together again what feedparser has cut out of the bylines of a feed's item."""

from typing import Any


def bylines_of(entry: Any) -> tuple[str, ...]:
    """Return the bylines of an item as the feed writes them."""
    stated = list(entry.get("authors") or ())
    whole = entry.get("author") or ""
    found = [_written(each) for each in stated]
    if found and _address(stated[-1]) in whole:
        # Of several, feedparser keeps the last as it was written.
        found[-1] = whole
    return tuple(filter(None, found))


def _written(author: Any) -> str:
    """Return a byline whole: feedparser takes an address for at an end after four letters of its top-level domain."""
    name, address = str(author.get("name") or ""), _address(author)
    if not address or "@" in name:
        return name
    if "<" in name:
        return name.replace("<", f"<{address}", 1)
    if name.count("(") > name.count(")"):
        return f"{address}{name})"
    return name


def _address(author: Any) -> str:
    return str(author.get("email") or "")
