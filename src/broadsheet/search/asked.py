"""Parse a query: words, words written together, text without spaces (as in Chinese), and phrases in quotation marks."""

import re
from dataclasses import dataclass, field, replace

from ..prose.folding import other_spellings
from ..prose.sounds import asked_sound
from ..prose.terms import is_tight
from ..prose.tokens import Token, chunk_spans, joined_form, pairs, script_runs, word_stems, word_tokens
from .beside import is_function_word

# Further words of a query are ignored: they cost time and change little.
MOST_WORDS = 12
# Letters from which a word may have one typing error, or two.
ONE_ERROR, TWO_ERRORS = 4, 8
# Letters from which a word that the archive does not have may be the beginning of one.
UNFINISHED = 5
_QUOTED = re.compile(r'(?:(?<=\s)|^)["“„«”〝「『]\s*([^"“”„«»〞」』]{2,})["“”»〞」』](?=\W|$)')
_LONGEST_QUERY = 400
# What readers add who know the operators of search engines; a query is looked up without them.
_OPERATOR = re.compile(
    r"(?<!\w)(?:(?:site|filetype|ext):\S+|(?:all)?in(?:title|url|text|author):(?=\S)"
    r"|(?:author|title|headline|topic|section|cache|related|source):(?=\S))",
    re.IGNORECASE,
)
# Letters of the longest part of an abbreviation.
_SYLLABLE = 2


@dataclass(frozen=True, slots=True)
class Word:
    """One thing asked for: a word, or several that are written as one ("e-mail": `joined`)."""

    typed: str
    start: int
    end: int
    plain: str
    stems: tuple[str, ...]
    spellings: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    # Pairs of neighbouring letters, for a script without spaces.
    pairs: tuple[str, ...] = ()
    sound: str = ""
    # How many typing errors are allowed.
    errors: int = 0

    @property
    def may_be_unfinished(self) -> bool:
        """Whether this may be the beginning of a longer word: "accessib"."""
        return bool(self.errors) and len(self.plain) >= UNFINISHED

    @property
    def is_initial(self) -> bool:
        """Whether this is one letter of an alphabet, as of a middle name."""
        return len(self.plain) == 1 and not self.pairs and self.plain.isalpha()


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A query taken apart: all its words, and which of them were quoted together."""

    text: str
    words: tuple[Word, ...]
    phrases: tuple[tuple[str, ...], ...] = field(default=())


def asked(text: str, language: str) -> ParsedQuery:
    """Take a query apart. At most twelve of its words count; a longer query loses its function words first."""
    text = _without_operators(text[:_LONGEST_QUERY])
    words = [word for start, end in chunk_spans(text) for word in _words(text, start, end, language)]
    if len(words) > MOST_WORDS:
        words = [word for word in words if not is_function_word(word.plain)] or words
    phrases = [_phrase(found[1], language) for found in _QUOTED.finditer(text)]
    return ParsedQuery(
        text, tuple(words[:MOST_WORDS]), tuple(phrase for phrase in phrases if len(phrase) > 1)
    )


def without_initials(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Return the words that must be found: no single letters where there are others, as in "Laura K. Godfrey"."""
    return tuple(word for word in words if not word.is_initial) or words


def _without_operators(text: str) -> str:
    """Return a query with blanks in place of operators, unless nothing is left."""
    rest = _OPERATOR.sub(lambda found: " " * len(found[0]), text)
    return rest if rest.strip() else text


def _words(text: str, start: int, end: int, language: str) -> list[Word]:
    chunk = text[start:end]
    found = [
        _word(token, chunk[token.start : token.end], start, language)
        for token in word_tokens(chunk, language)
    ]
    joined = joined_form(chunk, language)
    if not found or joined == found[0].plain or any(word.pairs for word in found):
        return found
    together = (joined, *word_stems(joined, language))
    if _is_one_word(found):
        first = found[0]
        return [
            replace(
                first, typed=chunk, start=start, end=end, plain=joined, stems=together, sound="", errors=0
            )
        ]
    return [replace(word, joined=together) for word in found]


def _is_one_word(parts: list[Word]) -> bool:
    """Return True for what means nothing in its parts: abbreviations ("AT&T", "U.S.") and numbers ("1.5", "26,750")."""
    if all(part.plain.isdecimal() for part in parts):
        return len(parts) == 2 or all(len(part.plain) == len("000") for part in parts[1:])
    return all(part.plain.isalpha() and len(part.plain) <= _SYLLABLE for part in parts)


def _word(token: Token, typed: str, at: int, language: str) -> Word:
    runs: tuple[str, ...] = ()
    spellings: tuple[str, ...] = ()
    if is_tight(token.plain):
        runs = _runs(token.plain)
    else:
        spellings = other_spellings(typed, language)
    # From the form without marks; the index has the sounds of names with and without them.
    heard = "" if runs else asked_sound(token.plain, language)
    return Word(
        typed=typed,
        start=at + token.start,
        end=at + token.end,
        plain=token.plain,
        stems=token.stems,
        spellings=spellings,
        pairs=runs,
        sound=heard,
        errors=0 if runs else _errors(token.plain),
    )


def _errors(plain: str) -> int:
    if len(plain) < ONE_ERROR or any(letter.isdigit() for letter in plain):
        return 0
    return 1 if len(plain) < TWO_ERRORS else 2


def _runs(word: str) -> tuple[str, ...]:
    """Return the pairs to look for: none across two scripts, and no single letter beside longer runs."""
    parts = script_runs(word)
    long = [part for part in parts if len(part) > 1]
    return tuple(dict.fromkeys(pair for part in long or parts for pair in pairs(part)))


def _phrase(text: str, language: str) -> tuple[str, ...]:
    found: list[str] = []
    for token in word_tokens(text, language):
        found += pairs(token.plain) if is_tight(token.plain) else [token.plain]
    return tuple(found[: 2 * MOST_WORDS])
