"""Backups are made while stories are imported, and each is restored elsewhere: on SQLite, and on PostgreSQL."""

import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from broadsheet.project.backup import postgresql as pg
from broadsheet.project.backup.manifest import BackupError
from postgresql_server import postgresql, programs
from sites import BROADSHEET, broadsheet, copy_of, done, environment, faults, headlines, write_stories

ROUNDS = 2


def test_backups_beside_an_import_have_every_article_of_before(site, tmp_path):
    data = copy_of(site, tmp_path / "var")
    with importing(data, {}, tmp_path / "stories") as is_importing:
        rounds = []
        for number in range(ROUNDS):
            before = headlines(data)
            done("backup", tmp_path / f"{number}.zip", data=data)
            rounds.append((is_importing(), before))

    for number, (was_importing, before) in enumerate(rounds):
        elsewhere = tmp_path / f"elsewhere-{number}"
        done("backup", "--verify", tmp_path / f"{number}.zip", data=elsewhere)
        done("restore", tmp_path / f"{number}.zip", data=elsewhere)
        assert was_importing
        assert before - headlines(elsewhere) == set()
        assert faults(elsewhere) == []


@pytest.mark.skipif(programs() is None, reason="PostgreSQL is not installed: apt-get install postgresql")
def test_the_same_on_postgresql(tmp_path):
    with tempfile.TemporaryDirectory() as folder, postgresql(Path(folder)) as url:
        data, at = tmp_path / "var", {"BROADSHEET_DATABASE_URL": url}
        done("upgrade", data=data, **at)
        with importing(data, at, tmp_path / "stories") as is_importing:
            before = written(data, at)
            done("backup", tmp_path / "paper.zip", data=data, **at)
            was_importing = is_importing()
        elsewhere, there = tmp_path / "elsewhere", {"BROADSHEET_DATABASE_URL": another(url)}
        assert "whole" in done("backup", "--verify", tmp_path / "paper.zip", data=elsewhere)
        done("restore", tmp_path / "paper.zip", data=elsewhere, **there)

        assert (was_importing, before - written(elsewhere, there), faults(elsewhere, **there)) == (
            True,
            set(),
            [],
        )
        assert said_no(tmp_path / "paper.zip", tmp_path / "again", there).startswith("The database has ")
        assert said_no(tmp_path / "paper.zip", tmp_path / "lite", {}).startswith(
            "The backup is of PostgreSQL, and"
        )


@pytest.mark.skipif(programs() is None, reason="PostgreSQL is not installed: apt-get install postgresql")
def test_without_pg_dump_one_sentence_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setattr(pg, "DEBIAN", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupError, match=r"There is no pg_dump of PostgreSQL 15 or later here\. Install"):
        pg.dump(pg.Server("dbname='paper'", "", 15), tmp_path / "dump")


@contextmanager
def importing(data: Path, at: Mapping[str, str], stories: Path) -> Iterator[Callable[[], bool]]:
    """Import in another process until the block ends; give what says whether it still does."""
    write_stories(stories, files=400, each=5, seed=os.getpid())
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


def said_no(file: Path, data: Path, at: Mapping[str, str]) -> str:
    ended = broadsheet("restore", file, data=data, **at)
    assert ended.returncode == 1
    return ended.stderr
