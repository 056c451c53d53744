"""Cut the passage out of an article that answers a query, and mark the words that were asked for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from ..prose.terms import is_tight
from ..prose.tokens import piece, word_stems, word_tokens
from .asked import Word
from .asking import Passage

# A passage is about two lines.
LETTERS = 220
# Before the first marked word stand at most so many letters, from the beginning of a sentence if there is one.
LEAD = 70
_ENDS = (". ", "! ", "? ", "… ", "。", "！", "？", "۔ ", "؟ ", "। ")


@dataclass(frozen=True, slots=True)
class Kept:
    """What the index keeps of an article to be shown."""

    headline: str
    standfirst: str
    body: str

    @classmethod
    def of(cls, stored: bytes) -> Self:
        """Read what was stored."""
        headline, standfirst, body = bytes(stored).decode().split("\0")
        return cls(headline, standfirst, body)

    @property
    def whole(self) -> str:
        """The texts one after the other."""
        return "\n".join((self.headline, self.standfirst, self.body))


class Finder:
    """Finds the words of one query in texts."""

    def __init__(self, words: Iterable[Word], corrected: Iterable[str], language: str) -> None:
        self.language = language
        # Which word of the query (by its number) a word or stem of a text belongs to.
        self.plain: dict[str, int] = {}
        self.stems: dict[str, int] = {}
        self.pairs: dict[str, int] = {}
        for number, word in enumerate(words):
            for form in (word.plain, *word.spellings, *word.joined):
                self.plain.setdefault(form, number)
            for stem in word.stems:
                self.stems.setdefault(stem, number)
            for pair in word.pairs:
                self.pairs.setdefault(pair, len(self.pairs))
        for number, form in enumerate(corrected, start=100):
            self.plain.setdefault(form, number)
            for stem in word_stems(form, language):
                self.stems.setdefault(stem, number)
        self.known: dict[str, frozenset[int]] = {}

    def headline(self, kept: Kept) -> Passage:
        """Return a headline with its words marked."""
        return Passage(kept.headline, self.marks(kept.headline))

    def passage(self, kept: Kept) -> Passage:
        """Return the two lines that have most of the words; the beginning where none has any."""
        # What a reader sees first goes first: the body often says it again.
        text = " ".join(part for part in (kept.standfirst, kept.body) if part)
        start = self._start(text)
        cut = _cut(text, start)
        return Passage(cut, self.marks(cut))

    def marks(self, text: str) -> tuple[tuple[int, int], ...]:
        """Return where the words of the query stand in a text."""
        found: list[tuple[int, int]] = []
        for start, written in _places(text):
            if self._numbers(written):
                found += ((start + first, start + last) for first, last in self._inside(written))
        return tuple(found)

    def _inside(self, written: str) -> list[tuple[int, int]]:
        """Return where in a piece of a text the words of the query stand."""
        found: list[tuple[int, int]] = []
        for token in word_tokens(written, self.language):
            if is_tight(token.plain):
                found += self._pairs(written, token.start, token.end)
            elif token.plain in self.plain or any(stem in self.stems for stem in token.stems):
                found.append((token.start, token.end))
        if not found and not self.pairs:
            # Written together as the query has it: "e-mail" for "email".
            tokens = word_tokens(written, self.language)
            found = [(tokens[0].start, tokens[-1].end)] if tokens else []
        return found

    def _pairs(self, text: str, start: int, end: int) -> list[tuple[int, int]]:
        """Return where runs of letters stand that were asked for, those that overlap as one."""
        found: list[tuple[int, int]] = []
        for pair in self.pairs:
            at = text.find(pair, start, end)
            while at >= 0:
                found.append((at, at + len(pair)))
                at = text.find(pair, at + 1, end)
        joined: list[tuple[int, int]] = []
        for first, last in sorted(found):
            if joined and first <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
            else:
                joined.append((first, last))
        return joined

    def _start(self, text: str) -> int:
        """Return where the stretch begins that has most different words of the query."""
        places = [(start, number) for start, written in _places(text) for number in self._numbers(written)]
        best, most = 0, 0
        for at, (start, _) in enumerate(places):
            inside: set[int] = set()
            for other, number in places[at:]:
                if other - start > LETTERS - LEAD:
                    break
                inside.add(number)
            if len(inside) > most:
                best, most = start, len(inside)
        return best

    def _numbers(self, written: str) -> frozenset[int]:
        found = self.known.get(written)
        if found is None:
            analysed = piece(written, self.language)
            of_words = {self.plain[word] for word in analysed.words.split() if word in self.plain}
            bag = analysed.bag.split()
            of_stems = {self.stems[stem] for stem in bag if stem in self.stems}
            of_pairs = {1000 + self.pairs[pair] for pair in bag if pair in self.pairs}
            found = self.known[written] = frozenset(of_words | of_stems | of_pairs)
        return found


def _places(text: str) -> Iterator[tuple[int, str]]:
    """Yield what stands between blanks, each with its place; a headline may have blanks that are not single."""
    at = 0
    for written in text.split(" "):
        yield at, written
        at += len(written) + 1


def _cut(text: str, start: int) -> str:
    """Return about two lines of a text that have `start` in them, whole words only."""
    if len(text) <= LETTERS:
        return text
    begin = _beginning(text, start)
    end = min(len(text), begin + LETTERS)
    if end < len(text):
        blank = text.rfind(" ", begin + LETTERS // 2, end + 1)
        end = blank if blank > 0 else end
    before = "…" if begin > 0 and not text[:begin].endswith(_ENDS) else ""
    return before + text[begin:end].strip() + ("…" if end < len(text) else "")


def _beginning(text: str, start: int) -> int:
    earliest = max(0, start - LEAD)
    if earliest == 0:
        return 0
    ends = [(text.rfind(end, earliest, start), len(end)) for end in _ENDS]
    sentence = max(at + length if at >= 0 else -1 for at, length in ends)
    if sentence >= 0:
        return sentence
    blank = text.find(" ", earliest, start)
    return blank + 1 if blank >= 0 else start
