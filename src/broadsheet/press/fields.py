"""Read the fields of a request as they stand on the line, where there is no doubt what they say (RFC 9110, 5)."""

import re

END = b"\r\n\r\n"
# RFC 9110, 5.6.2 and 5.5: a token, and a value of visible characters, blanks and tabs.
# Blanks around a value are taken off afterwards: an expression that does it tries every way to divide them.
_FIELD = re.compile(rb"([!#$%&'*+\-.^_`|~0-9A-Za-z]+):([\t -~\x80-\xff]*)")


def fields_of(lines: bytes) -> dict[str, str] | None:
    """Return the fields by their names in small letters; None where one is misspelled or stands there twice.

    `lines` begins with the end of the request's first line and ends with the empty one.
    """
    if not lines.startswith(b"\r\n") or not lines.endswith(END):
        return None
    said: dict[str, str] = {}
    for line in lines[2 : -len(END)].split(b"\r\n") if len(lines) > len(END) else ():
        found = _FIELD.fullmatch(line)
        if found is None:
            return None
        name = found[1].decode("ascii").lower()
        if name in said:
            return None
        said[name] = found[2].strip(b" \t").decode("latin-1")
    return said
