"""Write names by their sound, so that Kavanaugh, Kavano and Кавано meet."""

import re

from anyascii import anyascii

from .folding import plain
from .stems import primary
from .terms import is_tight

SHORTEST = 3
# Scripts that write few of their vowels: a name in them is known by its consonants alone.
_WITHOUT_VOWELS = frozenset(["ar", "fa", "he", "ur", "ckb", "ps", "sd", "ug", "yi"])
_FEW_VOWELS = re.compile("[\u0590-\u074f]")
# Languages with vowels that are written in other letters than Latin ones.
_OTHER_SCRIPTS = _WITHOUT_VOWELS | frozenset(
    [
        "am",
        "be",
        "bg",
        "bn",
        "el",
        "hi",
        "hy",
        "ka",
        "kk",
        "ky",
        "mk",
        "mn",
        "mr",
        "ne",
        "ru",
        "sr",
        "ta",
        "tg",
        "uk",
    ]
)
# Languages that write u where English names have w: Уэст, Uels.
_WITHOUT_W = frozenset(["az", "be", "bg", "kk", "ky", "mk", "ru", "sr", "tg", "uk"])
_U_FOR_W = re.compile("^u(?=[aeiouy])")
# Letters that sound otherwise than anyascii writes them, by language.
_OWN_SOUNDS = {
    "az": {"c": "j", "ç": "ch", "x": "kh", "q": "g", "ə": "a", "j": "zh", "w": "v", "ş": "sh"},
    "tr": {"c": "j", "ç": "ch", "j": "zh", "ş": "sh"},
}
_SOUNDS = (
    (re.compile("[^a-z]"), ""),
    (re.compile("gh(?=$|t)"), ""),  # Kavanaugh, Wright
    (re.compile("dzh|dj"), "j"),
    (re.compile("(?:t?sch|tch|ch)"), "C"),
    (re.compile("sh"), "S"),
    (re.compile("zh"), "j"),
    (re.compile("kh"), "h"),  # Хьюстон, Xəzər
    (re.compile("gh"), "g"),
    (re.compile("ph"), "f"),
    (re.compile("th"), "t"),
    (re.compile("ck|qu|q|c(?![eiy])"), "k"),
    (re.compile("c"), "s"),
    (re.compile("g(?=[eiy])"), "j"),
    (re.compile("x"), "ks"),
    (re.compile("w"), "v"),
    (re.compile("(?<=[^aeiouy])e$"), ""),  # Kate
    (re.compile("(?<=[aeiouy])h(?=[^aeiouy]|$)"), ""),  # John, Tehran
)
_TWICE = re.compile(r"(.)\1+")
_VOWELS = re.compile("[aeiouy]+")
_FRONT = frozenset("eiy")


def sounds(name: str, language: str = "") -> tuple[str, ...]:
    """Return how a name sounds, as it is written and without its marks; nothing for what is no name by its look.

    Names begin with a capital letter, or are of a script without such.
    """
    if not name or name[0].islower() or name[0].isdigit() or is_tight(name):
        return ()
    bare = plain(name, language)
    forms = (name,) if name.lower() == bare else (name, bare)
    found = dict.fromkeys(spoken(form, language) for form in forms)
    return tuple(heard for heard in found if heard)


def asked_sound(word: str, language: str = "") -> str:
    """Return by which sound a word of a query is looked up; nothing where its letters tell more than its sound.

    In languages that write few vowels many words sound alike, so only words in another script are looked up there.
    """
    few_vowels = primary(language) in _WITHOUT_VOWELS
    own_script = (
        _FEW_VOWELS.search(word) if few_vowels else word.isascii() != (primary(language) in _OTHER_SCRIPTS)
    )
    heard = "" if few_vowels and own_script else spoken(word, language)
    return heard if not own_script or len(heard) > SHORTEST else ""


def spoken(word: str, language: str = "") -> str:
    """Return how a word sounds, roughly, as the edition's language writes it; nothing where too little is left."""
    own = _OWN_SOUNDS.get(primary(language), {})
    lower = word.replace("I", "ı").replace("İ", "i") if own else word
    lower = "".join(own.get(letter, letter) for letter in lower.lower())
    written = anyascii(lower).lower()
    if primary(language) in _WITHOUT_W:
        written = _U_FOR_W.sub("v", written)
    for pattern, letters in _SOUNDS:
        written = pattern.sub(letters, written)
    if primary(language) in _WITHOUT_VOWELS:
        written = written[:1].replace("y", "") + re.sub("[aeiouy]", "", written[1:])
        # One letter stands for p and f in Hebrew; Arabic has no p. Either may have one letter for g and j.
        written = re.sub("[pf]", "b", written).replace("j", "g")
    else:
        written = _VOWELS.sub(_vowel, written)
    heard = _TWICE.sub(r"\1", written)
    return heard if len(heard) >= SHORTEST else ""


def _vowel(found: re.Match[str]) -> str:
    """Return one of two vowels: editors and transcribers seldom agree on more."""
    return "e" if found.start() and found[0][0] in _FRONT else "a"
