"""Remember the name of the paper, for pages that may make no query."""

_known = [""]


def remember(name: str) -> None:
    """Note the name of the main edition, whenever it was read."""
    _known[0] = name


def paper_name() -> str:
    """Return the name as this process last read it, nothing where it has not yet."""
    return _known[0]
