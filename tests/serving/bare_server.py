"""The web server around an application of a few lines, which starts at once: `bare_server.py PORT FOLDER [CERT KEY]`.

`/` answers with the worker's number; `/slow` after a second. A file `broken` in the folder keeps new workers from
loading the application, one named `mute` has them say that they cannot answer, and one named `late` keeps new workers
from saying that they can.
"""

import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

from broadsheet.serving.heartbeat import Heartbeat
from broadsheet.serving.server import is_listening, on_leave, serve

FOLDER = Path(sys.argv[2])


def build() -> Any:
    """Return the application of a worker."""
    if (FOLDER / "broken").exists():
        raise ImportError("This code cannot be loaded.")
    is_leaving = []
    on_leave(lambda: is_leaving.append(True))
    end = lambda: os.kill(os.getpid(), signal.SIGTERM)  # noqa: E731
    can_answer = lambda: not (FOLDER / "mute").exists()  # noqa: E731  # a name for the line below
    listens = lambda: is_listening() and not (FOLDER / "late").exists()  # noqa: E731
    Heartbeat(FOLDER / "run", listens=listens, can_answer=can_answer, end=end).start()

    def answer(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        if environ["PATH_INFO"] == "/slow":
            time.sleep(1)
        body = f"{os.getpid()}\n".encode()
        closing = [("Connection", "close")] if is_leaving else []
        start_response("200 OK", [("Content-Length", str(len(body))), *closing])
        return [body]

    return answer


if __name__ == "__main__":
    serve(
        "bare_server:application",
        host="127.0.0.1",
        port=int(sys.argv[1]),
        workers=2,
        threads=8,
        beats=FOLDER / "run",
        tls=(Path(sys.argv[3]), Path(sys.argv[4])) if len(sys.argv) > 3 else None,
        logging_config=None,
    )
else:
    application = build()
