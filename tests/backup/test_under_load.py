"""Backups are made while stories are imported, and each is restored elsewhere: on SQLite, and on PostgreSQL."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from broadsheet.backup import postgresql as pg
from broadsheet.backup.manifest import BackupError
from postgresql_server import postgresql, programs
from sites import another, broadsheet, copy_of, done, faults, headlines, importing, written

pytestmark = pytest.mark.slow

ROUNDS = 2


def test_backups_beside_an_import_have_every_article_of_before(site, tmp_path):
    data = copy_of(site, tmp_path / "var")
    rounds = []
    for number in range(ROUNDS):
        with importing(data, {}, tmp_path / f"stories-{number}", seed=10 + number) as is_importing:
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
        with importing(data, at, tmp_path / "stories", seed=20) as is_importing:
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
        pg.dump(pg.DatabaseServer("dbname='paper'", "", 15), tmp_path / "dump")


def said_no(file: Path, data: Path, at: Mapping[str, str]) -> str:
    ended = broadsheet("restore", file, data=data, **at)
    assert ended.returncode == 1
    return ended.stderr
