"""Mend the text of an export before it is parsed: what would end the parser's work, or cost words, is written rightly."""

import codecs
import html
import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

from .faults import Faults

CHUNK = 256 * 1024
# All that is no Char of XML 1.0 (https://www.w3.org/TR/xml/#charsets).
_NO_CHAR = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# In markup: what opens a part that is not markup, and "<", "&" and "]]>" that mean themselves. A document type is made
# text, so that no entity can be defined.
_IN_MARKUP = re.compile(r"<!\[CDATA\[|<!--|<\?xml|<(?![A-Za-z_:/?])|\]\]>|&(?!(?:amp|lt|gt|quot|apos);)")
_CLOSED_BY = {"<![CDATA[": "]]>", "<!--": "-->", "<?xml": "?>"}
_REFERENCE = re.compile(r"&(?:#(?:\d{1,7}|[xX][0-9A-Fa-f]{1,6})|[A-Za-z][A-Za-z0-9]{1,31});")
# The longest that `_IN_MARKUP` has to see at once, a reference.
_LONGEST = 40


class MendedText:
    """The text of a file in parts, without what no parser gets through; what was mended is told to `faults`."""

    def __init__(self, encoding: str, faults: Faults) -> None:
        self._decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        self._encoding = encoding
        self._faults = faults
        self._line = 1
        self._rest = ""
        # What ends the CDATA section, comment or declaration that is open.
        self._closed_by = ""

    def parts(self, read: Callable[[int], bytes]) -> Iterator[str]:
        """Yield the mended text. Raises UnicodeError where the bytes are no text at all."""
        while data := read(CHUNK):
            yield self._part(data, self._decoder.decode(data), is_last=False)
        yield self._part(b"", self._decoder.decode(b"", True), is_last=True)

    def _part(self, data: bytes, text: str, *, is_last: bool) -> str:
        self._complain_of_letters(data, text)
        text = _NO_CHAR.sub("", self._rest + text)
        mended, at = [], 0
        end = len(text) if is_last else self._safe_end(text)
        while at < end:
            step = self._inside if self._closed_by else self._markup
            piece, at = step(text, at, end)
            mended.append(piece)
            end = len(text) if is_last else self._safe_end(text)
        self._rest = text[at:]
        self._line += text.count("\n", 0, at)
        return "".join(mended)

    def _complain_of_letters(self, data: bytes, text: str) -> None:
        lost = text.count("\ufffd") - data.count("\ufffd".encode())
        if lost > 0:
            what = (
                f"{lost} characters here or on the next lines are not {self._encoding}; they stand as \ufffd"
            )
            self._faults.add("letters that cannot be read", self._line, what)
        if controls := len(_NO_CHAR.findall(text)):
            what = f"{controls} control characters here or on the next lines are left out"
            self._faults.add("control characters", self._line, what)

    def _safe_end(self, text: str) -> int:
        """Return up to where `text` can be read without knowing what follows."""
        tail = max(0, len(text) - _LONGEST)
        if self._closed_by:
            return max(0, len(text) - len(self._closed_by) + 1)
        found = re.search(r"[<&\]]", text[tail:])
        return tail + found.start() if found else len(text)

    def _inside(self, text: str, at: int, end: int) -> tuple[str, int]:
        """Pass on what is left of the part that is open; of comments and declarations only the ends of lines."""
        closed_by = self._closed_by
        found = text.find(closed_by, at)
        stop = found + len(closed_by) if found >= 0 else end
        if found >= 0:
            self._closed_by = ""
        piece = text[at:stop]
        return (piece if closed_by == "]]>" else "\n" * piece.count("\n")), stop

    def _markup(self, text: str, at: int, end: int) -> tuple[str, int]:
        """Pass on markup up to the next part that is none, or up to what must be mended, with that."""
        found = _IN_MARKUP.search(text, at)
        if found is None or found.start() >= end:
            return text[at:end], end
        before, sign = text[at : found.start()], found[0]
        if sign in _CLOSED_BY:
            self._closed_by = _CLOSED_BY[sign]
            return before + (sign if sign == "<![CDATA[" else ""), found.end()
        reference = _REFERENCE.match(text, found.start()) if sign == "&" else None
        written = reference[0] if reference else sign
        mended = _mended(written)
        if mended != written and not _is_valid_number(written):
            line = self._line + text.count("\n", 0, found.start())
            self._faults.add(
                f"{written}, outside of CDATA", line, f"“{written}” is no XML here; read as a reader would"
            )
        return before + mended, found.start() + len(written)


def _mended(written: str) -> str:
    if not written.startswith("&") or written == "&":
        return written.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    # HTML's own rules: "&nbsp;" is a blank, and "&#146;" the apostrophe of Windows.
    letters = _NO_CHAR.sub("", html.unescape(written))
    return letters.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _is_valid_number(written: str) -> bool:
    return written.startswith("&#") and bool(_mended(written))


def opened_text(file: BinaryIO, encoding: str, faults: Faults) -> Iterator[str]:
    """Yield the mended text of a file that is open at its first byte."""
    return MendedText(encoding, faults).parts(file.read)
