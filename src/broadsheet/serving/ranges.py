"""Read the Range header (RFC 9110, 14): one range of bytes, answered in parts of at most a megabyte."""

import re

# A client that asks for more gets this much and asks again (RFC 9110, 15.3.7).
LARGEST_PART = 1 << 20

_RANGE = re.compile(r"bytes=(?:(\d{1,15})-(\d{0,15})|-(\d{1,15}))", re.ASCII)


class Unsatisfiable(Exception):
    """The range begins behind the end of the file. Answer 416."""


def part_of(header: str, size: int) -> tuple[int, int] | None:
    """Return the first byte and the one behind the last; None where the header is to be ignored.

    Several ranges at once, other units and what is misspelled are ignored, which RFC 9110, 14.2 allows. Raises
    Unsatisfiable where the file has no such bytes.
    """
    found = _RANGE.fullmatch(header.replace(" ", ""))
    if found is None:
        return None
    first, last, suffix = found.groups()
    if suffix is not None:
        begin, end = max(0, size - int(suffix)), size
        if begin >= end:
            raise Unsatisfiable
    else:
        begin, end = int(first), int(last) + 1 if last else size
        if last and end <= begin:
            return None
        if begin >= size:
            raise Unsatisfiable
    return begin, min(end, size, begin + LARGEST_PART)
