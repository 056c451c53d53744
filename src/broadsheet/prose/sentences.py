"""Cut a text into sentences without stopping at initials and abbreviations."""

import re

from .typography import single_spaced

# Full stops of the scripts that news is written in: Latin, CJK, Arabic and Urdu, Devanagari, Armenian,
# Ethiopic, Khmer, Burmese.
SPACED_MARKS = ".!?…؟۔।॥։።។၊။"
TIGHT_MARKS = "。！？｡"
CLOSERS = "\"'”’»›)]}」』】）〉》"
OPENERS = "\"'“‘„«‹([{「『【（¿¡–—-"

_ABBREVIATIONS = """
mr mrs ms dr prof st jr sr vs etc inc ltd co corp no nos gen col lt sgt cpl capt cmdr maj adm sen
rep gov pres rev hon fr jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun
fig vol ed pp approx dept est ave blvd rd mt ft bros messrs mme mlle cf al г гг в вв т д п тыс млн
млрд трлн руб коп ул им др проф акад стр см доц ген полк кв обл р рис тел пос s məs dos akad küç pr
təx dəq ş sm bkz vb yy doç av bzw ca evtl ggf usw nr str z.b d.h u.a sra ud uds ee.uu art
"""
# After "U.S." or "a.m." these begin a new sentence; any other capital is part of the name.
_STARTERS = "The A An In On At But And He She It They We I This That These Those There However"
ABBREVIATIONS = frozenset(_ABBREVIATIONS.split())
STARTERS = frozenset(_STARTERS.split())

# Only the first of a row of marks begins an end, and nothing is given back: a row of 100,000 dots is read once.
_END = re.compile(
    rf"(?<![{SPACED_MARKS}])[{SPACED_MARKS}]++[{re.escape(CLOSERS)}]*+(?=\s)"
    rf"|[{TIGHT_MARKS}]++[{re.escape(CLOSERS)}]*+"
)
_LAST_TOKEN = re.compile(r"[^\s(\[“\"'«‘„]+\Z")
_NEXT_WORD = re.compile(rf"\s+[{re.escape(OPENERS)}]*\s*(\w*)")
_DOTTED = re.compile(r"(?:\w\.)+\w", re.UNICODE)
_LONGEST_TOKEN = 40


def sentences(text: str) -> list[str]:
    """Return the sentences of `text` in order, each on one line; a line end always ends a sentence."""
    return [found for line in text.splitlines() for found in _of_line(single_spaced(line))]


def ends_sentence(text: str) -> bool:
    """Return True if `text` ends with a mark that ends a sentence, closing quotes and brackets aside."""
    stripped = text.rstrip().rstrip(CLOSERS)
    return bool(stripped) and stripped[-1] in SPACED_MARKS + TIGHT_MARKS


def _of_line(line: str) -> list[str]:
    found, start = [], 0
    for end in _END.finditer(line):
        if _ends_here(line, start, end):
            found.append(line[start : end.end()].strip())
            start = end.end()
    found.append(line[start:].strip())
    return [sentence for sentence in found if sentence]


def _ends_here(line: str, start: int, end: re.Match[str]) -> bool:
    if end[0][0] in TIGHT_MARKS:
        return True
    following = _NEXT_WORD.match(line, end.end())
    word = following[1] if following else ""
    if word and word[0].islower():
        return False
    return end[0] != "." or not _is_abbreviation(
        line[max(start, end.start() - _LONGEST_TOKEN) : end.start()], word
    )


def _is_abbreviation(before: str, word: str) -> bool:
    token = _LAST_TOKEN.search(before)
    if token is None:
        return True
    last = token[0]
    if len(last) == 1 and last.isalpha() and last.isupper():
        return True
    if last.casefold() in ABBREVIATIONS:
        return True
    if _DOTTED.fullmatch(last):
        return word not in STARTERS
    # "1. Bring water": the number of a list item is not a sentence.
    return last.isdigit() and last == before.strip()
