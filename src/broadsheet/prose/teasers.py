"""Choose the text that stands under a headline on a card: what the editor wrote, else a part of the body."""

import re
import unicodedata
from itertools import dropwhile

from .sentences import ends_sentence, sentences
from .typography import comparable, single_spaced, without_controls

ELLIPSIS = "…"
# What has at most so many characters stands on a card as its editor wrote it; nothing on a card is longer.
LONGEST = 200
# A line of fewer words that ends without a full stop is a label ("Background", "By our staff"), not prose.
LABEL_WORDS = 8
# Where a card would show the whole of a short text, it shows this part of it.
PART_OF_WHOLE = 0.7
LEAST_PART = 20
# A text of whole sentences that is shorter is filled up from the sentences that follow, as far as these.
SAYS_LITTLE = 40
SENTENCES_ENOUGH = 8
# Enough of a body to see that it is longer than what a card shows of it.
BEGINNING = 1_000
_LETTER = re.compile(r"[^\W_]")
_LEFT_HANGING = r"[\s,;:.!?…–—\-(\[{“‘\"'«„]"
_DANGLING = re.compile(rf"(?<!{_LEFT_HANGING}){_LEFT_HANGING}++\Z")
_QUOTES = (("“", "”"), ("«", "»"), ("(", ")"), ("[", "]"))


def card_text(
    headline: str,
    *,
    teaser: str = "",
    standfirst: str = "",
    body: str = "",
    short_headline: str = "",
    limit: int = LONGEST,
) -> str:
    """Return what a card says under its headline, on one line: the teaser, else the standfirst, else a part of the body.

    What an editor wrote stands as written where it fits in `limit` characters. "" where nothing is left to say.
    """
    written = editors_text(headline, teaser=teaser, standfirst=standfirst, short_headline=short_headline)
    if written:
        return _fitted(written, short_headline or headline, limit)
    return excerpt(body, headline=short_headline or headline, limit=limit)


def editors_text(headline: str, *, teaser: str = "", standfirst: str = "", short_headline: str = "") -> str:
    """Return what the editor wrote for the card, on one line and whole: the first of both that is not the headline."""
    for text in (teaser, standfirst):
        told = single_spaced(without_controls(text))
        if _LETTER.search(told) and not any(is_headline(told, each) for each in (headline, short_headline)):
            return told
    return ""


def is_headline(text: str, headline: str) -> bool:
    """Return True if `text` is the headline again: both have the same letters and digits, in whatever case."""
    told = _letters(headline)
    return (
        _letters(text) == told if told else bool(headline) and single_spaced(text) == single_spaced(headline)
    )


def excerpt(text: str, *, headline: str = "", limit: int = LONGEST) -> str:
    """Return one or two whole sentences of a body, of at most `limit` characters, or words that end in an ellipsis.

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
    """Return True if a text ends at a sentence, or at a word with an ellipsis."""
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


def _letters(text: str) -> str:
    return comparable(text).replace(" ", "")


def _fitted(text: str, headline: str, limit: int) -> str:
    """Return a text whole if it fits, else its first sentences, as many as fit, else its first words."""
    if len(text) <= limit:
        return text
    kept = ""
    for sentence in sentences(text):
        longer = f"{kept} {sentence}".strip()
        if len(longer) > limit:
            break
        kept = longer
    # Sentences that only say the headline leave no room for what the editor has to add.
    is_said = not kept or not ends_sentence(kept) or is_headline(kept, headline)
    return _shortened(text, limit) if is_said else kept


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
