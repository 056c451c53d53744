"""Tidy what is typed or pasted: blanks, control characters, the direction tricks of bidi overrides."""

import re
import unicodedata

# C0 and C1 controls except tab and line ends, lone surrogates (no database takes them), and the
# embedding, override and isolate marks that can turn a headline round: https://trojansource.codes/
_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]"
)
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_BLANKS = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[\W_]+")


def without_controls(text: str) -> str:
    """Return `text` without control characters, bidi overrides and lone surrogates."""
    return _CONTROLS.sub("", text)


def single_spaced(text: str) -> str:
    """Return `text` on one line with single blanks."""
    return _BLANKS.sub(" ", text).strip()


def tidy_headline(text: str) -> str:
    """Return `text` as one line without controls, bidi overrides and invisible characters."""
    return single_spaced(_INVISIBLE.sub("", without_controls(text)))


def comparable(text: str) -> str:
    """Return `text` reduced to what makes two lines the same to a reader: letters and digits."""
    return _NOT_WORD.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()
