"""Bring the forms of a word together: stems where a library knows the language, runs of letters elsewhere."""

from functools import cache

import Stemmer

# Snowball's algorithms by primary language tag (snowballstem.org); those for languages that newsrooms write in.
ALGORITHMS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "eo": "esperanto", "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian",
    "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian",
    "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali",
    "nl": "dutch", "nn": "norwegian", "no": "norwegian", "pl": "polish", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sr": "serbian", "st": "sesotho", "sv": "swedish", "ta": "tamil",
    "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
# Five letters stand for a word in all its endings: "qəzetin", "qəzetlər".
PREFIX_LETTERS = 5
RUN_LETTERS = 4


def stems(words: list[str], *, language: str = "") -> list[str]:
    """Return the stem of each folded word; where nobody knows the stems, its first five letters."""
    algorithm = ALGORITHMS.get(primary(language))
    if algorithm is None:
        return [word[:PREFIX_LETTERS] for word in words]
    found: list[str] = _stemmer(algorithm).stemWords(words)
    return found


def parts(word: str, *, language: str = "") -> list[str]:
    """Return shorter forms by which a folded word is found when its stem is not.

    Its first five letters where stems are known; else all runs of four letters, blanks at its ends included
    (McNamee, Mayfield 2004): endings and beginnings then cost a word only some of its runs.
    """
    if primary(language) in ALGORITHMS:
        return [word[:PREFIX_LETTERS]]
    run = f" {word} "
    return [run[start : start + RUN_LETTERS] for start in range(max(1, len(run) - RUN_LETTERS + 1))]


def primary(language: str) -> str:
    """Return the primary subtag of a BCP 47 tag: "pt" of "pt-BR"."""
    return language.partition("-")[0].lower()


@cache
def _stemmer(algorithm: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(algorithm)
