"""Read a request's body before Django sees the request, while holding a place that is meant for bodies.

granian has no time limit for bodies: one that stalls holds its thread until its client goes away. So the places are
few, those of editors are not those of others, and only a web server in front bounds how long they are held.
"""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

CHUNK = 1 << 16
# Longer bodies are written to a file while they come in.
KEPT_IN_MEMORY = 1 << 20


class BrokenOff(Exception):
    """The client went away before its body was complete. There is nobody to answer."""


def read_body(environ: Mapping[str, Any], folder: Path) -> IO[bytes]:
    """Return the whole body as a file, at its beginning. Raises BrokenOff if it is cut off."""
    left = int(environ["CONTENT_LENGTH"])
    body = tempfile.SpooledTemporaryFile(max_size=KEPT_IN_MEMORY, dir=str(folder))  # noqa: SIM115  # the caller closes it
    source = environ["wsgi.input"]
    while left:
        chunk = source.read(min(left, CHUNK))
        if not chunk:
            body.close()
            raise BrokenOff
        body.write(chunk)
        left -= len(chunk)
    body.seek(0)
    return body
