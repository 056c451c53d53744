"""Backups are made while stories are imported, and each is restored elsewhere: on SQLite, and on PostgreSQL."""

import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from broadsheet.project.backup import postgresql as pg
from broadsheet.project.backup.manifest import BackupError
from postgresql_server import postgresql, programs
from sites import BROADSHEET, broadsheet, copy_of, done, environment, faults, headlines, write_stories

ROUNDS = 2
WRITTEN = "from broadsheet.newsroom.models import Article; print(*Article.objects.values_list('headline', flat=True), sep='\\n')"


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
def importing(data: Path, at: Mapping[str, str], stories: Path) -> Iterator:
    """Import in another process until the block ends; give what says whether it still does."""
    write_stories(stories, files=400, each=5, seed=os.getpid())
    with subprocess.Popen(
        [*BROADSHEET, "import", stories], env=environment(data, **at),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        first = len(written(data, at)) if at else len(headlines(data))
        while (len(written(data, at)) if at else len(headlines(data))) == first:
            assert process.poll() is None
        try:
            yield lambda: process.poll() is None
        finally:
            process.kill()


def written(data: Path, at: Mapping[str, str]) -> set[str]:
    return set(done("manage", "shell", "-v0", "-c", WRITTEN, data=data, **at).splitlines())


def another(url: str) -> str:
    """Make a second, empty database on the same server."""
    binaries = programs()
    assert binaries is not None
    subprocess.run(
        [binaries / "psql", "-q", url.replace("postgres://", "postgresql://"), "-c", "CREATE DATABASE copy"],
        check=True,
    )
    return f"{url.rpartition('/')[0]}/copy"


def said_no(file: Path, data: Path, at: Mapping[str, str]) -> str:
    ended = broadsheet("restore", file, data=data, **at)
    assert ended.returncode == 1
    return ended.stderr
