"""Analyse a text for searching: its words as they are found, their stems, and where they stand.

Index, query and highlights ask the same functions, so that what is typed meets what is written.
"""

import re
from dataclasses import dataclass
from functools import cache

from .english_spelling import american, single_l
from .folding import plain, without_marks
from .irregular_forms import regular, regular_end
from .number_words import in_digits, of_roman
from .short_roots import short_root
from .sounds import sounds
from .stems import primary, stems
from .terms import UNSEEN, fold, is_tight

# Signs of vowels, points and what is unseen inside of words.
_SIGNS = (
    "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0640"
    f"{UNSEEN}"
    "\u0900-\u0963\u0966-\u0dff\u0e01-\u0e4e\u0e81-\u0eff\u1000-\u1049\u1780-\u17d3"
)
# What holds parts of one word together: "e-mail", "USA.gov", "AT&T", "l'Europe", "1,000", "A/B", and the abbreviations of
# Hebrew.
_JOINT = "(?:[’'ʼ.&‑-]|(?<=\\b[A-Za-z])/(?=[A-Za-z]\\b)|(?<=\\d),(?=\\d)|(?<=[א-ת])[\"“”״](?=[א-ת]))"
# "C#" and "C++" are names of their own.
_CHUNK = re.compile(f"[A-Za-z](?:\\+\\+|#)(?!\\w)|[\\w{_SIGNS}]+(?:{_JOINT}[\\w{_SIGNS}]+)*")
_WORD = re.compile(f"(?:[^\\W_]|[{_SIGNS}])+")
_APOSTROPHE = re.compile("[’'ʼ]")
# A number that is not whole: without its point it would be another one.
_DECIMAL = re.compile(r"(\d{1,3})[.,](\d{1,2})")
_TIGHT_RUN = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+|[\uac00-\ud7af]+|[\u3040-\u309f]+|[\u30a0-\u30ff]+"
    "|[\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
# Stands between the parts of a Persian compound; shorter parts are endings.
NON_JOINER = "\N{ZERO WIDTH NON-JOINER}"
SHORTEST_PART = 2
# Longer "words" are addresses, codes or attacks.
LONGEST = 60
# What stands between two blanks is remembered, up to this length and number for each language. Nine of ten are known.
_LONGEST_REMEMBERED, _REMEMBERED = 40, 1 << 18


@dataclass(frozen=True, slots=True)
class Token:
    """A word at its place in a text: `plain` as it is found, or the runs of two letters of a script without blanks."""

    start: int
    end: int
    plain: str
    stems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnalysedPiece:
    """What stands between two blanks: its words in their order, a bag of stems and words written together, and sounds."""

    words: str
    bag: str
    sounds: str


def word_tokens(text: str, language: str = "") -> list[Token]:
    """Return the words of a text with their places; scripts without blanks give a token for each run of letters."""
    found = []
    for chunk in _CHUNK.finditer(text):
        for start, end in _parts(chunk[0]):
            found += _tokens(chunk[0][start:end], chunk.start() + start, language)
    return found


def pieces(text: str, language: str = "") -> list[AnalysedPiece]:
    """Return what stands between the blanks of a text, analysed."""
    known = _known(language)
    return [known[written] for written in text.split()]


def piece(written: str, language: str = "") -> AnalysedPiece:
    """Return one piece of a text, analysed."""
    return _known(language)[written]


def chunk_spans(text: str) -> list[tuple[int, int]]:
    """Return where the words of a text stand, with all that is joined to them: "e-mail" is one."""
    return [found.span() for found in _CHUNK.finditer(text)]


def word_stems(word: str, language: str = "") -> tuple[str, ...]:
    """Return by which stems a word is found: of the word as it is spelt and of the word as it is typed."""
    folded = fold(word, language)
    bare = without_marks(folded)
    if any(letter.isdigit() for letter in bare):
        return (bare,)
    forms = (bare,) if folded == bare else (folded, bare)
    found = [_bare_stem(form, language) for form in forms]
    if primary(language) == "tr":
        # The stemmer takes one ending of "öğretmenler", and another one of "öğretmen".
        found += [_bare_stem(stem, language) for stem in found]
    found += [short_root(bare, language), in_digits(bare, language)]
    return tuple(dict.fromkeys(filter(None, found)))


def _bare_stem(form: str, language: str) -> str:
    form = regular(form, language)
    if primary(language) != "en":
        return without_marks(regular_end(stems([form], language=language)[0], language))
    return without_marks(single_l(stems([american(form)], language="en")[0]))


def pairs(run: str) -> tuple[str, ...]:
    """Return the runs of two letters of a text without blanks; a single letter is its own."""
    return tuple(run[at : at + 2] for at in range(len(run) - 1)) or (run,)


def script_runs(run: str) -> list[str]:
    """Return the parts of one script each: Japanese writes its words in Han and what joins them in Hiragana."""
    return _TIGHT_RUN.findall(run)


class _AnalysedPieces(dict[str, AnalysedPiece]):
    """The pieces of a language that were analysed before."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language

    def __missing__(self, written: str) -> AnalysedPiece:
        if len(self) >= _REMEMBERED:
            self.clear()
        found = _CHUNK.findall(written)
        # Most often the same word was read before without its comma or quotation marks.
        is_known = len(found) == 1 and found[0] != written
        analysed = self[found[0]] if is_known else _piece(found, self.language)
        if len(written) <= _LONGEST_REMEMBERED:
            self[written] = analysed
        return analysed


@cache
def _known(language: str) -> _AnalysedPieces:
    return _AnalysedPieces(language)


def _piece(texts: list[str], language: str) -> AnalysedPiece:
    words: list[str] = []
    bag: list[str] = []
    heard: list[str] = []
    for text in texts:
        _analyse(text, language, words, bag)
        heard += sounds(text, language)
    return AnalysedPiece(" ".join(words), " ".join(bag), " ".join(heard))


def _analyse(text: str, language: str, words: list[str], bag: list[str]) -> None:
    """Add the words of a chunk, and by what else it is found."""
    parts = _parts(text)
    found: dict[str, None] = {}
    for start, end in parts:
        for token in _tokens(text[start:end], start, language):
            if is_tight(token.plain):
                words += pairs(token.plain)
                # A letter may be asked for alone.
                bag += [*pairs(token.plain), *(token.plain if len(token.plain) > 1 else "")]
            else:
                words.append(token.plain)
                found.update(dict.fromkeys((*token.stems, *of_roman(text[token.start : token.end]))))
                if NON_JOINER in text:
                    found.update(dict.fromkeys(_stems_of_parts(text[start:end], language)))
    if parts and len(text) != parts[0][1] - parts[0][0]:
        joined = joined_form(text, language)
        if joined and joined not in words:
            found.update(dict.fromkeys((*word_stems(joined, language), joined)))
    bag += found


def _stems_of_parts(word: str, language: str) -> list[str]:
    """Return the stems of a Persian compound's parts: many type a blank where it has a non-joiner."""
    parts = [part for part in word.split(NON_JOINER) if len(part) > SHORTEST_PART]
    return [stem for part in parts for stem in word_stems(part, language)]


def joined_form(chunk: str, language: str = "") -> str:
    """Return the parts of a chunk written together: "email" of "e-mail", "usagov" of "USA.gov", "26750" of "26,750"."""
    if chunk.endswith(("#", "+")):
        return plain(chunk, language)
    decimal = _DECIMAL.fullmatch(chunk)
    joint = "." if decimal else ""
    return plain(joint.join(_WORD.findall(chunk)), language)[:LONGEST]


def _parts(chunk: str) -> list[tuple[int, int]]:
    """Return where the words of a chunk stand, without what an apostrophe sets off: "Baku's", "l'Europe"."""
    whole = [found.span() for found in _WORD.finditer(chunk)]
    if len(whole) < 2 or not _APOSTROPHE.search(chunk):
        return whole
    kept: list[tuple[int, int]] = []
    for start, end in whole:
        is_set_off = start > 0 and bool(_APOSTROPHE.match(chunk[start - 1]))
        if not is_set_off:
            kept.append((start, end))
        elif kept[-1][1] - kept[-1][0] <= 2:
            # An article or a syllable goes before the word: the longer of both is the word.
            kept[-1] = max(kept[-1], (start, end), key=lambda span: span[1] - span[0])
        elif end - start > 4:
            kept.append((start, end))
    return kept


def _tokens(word: str, at: int, language: str) -> list[Token]:
    """Return the tokens of one word: mostly one, more where it mixes scripts with and without blanks."""
    found = []
    last = 0
    if not word.isascii():
        for run in _TIGHT_RUN.finditer(word):
            found += _written(word[last : run.start()], at + last, language)
            bare = plain(run[0], language)
            # Runs that follow each other without a gap belong together: their pairs go across scripts.
            if found and found[-1].end == at + run.start() and is_tight(found[-1].plain):
                before = found.pop()
                found.append(Token(before.start, at + run.end(), before.plain + bare, ()))
            elif bare:
                found.append(Token(at + run.start(), at + run.end(), bare, ()))
            last = run.end()
    return found + _written(word[last:], at + last, language)


def _written(word: str, at: int, language: str) -> list[Token]:
    bare = plain(word, language)[:LONGEST] if word else ""
    return [Token(at, at + len(word), bare, word_stems(word[:LONGEST], language))] if bare else []
