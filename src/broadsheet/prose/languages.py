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


# ISO 639-2 and 639-3 codes that archives write where BCP 47 (RFC 5646) wants the shorter ISO 639-1.
_SHORTER = {
    "afr": "af", "amh": "am", "ara": "ar", "arb": "ar", "aze": "az", "azj": "az", "bel": "be", "ben": "bn",
    "bos": "bs", "bul": "bg", "cat": "ca", "ces": "cs", "cmn": "zh", "cym": "cy", "cze": "cs", "dan": "da",
    "deu": "de", "dut": "nl", "ell": "el", "eng": "en", "epo": "eo", "est": "et", "eus": "eu", "fas": "fa",
    "fin": "fi", "fra": "fr", "fre": "fr", "geo": "ka", "ger": "de", "gle": "ga", "glg": "gl", "gre": "el",
    "guj": "gu", "hau": "ha", "heb": "he", "hin": "hi", "hrv": "hr", "hun": "hu", "hye": "hy", "ind": "id",
    "isl": "is", "ita": "it", "jpn": "ja", "kat": "ka", "kaz": "kk", "khm": "km", "kir": "ky", "kor": "ko",
    "lao": "lo", "lav": "lv", "lit": "lt", "mal": "ml", "mar": "mr", "mkd": "mk", "mlt": "mt", "mon": "mn",
    "msa": "ms", "mya": "my", "nep": "ne", "nld": "nl", "nno": "nn", "nob": "nb", "nor": "no", "pan": "pa",
    "per": "fa", "pes": "fa", "pol": "pl", "por": "pt", "pus": "ps", "ron": "ro", "rum": "ro", "rus": "ru",
    "sin": "si", "slk": "sk", "slv": "sl", "som": "so", "spa": "es", "sqi": "sq", "srp": "sr", "swa": "sw",
    "swe": "sv", "tam": "ta", "tel": "te", "tgk": "tg", "tha": "th", "tuk": "tk", "tur": "tr", "ukr": "uk",
    "urd": "ur", "uzb": "uz", "vie": "vi", "yid": "yi", "zho": "zh", "zul": "zu",
}  # fmt: skip


def tag_of(written: str) -> str:
    """Return the primary BCP 47 tag for a language as an archive writes it: "az" for "aze-Latn", "en" for "en_GB"."""
    first = re.split("[-_]", written.strip().lower())[0]
    return _SHORTER.get(first, first)


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
