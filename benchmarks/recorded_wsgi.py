"""A WSGI application that hands out recorded answers from a dictionary, and does nothing else."""

import os
import pickle
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

ANSWERS = "RECORDED_ANSWERS"


class Recorded(NamedTuple):
    """An answer as WSGI wants it (PEP 3333): status, headers, and the body in one piece."""

    status: str
    headers: list[tuple[str, str]]
    body: list[bytes]


_answers: dict[str, Recorded] = (
    pickle.loads(Path(os.environ[ANSWERS]).read_bytes()) if ANSWERS in os.environ else {}
)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Hand out what stands under a path."""
    status, headers, body = _answers[environ["PATH_INFO"]]
    start_response(status, headers)
    return body
