"""Turn bytes into text, and say so when they were not the UTF-8 that they should be."""

import codecs
import re
from functools import lru_cache

from charset_normalizer import from_bytes

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# <meta charset=…>, <meta content="text/html; charset=…"> and <?xml encoding="…"?>
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_HEAD = 4096
# Guessing reads this much of a file: an encoding shows itself early.
_SAMPLE = 200_000


def decode(data: bytes) -> tuple[str, str]:
    """Return the text of `data` and a sentence about what was repaired, empty where nothing was.

    Tried in order: byte order mark, UTF-8, the encoding that the file declares, a guess. Bytes that fit
    nothing become U+FFFD, so that the rest of the file is not lost.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            text, lost = _forgiving(data[len(bom) :] if encoding == "utf-8" else data, encoding)
            return text, f"{lost} characters could not be read as {encoding}" if lost else ""
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        pass
    for encoding in (_declared(data), _guessed(data)):
        if encoding:
            text, lost = _forgiving(data, encoding)
            if lost * 200 <= len(text):
                return text, f"the text is not UTF-8; it was read as {encoding}"
    text, lost = _forgiving(data, "utf-8")
    return text, f"{lost} characters are not UTF-8 and could not be read"


@lru_cache(maxsize=8)
def opening(head: bytes) -> str:
    """Return the text that a file begins with, empty where it is blank or no text.

    Remembered: each format is asked about the same file.
    """
    return "" if is_binary(head) else decode(head)[0].lstrip("\ufeff \t\r\n")


def is_binary(data: bytes) -> bool:
    """Return True if the beginning of a file is no text in any encoding."""
    head = data[:_HEAD]
    if any(head.startswith(bom) for bom, _encoding in _BOMS):
        return False
    controls = sum(byte < 9 or 13 < byte < 32 for byte in head)
    return b"\0" in head or controls * 20 > len(head)


def _declared(data: bytes) -> str:
    found = _DECLARED.search(data[:_HEAD])
    if not found:
        return ""
    try:
        return codecs.lookup(found[1].decode("ascii")).name
    except LookupError:
        return ""


def _guessed(data: bytes) -> str:
    best = from_bytes(data[:_SAMPLE]).best()
    return best.encoding if best else ""


def _forgiving(data: bytes, encoding: str) -> tuple[str, int]:
    text = data.decode(encoding, errors="replace")
    return text, text.count("\ufffd")
