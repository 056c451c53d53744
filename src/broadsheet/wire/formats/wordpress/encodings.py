"""Find out in which encoding an export is written, whatever it says of itself."""

import codecs
import re
from typing import BinaryIO

# An encoding shows itself in this many bytes.
SAMPLE = 256 * 1024
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']\s*([A-Za-z0-9_.:-]{2,40})""")
# Python knows encodings besides that are for host names, mails or its own source.
_OF_TEXTS = re.compile(
    r"ascii|utf-8|iso8859|latin|cp\d|koi8|mac-|gb|big5|euc_|shift_jis|iso2022|johab|tis-620"
)


def encoding_of(file: BinaryIO) -> str:
    """Return the encoding of a file: by its byte order mark, UTF-8 where it fits, else what it declares.

    Where nothing fits, it is UTF-8 with mistakes, or Windows-1252 if nearly all its letters would be mistakes.
    """
    sample = file.read(SAMPLE)
    for bom, encoding in _BOMS:
        if sample.startswith(bom):
            return encoding
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(sample)
    lost = text.count("\ufffd")
    if not lost and not text.isascii():
        return "utf-8"
    declared = _declared(sample)
    if declared not in ("", "utf-8", "ascii"):
        return declared
    foreign = sum(1 for letter in text if letter > "\x7f") - lost if lost else 0
    return "cp1252" if lost > foreign else "utf-8"


def _declared(sample: bytes) -> str:
    found = _DECLARED.search(sample[:1024])
    try:
        name = codecs.lookup(found[1].decode("ascii")).name if found else ""
    except LookupError:
        return ""
    return name if _OF_TEXTS.match(name) else ""
