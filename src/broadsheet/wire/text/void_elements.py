"""End the elements that have no end of their own: the parser takes all that follows for what is in them."""

import re

# Void in HTML, but not to libxml2, which is older than they are.
_VOID = re.compile(r"<(embed|source|track|wbr)(?=[\s/>])([^<>]*)>(?:\s*</\1\s*>)?", re.IGNORECASE)


def with_ends(markup: str) -> str:
    """Return markup with an end behind each void element that the parser does not know as one."""
    return _VOID.sub(r"<\1\2></\1>", markup)
