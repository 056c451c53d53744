"""Read a byline: the people that it names, without their addresses, titles, places and agencies."""

import re
from dataclasses import dataclass

from .byline_words import AGENCIES, NOBODY, ORGANISATIONS, PLACES, TITLES
from .typography import name_key, single_spaced, without_controls

# No byline of a newspaper is longer; what is longer is a text that stands in the wrong field.
LONGEST = 500

_MAIL = re.compile(r"(?:mailto:)?[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_HANDLE = re.compile(r"(?<!\w)@\w+")
_HOLLOW = re.compile(r"[(<\[]\s*[)>\]]")
_BY = re.compile(
    r"\A\s*(?:(?:words|text|story|report|reporting|written|reported|additional reporting|compiled|posted|published|updated|interview|interviewed|"
    r"guest post|article)\s+by|"
    r"by|from|von(?!\s+de[mnr]\b)|par|por|da(?=\s+(?:reda[cç][aã]o|ag[eê]ncias?|reportagem|lusa)\b)|text|autor|autorin|автор|авторы|müəllif|yazan|文)(?:\s*[:：/]\s*|\s+)",
    re.IGNORECASE,
)
# Between two of these is one person, or what is said of a person.
_STRONG = re.compile(r"\s*[;|•·\n、]\s*|\s+[–—-]\s+|\s*/\s*")
_AND = re.compile(
    r"\s+(?:and|with|und|mit|et|avec|y|con|и|və|ve)\s+|\s*&\s*|\s*[,，]\s*(?:and|und|et|y|и|və|ve)\s+",
    re.IGNORECASE,
)
_COMMA = re.compile(r"\s*[,，]\s*")
# Generations belong to the name, degrees do not.
_GENERATION = re.compile(r"(?:jr|sr|jnr|snr)\.?|i{2,3}|iv|vi{0,2}", re.IGNORECASE)
_DEGREE = re.compile(r"ph\.?\s?d\.?|m\.?d\.?|m\.?a\.?|b\.?a\.?|m\.?sc\.?|b\.?sc\.?|ll\.?[bm]\.?|j\.?d\.?|esq\.?|mba|mp|obe|cbe|rn", re.IGNORECASE)  # fmt: skip
_IN_PLACE = re.compile(r"\s(?:in|aus|à|en|v|в|из)\s(?=[^\W\d_])")
_FOR_PAPER = re.compile(
    r"\s(?:(?:special|exclusive)(?:ly)?\s(?:to|for)|for|of the|für|pour|para|для)\s", re.IGNORECASE
)
_IN_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*\Z")
_PRONOUNS = re.compile(r"\s*\((?:she|he|they|her|him|them)(?:\s*/\s*\w+)+\)", re.IGNORECASE)
_READING_TIME = re.compile(r"(?<!\d)\d{1,3}[\s-]*min(?:ute)?s?\.?[\s-]+read\b", re.IGNORECASE)
_QUOTED = re.compile(r"\s*(?:\"([^\"]*)\"|“([^“”]*)”|«([^«»]*)»|'([^']*)')\s*")
_DIGIT = re.compile(r"\d")
_TIGHT = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")
_TIGHT_TITLE = re.compile(
    r"\A(?:(?:本报|本刊|本社|特约|实习)?(?:记者|通讯员|编辑|评论员)|記者)[\s:：]*|[\s]*(?:报道|報道|記者)\Z"
)
_SMALL_WORDS = "de da do dos du des della di del der den van von zu zur ten ter bin ibn al el la le y e af av"
_PARTICLES = frozenset(_SMALL_WORDS.split())


@dataclass(frozen=True, slots=True)
class Credits:
    """The people whom a byline names, in its order, and the agencies; `others` is what names neither."""

    people: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def read_byline(written: str, *, publisher: str = "") -> Credits:
    """Return whom a byline names; what is doubtful stays one name."""
    if len(written) > LONGEST:
        return Credits(others=(written,))
    bare = _without_addresses(written)
    people: list[str] = []
    agencies: list[str] = []
    others: list[str] = []
    if name_key(bare.strip()) in NOBODY:
        return Credits(others=(written,))
    for part in map(_without_by, filter(None, _STRONG.split(bare))):
        if not part:
            continue
        kind = _kind(part, publisher) or ("publisher" if people and _is_organisation(part) else "")
        if kind == "agency":
            agencies.append(part)
        elif kind:
            others.append(part)
        else:
            found = _people(part, publisher)
            people += found.people
            agencies += found.agencies
            others += found.others
    return Credits(tuple(dict.fromkeys(people)), tuple(agencies), tuple(others))


def _without_addresses(written: str) -> str:
    """Return a byline without addresses of mail and pages, and what stood in brackets after one out of them."""
    text = "\n".join(map(single_spaced, without_controls(written).splitlines()))
    # "jane@newsroom.agency (Jane Roe)" is what RSS asks for.
    text = _READING_TIME.sub("", _PRONOUNS.sub("", text))
    if quoted := _QUOTED.fullmatch(text):
        text = next(filter(None, quoted.groups()), "")
    text = re.sub(rf"\A\s*{_MAIL.pattern}\s*\(([^()]*)\)", r"\1", text)
    for addresses in (_ADDRESS, _MAIL, _HANDLE):
        text = addresses.sub("", text)
    return _HOLLOW.sub("", text)


def _without_by(text: str) -> str:
    return _trimmed(_BY.sub("", f"{text.strip()} ", count=1))


def _people(part: str, publisher: str) -> Credits:
    """Return what a part without strong marks names: a list with commas and "and", titles, suffixes, places."""
    names: list[str] = []
    agencies: list[str] = []
    others: list[str] = []
    for piece in _pieces(part, publisher):
        kind = _kind(piece, publisher)
        if names and _GENERATION.fullmatch(piece):
            names[-1] = f"{names[-1]} {piece}"
        elif kind == "agency":
            agencies.append(piece)
        elif kind or (names and _is_said_of(piece, names[0], bool(others))):
            others.append(piece)
        elif name := _person(piece):
            names.append(name)
    # "Doe, Jane", "Ant and Dec", "Jane and John Roe": to cut these would make people of halves.
    if len(names) > 1 and not all(map(_is_full, names)):
        return Credits((_trimmed(part),), tuple(agencies))
    return Credits(tuple(names), tuple(agencies), () if names else tuple(others))


def _pieces(part: str, publisher: str) -> list[str]:
    listed = (_without_by(each) for half in _AND.split(part) for each in _COMMA.split(half))
    return [each for each in (_trimmed(_without_brackets(piece, publisher)) for piece in listed) if each]


def _is_said_of(piece: str, first: str, follows_title: bool) -> bool:
    """Return True if a piece after a name is a degree, a house, an office, a description: what is no name itself."""
    words = piece.split()
    is_small = piece[0].islower() and words[0].casefold() not in _PARTICLES and not first[0].islower()
    is_short = len(words) == 1 and (
        follows_title or (piece.isupper() and len(piece) <= 5 and not first.isupper())
    )
    is_office = any(each.casefold() in ("of", "for") for each in words[1:])
    return (
        bool(_DEGREE.fullmatch(piece))
        or is_small
        or is_office
        or _is_organisation(piece)
        or (is_short and not _TIGHT.search(piece))
    )


def _person(piece: str) -> str:
    """Return a name without the title before it and the place or paper after it."""
    piece = _TIGHT_TITLE.sub("", piece) if _TIGHT.search(piece) else piece
    for after in (_FOR_PAPER, _IN_PLACE):
        found = after.search(piece)
        if found and _is_full(piece[: found.start()]):
            piece = piece[: found.start()]
    words = piece.split()
    leading = _leading_titles(words)
    # "Political Editor Jane Doe", and "Jane Doe Staff Writer".
    words = words[leading:] if len(words) - leading >= 2 else words
    while len(words) > 3 and _bare(words[-1]) in TITLES and len(words) - _trailing_titles(words) >= 2:
        words = words[: len(words) - _trailing_titles(words)]
    return " ".join(words)


def _leading_titles(words: list[str]) -> int:
    """Return how many words at the beginning are a title: up to the last word of TITLES that a name follows."""
    last = 0
    for number, word in enumerate(words, start=1):
        if _bare(word) in TITLES:
            last = number
    return last if len(words) - last >= 2 else 0


def _trailing_titles(words: list[str]) -> int:
    """Return how many words at the end are a title with its adjective: "Staff Writer", "Political Editor"."""
    return 2 if len(words) > 3 else 1


def _kind(text: str, publisher: str) -> str:
    """Return what a text is that names no person, or nothing."""
    key = name_key(text.strip(" .,:"))
    bare = key.removeprefix("the ").removeprefix("die ").removeprefix("der ")
    if key in NOBODY:
        return "other"
    if bare in AGENCIES:
        return "agency"
    if not key or (_DIGIT.search(key) and "," not in key):
        return "other"
    if publisher and key == name_key(publisher):
        return "publisher"
    if bare in PLACES or all(each.strip() in PLACES for each in key.split(",")):
        return "place"
    if (key.startswith("the ") and "," not in key) or _FOR_PAPER.match(f" {key}"):
        return "publisher"
    words = [_bare(each) for each in key.split()]
    # A title and the name of who has it is not a title: "Correspondent Jane Doe".
    is_title = any(each in TITLES for each in words)
    return "title" if is_title and not _names_somebody(text) else ""


def _is_organisation(text: str) -> bool:
    """Return True if a text that stands after a name is of a paper or a house; "Eyal Press" alone is a person."""
    return "," not in text and any(_bare(each) in ORGANISATIONS for each in text.split())


def _names_somebody(text: str) -> bool:
    """Return True if a name of two words or more follows a title, or goes before one without a comma."""
    words = text.split()
    if any(mark in text for mark in ",，&") or _AND.search(text):
        return True
    leading = _leading_titles(words)
    after = words[leading:] if leading else []
    if len(after) >= 2 and all(each[0].isupper() or each.casefold() in _PARTICLES for each in after):
        return True
    return (
        len(words) >= 4
        and _bare(words[-1]) in TITLES
        and all(_bare(each) not in TITLES for each in words[:2])
    )


def _without_brackets(part: str, publisher: str) -> str:
    """Return a part without what stands in brackets at its end, where that is known to be no name."""
    found = _IN_BRACKETS.search(part)
    if not found or not found.start():
        return part.strip("()[] ") if found else part
    inside = found[1].strip()
    return part[: found.start()] if not inside or inside[0].islower() or _kind(inside, publisher) else part


def _is_full(name: str) -> bool:
    return len(name.split()) >= 2 or bool(_TIGHT.search(name))


def _bare(word: str) -> str:
    return word.casefold().strip(".,:()’'")


def _trimmed(text: str) -> str:
    return single_spaced(text).strip(" ,;:-–—|/<>")
