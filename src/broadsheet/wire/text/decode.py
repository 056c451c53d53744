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
# Four characters of ASCII, each in two bytes.
_WIDE = re.compile(rb"(?:[\t\n\r -~]\0){3}[\t\n\r -~]")
# Guessing reads this much of a file: an encoding shows itself early.
_SAMPLE = 200_000


def decode(data: bytes) -> tuple[str, str]:
    """Return the text of `data` and a sentence about what was repaired, empty where nothing was.

    Tried in order: byte order mark, UTF-8, the encoding that the file declares, a guess. Bytes that fit
    nothing become U+FFFD, so that the rest of the file is not lost.
    """
    marked = _marked(data)
    if marked:
        text, lost = _forgiving(data, marked)
        return text.removeprefix("\ufeff"), f"{lost} characters could not be read as {marked}" if lost else ""
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

    Remembered: each format is asked about the same file. What a format is known by is written in ASCII, so no
    encoding is guessed here.
    """
    if is_binary(head):
        return ""
    # The last character may be cut in two.
    text = codecs.getincrementaldecoder(_marked(head) or "utf-8")("replace").decode(head)
    return text.lstrip("\ufeff \t\r\n\f")


def is_binary(data: bytes) -> bool:
    """Return True if the beginning of a file is no text in any encoding."""
    head = data[:_HEAD]
    if _marked(head):
        return False
    controls = sum(byte < 9 or 13 < byte < 32 for byte in head)
    return b"\0" in head or controls * 20 > len(head)


def _marked(data: bytes) -> str:
    """Return the encoding that the first bytes show: a byte order mark, or a sign of UTF-16 without one.

    The first character of XML and JSON is in ASCII: see https://www.w3.org/TR/xml/#sec-guessing.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return encoding
    if _WIDE.match(data):
        return "utf-16-le"
    return "utf-16-be" if _WIDE.match(data[1:]) and data[:1] == b"\0" else ""


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
