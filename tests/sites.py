"""Sites in folders of their own: made, imported into, looked at, all by the command line."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random

from postgresql_server import programs

BROADSHEET = [sys.executable, "-m", "broadsheet.cli"]
WORDS = [
    "harbour", "council", "bridge", "ferry", "budget", "quarry", "archive", "museum", "tram", "winter", "market",
]  # fmt: skip


def environment(data: Path, **more: str) -> dict[str, str]:
    """Return the environment of a site over a data folder, without what this process was told."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("BROADSHEET_")}
    plain["DJANGO_SETTINGS_MODULE"] = "broadsheet.project.settings"
    return plain | {"BROADSHEET_DATA": str(data)} | more


def broadsheet(*arguments: str | Path, data: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command over a data folder, and wait for it."""
    return subprocess.run(
        [*BROADSHEET, *map(str, arguments)], env=environment(data, **more), capture_output=True, text=True
    )


def done(*arguments: str | Path, data: Path, **more: str) -> str:
    """Run a command that must succeed; return what it says."""
    ended = broadsheet(*arguments, data=data, **more)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def faults(data: Path, **more: str) -> list:
    """Return what `rails check` finds."""
    found = json.loads(done("rails", "check", "--json", data=data, **more))["list"]
    return [each for each in found if each["severity"] == "fault"]


def copy_of(site: Path, to: Path) -> Path:
    """Copy the folder of a site that does not run."""
    return Path(shutil.copytree(site, to))


def query(data: Path, statement: str) -> list:
    """Ask a site's SQLite database."""
    with closing(sqlite3.connect(data / "broadsheet.sqlite3", timeout=30)) as connection, connection:
        return connection.execute(statement).fetchall()


def headlines(data: Path) -> set[str]:
    return {each for (each,) in query(data, "SELECT headline FROM newsroom_article")}


def write_stories(folder: Path, *, files: int, each: int, seed: int) -> Path:
    """Write files of stories to import: every file is stored in a transaction of its own."""
    folder.mkdir(parents=True)
    for file in range(files):
        stories = [_story(seed, file * each + number) for number in range(each)]
        (folder / f"{file:04}.jsonl").write_text("\n".join(map(json.dumps, stories)), encoding="utf-8")
    return folder


def _story(seed: int, number: int) -> dict:
    random = Random(seed * 1_000_003 + number)
    sentences = [" ".join(random.choices(WORDS, k=12)).capitalize() + "." for _ in range(12)]
    body = "".join(f"<p>{' '.join(sentences[at : at + 3])}</p>" for at in range(0, 12, 3))
    return {
        "uri": f"https://example.org/{seed}/{number}",
        "type": "text",
        "standard": {"name": "ninjs", "version": "2.1"},
        "headlines": [
            {"role": "main", "value": f"{' '.join(random.choices(WORDS, k=4)).capitalize()} {seed} {number}"}
        ],
        "versioncreated": f"20{10 + number % 15}-0{1 + number % 9}-1{number % 10}T10:00:00Z",
        "language": "en",
        "bodies": [{"role": "main", "contenttype": "text/html", "value": body}],
    }


@contextmanager
def importing(data: Path, at: Mapping[str, str], stories: Path, *, seed: int) -> Iterator[Callable[[], bool]]:
    """Import in another process until the block ends, a story in each transaction; give what says whether it still does."""
    write_stories(stories, files=600, each=1, seed=seed)
    first = len(written(data, at))
    with subprocess.Popen(
        [*BROADSHEET, "import", stories], env=environment(data, **at),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        while len(written(data, at)) == first:
            assert process.poll() is None
            time.sleep(0.1)
        try:
            yield lambda: process.poll() is None
        finally:
            process.kill()


def written(data: Path, at: Mapping[str, str]) -> set[str]:
    """Return the headlines that are committed."""
    return (
        set(psql(at["BROADSHEET_DATABASE_URL"], "SELECT headline FROM newsroom_article"))
        if at
        else headlines(data)
    )


def another(url: str) -> str:
    """Make a second, empty database on the same server."""
    psql(url, "CREATE DATABASE copy")
    return f"{url.rpartition('/')[0]}/copy"


def psql(url: str, statement: str) -> list[str]:
    binaries = programs()
    assert binaries is not None
    said = subprocess.run(
        [binaries / "psql", "-qAt", url, "-c", statement], check=True, capture_output=True, text=True
    )
    return said.stdout.splitlines()
