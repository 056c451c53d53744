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
# Long, for a machine on which other tests run.
START_SECONDS = 300
COMMAND = [sys.executable, "-m", "broadsheet.cli"]


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
    given = {"BROADSHEET_DATA": str(folder / "var")}
    run_command(folder, "manage", "migrate", "-v0", given=given)
    run_command(folder, "manage", "shell", "-v0", "-c", ARCHIVE, given=given)
    with _served(folder, "--empty", given=given) as (base, said):
        yield _paper(base, said())


@contextmanager
def founded_paper(folder: Path, *, name: str) -> Iterator[Paper]:
    """Make a paper without a story as `broadsheet new` does, serve it, and stop it in the end."""
    options = {"name": name, "language": "en", "zone": "UTC", "address": "", "mail": "", "editor": "chief"}
    said = run_command(
        folder,
        "new",
        folder / "paper",
        *(part for each in options.items() for part in (f"--{each[0]}", each[1])),
    )
    with _served(folder / "paper") as (base, _said):
        yield _paper(base, said)


def run_command(folder: Path, *arguments: str | Path, given: dict[str, str] | None = None) -> str:
    """Run `broadsheet` in a folder and return what it said; fail if it fails."""
    done = subprocess.run(
        [*COMMAND, *arguments], env=_environment(given), cwd=folder, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@contextmanager
def _served(
    folder: Path, *options: str, given: dict[str, str] | None = None
) -> Iterator[tuple[str, Callable[[], str]]]:
    """Serve the site of a folder, and give its address and a function that reads what was said at the start."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / "serve.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [*COMMAND, "serve", *options],
            env=_environment({**(given or {}), "BROADSHEET_PORT": str(port)}),
            cwd=folder,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_for(log.read_text, lambda text: "Ctrl-C" in text, seconds=START_SECONDS)
            wait_for(lambda: _answers(port), bool, seconds=START_SECONDS)
            yield f"http://127.0.0.1:{port}", log.read_text
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)


def _environment(given: dict[str, str] | None) -> dict[str, str]:
    # The data folder is the one that is given, or that of the paper in whose folder a command runs.
    inherited = {name: value for name, value in os.environ.items() if name != "BROADSHEET_DATA"}
    return {
        **inherited,
        "DJANGO_SETTINGS_MODULE": "broadsheet.project.settings",
        "PYTHONPATH": os.pathsep.join([str(REPOSITORY / "tests"), os.environ.get("PYTHONPATH", "")]),
        **(given or {}),
    }


def _paper(base: str, said: str) -> Paper:
    """Return the paper whose account a command has named."""
    user, kept = re.search(r"editor +(\S+) \(administrator\) +password in +(\S+)", said).groups()
    return Paper(base, user, Path(kept).read_text().strip())


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
