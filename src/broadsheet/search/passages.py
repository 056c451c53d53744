"""Cut the passage out of an article that answers a query best, and mark the query's words in it."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from ..prose.chinese import simplified
from ..prose.terms import is_tight
from ..prose.tokens import piece, word_stems, word_tokens
from .asked import Word
from .asking import Passage
from .correcting import CorrectedWord

# Length of a passage: about two lines.
LETTERS = 220
# Most letters before the first marked word; it begins at a sentence if one begins there.
LEAD = 70
_NONE: frozenset[int] = frozenset()
_ENDS = (". ", "! ", "? ", "… ", "。", "！", "？", "۔ ", "؟ ", "। ")


@dataclass(frozen=True, slots=True)
class KeptTexts:
    """What the index keeps of an article to be shown."""

    headline: str
    standfirst: str
    body: str
    teaser: str = ""

    @classmethod
    def of(cls, stored: bytes) -> Self:
        """Read what was stored."""
        return cls(*bytes(stored).decode().split("\0"))

    @property
    def whole(self) -> str:
        """The texts one after the other."""
        return "\n".join((self.headline, self.standfirst, self.body, self.teaser))


class _Numbers(dict[str, frozenset[int]]):
    """Which words of a query, by their numbers, stand in a piece of a text; remembered for one query."""

    def __init__(self, numbers: dict[str, int], language: str) -> None:
        super().__init__()
        self.numbers = numbers
        self.wanted = frozenset(numbers)
        self.language = language

    def __missing__(self, written: str) -> frozenset[int]:
        analysed = piece(written, self.language)
        terms = f"{analysed.words} {analysed.bag}".split()
        found = _NONE
        if not self.wanted.isdisjoint(terms):
            found = frozenset(self.numbers[term] for term in terms if term in self.wanted)
        self[written] = found
        return found


class Finder:
    """Finds the words of one query in texts."""

    def __init__(self, words: Iterable[Word], corrected: Iterable[CorrectedWord], language: str) -> None:
        self.language = language
        self.pairs: set[str] = set()
        numbers: dict[str, int] = {}
        for word in words:
            own = len(numbers)
            for term in (word.plain, *word.spellings, *word.joined, *word.stems):
                numbers.setdefault(term, own)
            for pair in word.pairs:
                numbers.setdefault(pair, len(numbers))
            self.pairs.update(word.pairs)
        for each in corrected:
            own = numbers.get(each.word.plain, len(numbers))
            for term in (each.plain, *word_stems(each.plain, language)):
                numbers.setdefault(term, own)
        self.wanted = frozenset(numbers)
        self.numbers = _Numbers(numbers, language)

    def headline(self, kept: KeptTexts) -> Passage:
        """Return a headline with its words marked."""
        return Passage(kept.headline, self.marks(kept.headline))

    def passage(self, kept: KeptTexts) -> Passage:
        """Return the two lines that have most of the words; the beginning where none has any."""
        # The standfirst goes first, as on the page: the body often repeats it. Only cards show the teaser.
        text = " ".join(part for part in (kept.standfirst, kept.body, kept.teaser) if part)
        start = self._start(text)
        cut = _cut(text, start)
        return Passage(cut, self.marks(cut))

    def marks(self, text: str) -> tuple[tuple[int, int], ...]:
        """Return where the words of the query stand in a text."""
        found: list[tuple[int, int]] = []
        for start, written, _ in self._places(text):
            found += ((start + first, start + last) for first, last in self._inside(written))
        return tuple(found)

    def _places(self, text: str) -> Iterator[tuple[int, str, frozenset[int]]]:
        """Find the pieces of a text that have words of the query, each with its place and the words' numbers."""
        at = 0
        for written in text.split(" "):
            found = self.numbers[written]
            if found:
                yield at, written, found
            at += len(written) + 1

    def _inside(self, written: str) -> list[tuple[int, int]]:
        """Return where in a piece of a text the words of the query stand."""
        found: list[tuple[int, int]] = []
        for token in word_tokens(written, self.language):
            if is_tight(token.plain):
                found += self._pairs(written, token.start, token.end)
            elif token.plain in self.wanted or not self.wanted.isdisjoint(token.stems):
                found.append((token.start, token.end))
        if not found and not self.pairs:
            # Written together as the query has it: "e-mail" for "email".
            tokens = word_tokens(written, self.language)
            found = [(tokens[0].start, tokens[-1].end)] if tokens else []
        return found

    def _pairs(self, text: str, start: int, end: int) -> list[tuple[int, int]]:
        """Return where runs of letters stand that were asked for, those that overlap as one."""
        found: list[tuple[int, int]] = []
        text = simplified(text)
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
        """Return where the first stretch begins that has most different words of the query."""
        all_words = len(set(self.numbers.numbers.values()))
        stretch: deque[tuple[int, frozenset[int]]] = deque()
        best, most = 0, 0
        for start, _, numbers in self._places(text):
            stretch.append((start, numbers))
            while start - stretch[0][0] > LETTERS - LEAD:
                stretch.popleft()
            inside = len(_NONE.union(*(each for _, each in stretch)))
            if inside > most:
                best, most = stretch[0][0], inside
            if most == all_words:
                break
        return best


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
