"""Texts of one length that make an expression, a loop or a parser try every beginning, and one that does not."""

from collections.abc import Iterator
from itertools import count

LENGTH = 100_000
BENIGN = (
    "The council of Narrin closed the bridge on 2 October 2017 after Anna Bell had found cracks in its pier. "
    "“We could not wait,” she said, “and nobody was hurt.”\n\n"
)
# Name: what stands first, what is repeated, what stands last.
_RUNS: dict[str, tuple[str, str, str]] = {
    "a table of contents": ("Chapter one ", ".", "page 5"),
    "exclamation marks": ("", "!", "a"),
    "Arabic question marks": ("", "؟", "ا"),
    "full stops of Chinese": ("", "。", "中"),
    "a stop and brackets that close": ("Stop.", ")", "a"),
    "stops and quotes that close": ("", ".”", "a"),
    "quotations that open": ("", "“a", ""),
    "openings of three letters": ("", "„abc «abc ", ""),
    "apostrophes": ("a", "'", "b"),
    "letters and apostrophes": ("", "a’", ""),
    "brackets that open": ("a ", "(", ""),
    "brackets of JSON": ("", "[{", ""),
    "blanks": ("a.", " ", "b"),
    "no-break blanks": ("a", "\u00a0", "b"),
    "line ends": ("a", "\n", "b"),
    "line ends and blanks": ("a", "\n \t", "b"),
    "lines of one letter": ("", "a\n", ""),
    "paragraphs": ("", "Nobody has seen it. ", "a"),
    "less-than signs": ("", "<", ""),
    "tags that do not end": ("", "<a ", ""),
    "attributes that do not end": ("", '<a href="', ""),
    "one element of many attributes": ("<p ", 'a="b" ', ">x</p>"),
    "nested spans with a block": ("", "<span>", "<p>x</p>"),
    "nested divisions": ("", "<div>", "x"),
    "nested quotations": ("", "<blockquote>", "x"),
    "nested lists": ("", "<ul><li>", "x"),
    "rows of a table": ("<table>", "<tr><td>a<td>b", ""),
    "bold that is not closed": ("".join(f"<p><b lang=x{each}></p>" for each in range(400)), "<p>", ""),
    "division and bold": ("", "<div></b>", "x"),
    "headings and bars": ("", "<h1>a</h1> | ", ""),
    "empty paragraphs": ("", "<p>", ""),
    "pictures": ("", '<img src="http://a.example/">', ""),
    "scripts": ("", "<script>", ""),
    "statements about a page": ("", '<meta name="a" content="b">', ""),
    "comments": ("", "<!--", ""),
    "ampersands": ("", "&", ""),
    "digits of a reference": ("&#", "1", ";"),
    "references that do not end": ("", "&#x41", ""),
    "initials of a name": ("", "A. ", ""),
    "digits": ("", "1", "a"),
    "thousands": ("1", " 000", "a"),
    "decimals": ("", "1.", "a"),
    "years": ("", "2012-", ""),
    "dates of three lines": ("", "16.11.2012 ", ""),
    "days of a month": ("", "16 November ", ""),
    "months": ("", "may ", "x"),
    "a date and blanks": ("16 November", " ", "2012x"),
    "labels of a date": ("16.11.2012 ", "at ", "x"),
    "datelines of capitals": ("", "A" * 40 + " 16.11.2012 x\n", ""),
    "a dateline and blanks": ("BAKU, 16.11.2012", " ", "x"),
    "words with hyphens": ("", "a-", ""),
    "slashes": ("", "/", "a"),
    "bars and blanks": ("a", "  |", "b"),
    "commas": ("by a", " , ", "b"),
    "combining marks": ("a", "\u0301", "b"),
    "combining marks of three classes": ("a", "\u0301\u0316\u0334", "b"),
    "joined pictures": ("", "\U0001f468\u200d", ""),
    "one word": ("", "a", ""),
    "names and links": ("", "Anna of ", ""),
    "names and numbers": ("", "Anna 1 ", ""),
    "words": ("", "word ", ""),
    "other words": ("", "", ""),
    "Chinese": ("", "中", ""),
    "Korean": ("", "한", ""),
    "marks of all kinds": ("", ".!?…\"'”»)] “«(<&-–/|1a", ""),
    "controls": ("a", "\x01\u202e", "b"),
    "backslashes": ("", "\\", ""),
    "headings over rails": ("", "Related articles\n", ""),
    "short lines and long ones": ("", "Bridge closed\n\n" + BENIGN, ""),
}  # fmt: skip


def hostile_texts() -> Iterator[tuple[str, str]]:
    """Yield each text with its name."""
    for name, (first, unit, last) in _RUNS.items():
        if unit:
            yield name, filled(unit, first=first, last=last)
    yield "other words", filled(" ".join(f"w{number}" for number in range(LENGTH // 6)))
    yield "other names", filled(" ".join(f"Ann{letters} said." for letters in _different(LENGTH // 6)))
    yield "cards of a rail", filled(_cards(), first=f"{BENIGN}\nRelated articles\n")


def filled(unit: str, *, first: str = "", last: str = "") -> str:
    """Return `first`, as much of `unit` again and again as there is room for, and `last`."""
    room = LENGTH - len(first) - len(last)
    return first + (unit * (room // len(unit) + 1))[:room] + last


def _cards() -> str:
    words = _different(LENGTH // 5)
    cards = []
    for number in count():
        body = " ".join(next(words, "word") for _ in range(26))
        cards.append(f"Card number {number}\nCard number {number}\n{body}.\n")
        if number * 130 > LENGTH:
            return "".join(cards)
    return ""


def _different(many: int) -> Iterator[str]:
    letters = "bcdfghjklm"
    return ("".join(letters[int(digit)] for digit in f"{number:05}") for number in range(many))
