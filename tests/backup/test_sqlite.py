"""SQLite's database is copied while others write, checked, and whole in one file after the end."""

import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from broadsheet.backup.manifest import BackupError
from broadsheet.backup.sqlite import check_database, checkpoint, copy_database

WRITER = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], timeout=20)
print("begun", flush=True)
until = time.monotonic() + 60
while time.monotonic() < until:
    try:
        with connection:
            connection.execute("INSERT INTO story (text) VALUES (randomblob(3000))")
    except sqlite3.OperationalError as error:
        sys.exit(str(error))
"""


def test_a_copy_beside_a_writer_is_whole_and_has_what_was_committed_before(tmp_path):
    database = made(tmp_path / "paper.sqlite3", rows=4000)
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, database], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        seen = []
        for number in range(4):
            before = rows(database)
            copy = tmp_path / f"copy-{number}"
            copy_database(database, copy)
            check_database(copy)
            seen.append(before <= rows(copy) <= rows(database))
            time.sleep(0.05)
        is_writing = writer.poll() is None
        writer.kill()

    assert (seen, is_writing) == ([True] * 4, True)


def test_a_damaged_page_is_named(tmp_path):
    database = made(tmp_path / "paper.sqlite3", rows=400)
    checkpoint(database)
    content = bytearray(database.read_bytes())
    content[4096 * 3 : 4096 * 3 + 200] = b"\xff" * 200
    database.write_bytes(content)

    with pytest.raises(BackupError, match="The database in it is damaged"):
        check_database(database)


def test_a_row_that_points_to_none_is_named(tmp_path):
    database = made(tmp_path / "paper.sqlite3", rows=1)
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("CREATE TABLE pick (story INTEGER REFERENCES story (id))")
        connection.execute("INSERT INTO pick VALUES (999)")

    with pytest.raises(BackupError, match="row 1 of pick points to no story"):
        check_database(database)


def test_what_is_no_database_is_said(tmp_path):
    (tmp_path / "paper.sqlite3").write_bytes(b"no database at all" * 300)

    with pytest.raises(BackupError, match="file is not a database"):
        copy_database(tmp_path / "paper.sqlite3", tmp_path / "copy")


def test_after_a_checkpoint_the_file_alone_has_everything(tmp_path):
    database = made(tmp_path / "paper.sqlite3", rows=10)
    with closing(sqlite3.connect(database)) as still_open:
        still_open.execute("INSERT INTO story (text) VALUES ('the last one')")
        still_open.commit()
        wal = Path(f"{database}-wal")
        was = wal.stat().st_size
        checkpoint(database)
        alone = shutil.copy(database, tmp_path / "alone.sqlite3")

        assert (was > 0, wal.stat().st_size, rows(Path(alone))) == (True, 0, 11)


def test_a_checkpoint_of_no_database_makes_none(tmp_path):
    checkpoint(tmp_path / "paper.sqlite3")

    assert list(tmp_path.iterdir()) == []


def made(database: Path, *, rows: int) -> Path:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE story (id INTEGER PRIMARY KEY, text BLOB)")
        connection.executemany("INSERT INTO story (text) VALUES (randomblob(3000))", [()] * rows)
    return database


def rows(database: Path) -> int:
    with closing(sqlite3.connect(database, timeout=20)) as connection:
        return connection.execute("SELECT COUNT(*) FROM story").fetchone()[0]
