"""Record what a server answers, and have a bare dictionary hand it out: what our web server can do at best."""

import http.client
import os
import pickle
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

from behind_granian import behind_granian
from loading import Running
from recorded_wsgi import ANSWERS, Recorded

# What a server says for itself, of each connection and not of an answer.
_OF_SERVERS = {"connection", "date", "keep-alive", "server", "transfer-encoding"}


def record(port: int, asked: Mapping[str, Mapping[str, str]]) -> dict[str, Recorded]:
    """Return what a server answers on paths that are asked for with these headers. Ends the benchmark where one is not 200."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    found = {}
    for path, headers in asked.items():
        connection.request("GET", path, headers=dict(headers))
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            sys.exit(f"{path} on port {port} was answered with {answer.status}, not 200.")
        kept = [(name, value) for name, value in answer.getheaders() if name.lower() not in _OF_SERVERS]
        found[path] = Recorded(f"{answer.status} {answer.reason}", kept, [body])
    connection.close()
    return found


@contextmanager
def dictionary(folder: Path, answers: Mapping[str, Recorded]) -> Iterator[Running]:
    """Run the bare dictionary until the block is left. The paths must have no query."""
    file = folder / "answers"
    # In WSGI a path's bytes are characters of Latin-1.
    file.write_bytes(
        pickle.dumps({unquote(path, encoding="latin-1"): each for path, each in answers.items()})
    )
    with behind_granian("recorded_wsgi:application", os.environ | {ANSWERS: str(file)}) as found:
        yield found
