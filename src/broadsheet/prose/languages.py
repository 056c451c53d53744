"""Guess the language of a text, or admit that there is too little to guess from."""

import re

import py3langid

# Fewer letters than this are a name or a label; py3langid would answer all the same.
FEWEST_LETTERS = 20
# The first of these many characters decide; more change nothing but the time it takes.
SAMPLE = 2_000
_NOT_LETTER = re.compile(r"[\W\d_]+")
# Scripts that one language of the news writes in are believed even in a short headline.
_SCRIPTS = (
    (re.compile("[\u3040-\u30ff]"), "ja"),
    (re.compile("[\uac00-\ud7af]"), "ko"),
    (re.compile("[\u4e00-\u9fff]"), "zh"),
    (re.compile("[\u0590-\u05ff]"), "he"),
    (re.compile("[\u10a0-\u10ff]"), "ka"),
    (re.compile("[\u0530-\u058f]"), "hy"),
    (re.compile("[\u0370-\u03ff]"), "el"),
    (re.compile("[\u0e00-\u0e7f]"), "th"),
)
# No other Latin alphabet of today's news has this letter.
_SCHWA = re.compile("[əƏ]")
_SHARE_OF_SCRIPT = 0.3
_SCHWAS_IN_AZERBAIJANI = 0.02


def language_of(text: str, *, fallback: str = "en") -> str:
    """Return the BCP 47 primary tag of the language that `text` is written in."""
    letters = _NOT_LETTER.sub("", text[:SAMPLE])
    if not letters:
        return fallback
    for script, language in _SCRIPTS:
        if len(script.findall(letters)) >= _SHARE_OF_SCRIPT * len(letters):
            return language
    if len(_SCHWA.findall(letters)) >= _SCHWAS_IN_AZERBAIJANI * len(letters):
        return "az"
    if len(letters) < FEWEST_LETTERS:
        return fallback
    return str(py3langid.classify(text[:SAMPLE])[0])
