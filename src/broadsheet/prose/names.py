"""Find the names in a text: runs of capitalised words that do not merely begin a sentence."""

import re
from collections.abc import Iterable
from functools import lru_cache

from .sentences import sentences

# Small words inside a name: "Bank of England", "Ludwig van Beethoven", "Salman bin Abdulaziz".
_LINKS = "of de la du des von van der den bin ibn al el da do dos di del y zu"
# Words that begin sentences and are hardly ever names: English, Azerbaijani, Russian and a few more.
_STARTERS = """
a an the in on at by for from to of with and but or nor so if when while as after before since until
once although though because however meanwhile moreover therefore thus also yet still even only just
not no yes he she it they we i you his her its their our my your this that these those there here
who what which where why how is are was were be been being do does did has have had will would can
could may might must should all some many most more few several both each every any such other
another one two three four five six seven eight nine ten last next earlier later today yesterday
tomorrow now then under over about between during against into through according speaking asked
despite among within without let please və amma lakin bu o onun onlar biz siz mən sən isə ki da də
üçün ilə sonra əvvəl hər bir həmin belə ancaq dünən sabah bugün çünki əgər qeyd bundan ona onu buna bunu и а но в во
на с со к ко по за из от до о об у он она оно они мы вы я ты это этот эта эти тот та те как что если
когда где после перед при для без между также тоже уже еще ещё не ни да или однако потом теперь
сегодня вчера завтра его ее её их наш ваш все всё каждый там здесь так под над der die das ein eine
und aber im am auf mit von zu bei nach für el los las un una y pero en con por para le les et mais
dans une ve ama için
"""
_DAYS_AND_MONTHS = """
monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
september october november december mr mrs ms yanvar fevral mart aprel iyun iyul avqust sentyabr oktyabr
noyabr dekabr
"""
LINKS = frozenset(_LINKS.split())
STARTERS = frozenset(_STARTERS.split())
NOT_NAMES = STARTERS | frozenset(_DAYS_AND_MONTHS.split())

_TOKEN = re.compile(r"[^\W_]+(?:[’'ʼ‑.&-][^\W_]+)*\.?")
_POSSESSIVE = re.compile(r"[’'ʼ]\w{1,4}\Z")
_INITIAL = re.compile(r"[^\W\d_]\.")
_SPEECH = ('"', "'", "“", "‘", "”", "«", "„", ":")
_LONGEST = 6


def names(text: str, *, language: str = "") -> list[str]:
    """Return the names in `text` as they stand there, each once, in the order in which they come.

    A single capitalised word at the beginning of a sentence counts only when the text has it with a
    capital in mid-sentence too.
    """
    return list(_names(text))


# Terms, the words shown for them and names are asked for one after the other, of the same text.
@lru_cache(maxsize=8)
def _names(text: str) -> tuple[str, ...]:
    sure: dict[str, None] = {}
    open_cases: dict[str, None] = {}
    order: list[str] = []
    lower = {token for token in re.findall(r"[^\W\d_]+", text) if token.islower()}
    for sentence in sentences(text):
        for run, begins in _runs(sentence):
            kept = _without_starters(run, lower) if begins else run
            name = _written(kept)
            if len(name) < 2:
                continue
            order.append(name)
            is_sure = not begins or len(kept) < len(run) or len(kept) > 1 or _is_acronym(name)
            (sure if is_sure else open_cases)[name] = None
    inside = {word for name in sure for word in name.split()}
    return tuple(dict.fromkeys(name for name in order if name in sure or name in inside))


def _runs(sentence: str) -> Iterable[tuple[list[str], bool]]:
    """Yield runs of capitalised words, and whether the run begins the sentence."""
    run: list[str] = []
    begins, is_first, before = True, True, None
    for match in _TOKEN.finditer(sentence):
        token = match[0]
        if not run and token[0].islower() and not token[1:2].isupper():
            # Most words; what is asked of them is asked when a name follows.
            is_first, before = False, match
            continue
        bare, end, last = _bare(token), 0, ""
        if before is not None:
            last = _bare(before[0])
            end = before.start() + len(last)
        gap = sentence[end : match.start()]
        is_gap = bool(gap.strip(" \u00a0")) or last.endswith(("'s", "’s"))
        if is_gap or not (_is_capitalised(bare) or (run and bare in LINKS) or (run and bare.isdigit())):
            if run:
                yield run, begins
            run = []
        if not run:
            # A quotation in mid-sentence begins a sentence of its own.
            begins = is_first or gap.rstrip().endswith(_SPEECH)
        if _is_capitalised(bare) or (run and not is_gap and (bare in LINKS or bare.isdigit())):
            run.append(bare)
        is_first, before = False, match
    if run:
        yield run, begins


def _bare(token: str) -> str:
    return token if _INITIAL.fullmatch(token) else token.rstrip(".")


def _is_capitalised(token: str) -> bool:
    return token[0].isupper() or (len(token) > 2 and token[1].isupper() and token[0].isalpha())


def _is_acronym(name: str) -> bool:
    return sum(letter.isupper() for letter in name) > 1


def _without_starters(run: list[str], lower: set[str]) -> list[str]:
    first = run[0].casefold()
    is_common = first in STARTERS or run[0].lower() in lower
    return run[1:] if is_common and not _is_acronym(run[0]) else run


def _written(run: list[str]) -> str:
    """Join a run without the links, numbers and "I" at its end and the possessive of its last word."""
    kept = run[:_LONGEST]
    while kept and (kept[-1] in LINKS or kept[-1].isdigit() or kept[-1] == "I"):
        kept = kept[:-1]
    while kept and kept[0] in LINKS:
        kept = kept[1:]
    if not kept or (len(kept) == 1 and kept[0].casefold() in NOT_NAMES):
        return ""
    return " ".join([*kept[:-1], _POSSESSIVE.sub("", kept[-1])])
