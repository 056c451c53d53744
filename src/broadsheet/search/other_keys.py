"""Take a query that was typed while the keyboard was set to another language as it was meant."""

from collections.abc import Callable

from ..prose.keyboards import typed_on_other_keys
from .asked import ParsedQuery, Word, asked

# Letters that one of the words has at least: shorter ones stand in any archive by chance.
_TELLING = 3


def as_meant(words: ParsedQuery, language: str, is_known: Callable[[Word], bool]) -> ParsedQuery:
    """Return the query in the letters of its language if the archive knows none of its words, but all of the others."""
    telling = [word for word in words.words if len(word.plain) >= _TELLING] or words.words
    if any(map(is_known, telling)):
        return words
    for text in typed_on_other_keys(words.text, language):
        meant = asked(text, language)
        if any(len(word.plain) >= _TELLING for word in meant.words) and all(map(is_known, meant.words)):
            return meant
    return words
