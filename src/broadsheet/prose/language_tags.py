"""Compare language tags (BCP 47, RFC 5646) as people mean them: zh-TW is written otherwise than zh-CN, en-GB is English."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

# Unicode CLDR's likely subtags and language aliases, as Babel brings them (https://cldr.unicode.org, supplemental data).
from babel.core import get_global

from .languages import tag_of

_SUBTAG = re.compile(r"[A-Za-z0-9]{1,8}\Z")
# What the registry calls undetermined, several, without words and uncoded says of no story in what it is written.
_NO_LANGUAGE = {"und", "mul", "zxx", "mis"}
# The macrolanguage "no" is written as Bokmål by nine papers in ten, and CLDR leaves it as it is.
_OWN_ALIASES = {"no": "nb"}


@dataclass(frozen=True, slots=True)
class Language:
    """A language as it is written: "zh", "Hant", "TW"; the region is empty where the tag states none."""

    language: str
    script: str
    region: str

    def is_read_as(self, other: "Language") -> bool:
        """Return True if whoever reads the one reads the other: the same language in the same script."""
        return (self.language, self.script) == (other.language, other.script)


def language_named(tag: str) -> Language | None:
    """Return the language that a tag names, its likely script filled in; None where it names none."""
    subtags = re.split("[-_]", tag.strip().partition(".")[0])
    if not all(map(_SUBTAG.match, subtags)) or not 2 <= len(subtags[0]) <= 3 or not subtags[0].isalpha():
        return None
    language = tag_of(subtags[0])
    if language in _NO_LANGUAGE:
        return None
    alias = _OWN_ALIASES.get(language) or get_global("language_aliases").get(language, language)
    language, _mark, script = alias.partition("_")
    script = next((each.title() for each in subtags[1:] if len(each) == 4 and each.isalpha()), script)
    region = next((each.upper() for each in subtags[1:] if re.fullmatch("[A-Za-z]{2}|[0-9]{3}", each)), "")
    return Language(language, script or _likely_script(language, region), region)


def best_match(tag: str, codes: Iterable[str]) -> str | None:
    """Return the code that is nearest to a tag: in its language and script, if there is one of them.

    The tag itself comes first, then its region, then the code without a region, then any.
    """
    wanted = language_named(tag)
    if wanted is None:
        return None
    named = {code: language_named(code) for code in codes}
    readable = {code: each for code, each in named.items() if each and each.is_read_as(wanted)}
    return min(readable, key=lambda code: (_distance(readable[code], wanted), code), default=None)


def base_of(tag: str, codes: Iterable[str]) -> str | None:
    """Return the code, of those known, of a tag's language in its script without a region: "en" for "en-GB"."""
    wanted = language_named(tag)
    if wanted is None:
        return None
    return best_match(f"{wanted.language}-{wanted.script}" if wanted.script else wanted.language, codes)


def _distance(found: Language, wanted: Language) -> int:
    if found.region == wanted.region:
        return 0
    return 1 if not found.region else 2


def _likely_script(language: str, region: str) -> str:
    likely = get_global("likely_subtags")
    found = likely.get(f"{language}_{region}" if region else language) or likely.get(language, "")
    return next((each for each in found.split("_")[1:] if len(each) == 4), "")
