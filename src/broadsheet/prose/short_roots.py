"""Find the root of a short word with endings where nobody knows the stems: "ev" of "evlərdən", "תקציב" of "לתקציב".

Its first five letters are the stem of such a word; the endings of a short one are among them.
"""

import re

from .stems import PREFIX_LETTERS, primary

# Azerbaijani, without marks: plural, whose it is, case. A single "a" or "e" at the end is mostly no ending.
_AZERBAIJANI = re.compile(
    "([a-z]{2,4}?)(?=.)(?:l[ae]r)?(?:[iu]|s[iu])?"
    "(?:d[ae]n?|nd[ae]n?|y[aeiu]|(?<=[iu])n[aeiu]|[iu]n|[ny][iu]n|y?l[ae])?"
)
_VOWEL = re.compile("[aeiou]")
# Hebrew: small words that hang on the next one, and plurals and genders. Final letters are folded.
_HEBREW_BEFORE = re.compile("^[והבלמשכ]+(?=[א-ת]{4})")
_HEBREW_AFTER = re.compile("(?<=[א-ת]{3})(?:ימ|ות|ה)$")


def short_root(form: str, language: str = "") -> str:
    """Return the root of a plain word, as far as its endings tell; nothing where they do not."""
    tag = primary(language)
    if tag == "az":
        found = _AZERBAIJANI.fullmatch(form)
        return found[1] if found and _VOWEL.search(found[1]) else ""
    if tag == "he":
        root = _HEBREW_BEFORE.sub("", _HEBREW_AFTER.sub("", form))
        return root[:PREFIX_LETTERS] if root != form else ""
    return ""
