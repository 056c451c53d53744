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
BROADSHEET = (sys.executable, "-m", "broadsheet.cli")


@dataclass(frozen=True)
class Paper:
    """A running site and the account that was made with it."""

    base: str
    user: str
    password: str
    # Where it runs, and what its commands must know.
    folder: Path
    environment: dict[str, str]

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
    environment = dict(os.environ) | {
        "BROADSHEET_PORT": str(_free_port()),
        "BROADSHEET_DATA": str(folder / "var"),
        "DJANGO_SETTINGS_MODULE": "broadsheet.project.settings",
        "PYTHONPATH": os.pathsep.join([str(REPOSITORY / "tests"), os.environ.get("PYTHONPATH", "")]),
    }
    for command in (("migrate", "-v0"), ("shell", "-v0", "-c", ARCHIVE)):
        subprocess.run([*BROADSHEET, "manage", *command], env=environment, cwd=folder, check=True)
    with _serving(folder, environment, ["--empty"]) as said:
        yield _paper(folder, environment, said)


@contextmanager
def new_paper(folder: Path) -> Iterator[Paper]:
    """Make an empty paper as `broadsheet new` does when nothing is answered but its name, and serve it."""
    # No settings of another paper.
    environment = {name: each for name, each in os.environ.items() if not name.startswith("BROADSHEET_")}
    environment |= {
        "BROADSHEET_PORT": str(_free_port()),
        "DJANGO_SETTINGS_MODULE": "broadsheet.project.settings",
    }
    answers = {
        "name": "Paper",
        "language": "en",
        "zone": "UTC",
        "address": "",
        "mail": "",
        "editor": "editor",
    }
    options = [f"--{name}={answer}" for name, answer in answers.items()]
    made = subprocess.run(
        [*BROADSHEET, "new", str(folder), *options], env=environment, stdout=subprocess.PIPE, check=True
    )
    with _serving(folder, environment, []):
        yield _paper(folder, environment, made.stdout.decode())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _serving(folder: Path, environment: dict[str, str], options: list[str]) -> Iterator[str]:
    """Serve the paper of a folder, and give what the server said once it answers."""
    log = folder / "serve.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [*BROADSHEET, "serve", *options],
            env=environment,
            cwd=folder,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            said = wait_for(log.read_text, lambda text: "Ctrl-C" in text, seconds=START_SECONDS)
            wait_for(lambda: _answers(int(environment["BROADSHEET_PORT"])), bool, seconds=START_SECONDS)
            yield said
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)


def _paper(folder: Path, environment: dict[str, str], said: str) -> Paper:
    user, kept = re.search(r"editor +(\S+) \(administrator\) +password in +(\S+)", said).groups()
    base = f"http://127.0.0.1:{environment['BROADSHEET_PORT']}"
    return Paper(base, user, Path(kept).read_text().strip(), folder, environment)


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
