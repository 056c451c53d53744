"""Cut the one or two sentences that stand under a headline on a card."""

import re
import unicodedata
from itertools import dropwhile

from .sentences import ends_sentence, sentences
from .typography import comparable, single_spaced, without_controls

ELLIPSIS = "…"
# A line of fewer words that ends without a full stop is a label ("Background", "By our staff"), not prose.
LABEL_WORDS = 8
# Where a card would show the whole of a short text, it shows this part of it.
PART_OF_WHOLE = 0.7
LEAST_PART = 20
# A teaser of whole sentences that is shorter is filled up from the sentences that follow, as far as these.
SAYS_LITTLE = 40
SENTENCES_ENOUGH = 8
# Enough of a body to see that it is longer than a teaser.
BEGINNING = 1_000
_LETTER = re.compile(r"[^\W_]")
_LEFT_HANGING = r"[\s,;:.!?…–—\-(\[{“‘\"'«„]"
_DANGLING = re.compile(rf"(?<!{_LEFT_HANGING}){_LEFT_HANGING}++\Z")
_QUOTES = (("“", "”"), ("«", "»"), ("(", ")"), ("[", "]"))


def teaser(text: str, *, headline: str = "", limit: int = 200) -> str:
    """Return one or two whole sentences of at most `limit` characters, or words that end in an ellipsis.

    The headline is not said again, and a short text is not given away: where nothing else is left, "".
    """
    lines = _told_anew(sentences(without_controls(text)), headline)
    chosen = _chosen(_without_labels(lines), limit)
    rest = " ".join(lines)
    if chosen and (is_whole(chosen, rest) or is_whole(chosen, text)):
        chosen = _part(chosen, limit)
    if not _LETTER.search(chosen) or repeats_headline(chosen, headline):
        return ""
    return "" if is_whole(chosen, rest) or is_whole(chosen, text) else chosen


def ends_cleanly(text: str) -> bool:
    """Return True if a teaser ends at a sentence, or at a word with an ellipsis."""
    return text.endswith(ELLIPSIS) or ends_sentence(text)


def repeats_headline(text: str, headline: str) -> bool:
    """Return True if `text` is the headline again, or begins with it."""
    told = comparable(headline)
    return bool(told) and comparable(text).startswith(told)


def is_whole(text: str, body: str) -> bool:
    """Return True if `text` gives the whole of `body` away."""
    told = comparable(text)
    # The beginning of a long body says that there is more in it; a few characters may melt together.
    if len(comparable(body[:BEGINNING])) > len(told) + 8:
        return False
    return bool(body.strip()) and told == comparable(body)


def _told_anew(lines: list[str], headline: str) -> list[str]:
    """Drop the sentences at the top that say the headline."""
    rest = (line for line in lines if _LETTER.search(line))
    return list(dropwhile(lambda line: repeats_headline(line, headline), rest))


def _without_labels(lines: list[str]) -> list[str]:
    prose = [line for line in lines if ends_sentence(line) or len(line.split()) >= LABEL_WORDS]
    return prose or lines


def _chosen(lines: list[str], limit: int) -> str:
    if not lines:
        return ""
    if len(lines[0]) > limit or not ends_sentence(lines[0]):
        return _shortened(lines[0], limit)
    whole = _whole_sentences(lines, limit)
    opening = " ".join(lines[:SENTENCES_ENOUGH])
    # "Have you heard?" says nothing yet: then the reader gets the words that follow.
    return _shortened(opening, limit) if len(whole) < SAYS_LITTLE and len(opening) > limit else whole


def _whole_sentences(lines: list[str], limit: int) -> str:
    first, both = lines[0], " ".join(lines[:2])
    if len(lines) < 3 or not ends_sentence(lines[1]) or len(both) > limit:
        return first
    # A second sentence that opens a quotation and does not close it would leave the reader inside it.
    return both if _is_closed(both) else first


def _is_closed(text: str) -> bool:
    return text.count('"') % 2 == 0 and all(text.count(left) == text.count(right) for left, right in _QUOTES)


def _part(text: str, limit: int) -> str:
    """Cut a text that is the whole body, or nothing when so little would be left that it says nothing."""
    room = min(limit, int(len(text) * PART_OF_WHOLE))
    return _shortened(text, room) if room >= LEAST_PART else ""


def _shortened(text: str, limit: int) -> str:
    """Cut at a word so that the text with its ellipsis has at most `limit` characters."""
    text = single_spaced(text)
    if len(text) < limit:
        return _with_ellipsis(text)
    kept = text[: max(limit - len(ELLIPSIS), 0)]
    if text[len(kept)] != " ":
        head, blank, _ = kept.rpartition(" ")
        # Scripts without blanks, and one endless word, are cut between characters.
        kept = head if blank and len(head) * 2 > len(kept) else _whole_characters(text, len(kept))
    return _with_ellipsis(kept)


def _with_ellipsis(text: str) -> str:
    bare = _DANGLING.sub("", text)
    return bare + ELLIPSIS if bare else ""


def _whole_characters(text: str, end: int) -> str:
    while end and (
        unicodedata.combining(text[end]) or text[end] in "\u200d\ufe0f" or text[end - 1] == "\u200d"
    ):
        end -= 1
    return text[:end]
