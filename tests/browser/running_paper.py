"""Start the whole paper as its owner would, with an archive of its own, for a browser to look at."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
START_SECONDS = 90


@dataclass(frozen=True)
class Paper:
    """A running site and the account that was made with it."""

    base: str
    user: str
    password: str

    def read(self, path: str) -> str:
        """Return a page as a reader gets it; of a page that is not there, its status."""
        try:
            with urllib.request.urlopen(self.base + path, timeout=10) as response:
                return response.read().decode()
        except urllib.error.HTTPError as error:
            return f"status {error.code}"


@contextmanager
def running_paper(folder: Path) -> Iterator[Paper]:
    """Fill a small archive, serve it, and stop it in the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {
        "BROADSHEET_DATA": str(folder / "var"),
        "BROADSHEET_PORT": str(port),
        "DJANGO_SETTINGS_MODULE": "broadsheet.project.settings",
        "PYTHONPATH": os.pathsep.join([str(REPOSITORY / "tests"), os.environ.get("PYTHONPATH", "")]),
    }
    command = [sys.executable, "-m", "broadsheet.cli"]
    subprocess.run([*command, "manage", "migrate", "-v0"], env=environment, cwd=folder, check=True)
    subprocess.run(
        [*command, "manage", "shell", "-v0", "-c", ARCHIVE], env=environment, cwd=folder, check=True
    )
    log = folder / "serve.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [*command, "serve", "--empty"],
            env=environment,
            cwd=folder,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            said = wait_for(log.read_text, lambda text: "Ctrl-C" in text, seconds=START_SECONDS)
            user, kept = re.search(r"editor +(\S+) \(administrator\) +password in +(\S+)", said).groups()
            password = Path(kept).read_text().strip()
            paper = Paper(f"http://127.0.0.1:{port}", user, password)
            wait_for(lambda: _answers(port), bool, seconds=START_SECONDS)
            yield paper
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)


def wait_for(look: Callable[[], Any], is_so: Callable[[Any], bool], *, seconds: float) -> Any:
    """Look again until it is so; fail with what was seen last."""
    until = time.monotonic() + seconds
    while True:
        seen = look()
        if is_so(seen):
            return seen
        assert time.monotonic() < until, f"not within {seconds} s: {str(seen)[-3000:]}"
        time.sleep(0.05)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


ARCHIVE = """
from factories import make_articles, make_edition, make_section
edition = make_edition("en", name="The Gazette")
make_articles(20, section=make_section("News", edition=edition))
"""
