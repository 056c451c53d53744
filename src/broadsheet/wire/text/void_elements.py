"""End the elements that have no end: the parser takes all that follows for what is in them."""

import re

# Void in HTML, but not to libxml2, which is older than they are.
_VOID = re.compile(r"<(embed|source|track|wbr)(?=[\s/>])([^<>]*)>(?:\s*</\1\s*>)?", re.IGNORECASE)
# What is in a player is shown to nobody whose browser can play: without its end, that would be the rest of the story.
_PLAYERS = ("video", "audio", "iframe", "object")


def with_ends(markup: str) -> str:
    """Return markup with an end behind each void element that the parser does not know, and each player without one."""
    markup = _VOID.sub(r"<\1\2></\1>", markup)
    for tag in _PLAYERS:
        begins = rf"<({tag})(?=[\s/>])([^<>]*)>"
        if len(re.findall(begins, markup, re.IGNORECASE)) > len(
            re.findall(rf"</{tag}\s*>", markup, re.IGNORECASE)
        ):
            markup = re.sub(rf"</{tag}\s*>", "", markup, flags=re.IGNORECASE)
            markup = re.sub(begins, r"<\1\2></\1>", markup, flags=re.IGNORECASE)
    return markup
