"""A backup takes whatever lies there, but for what is made anew or may not be kept."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from broadsheet.backup.contents import files_in, is_left_out
from broadsheet.project.newest_backup import age_of_newest, remember

NOW = datetime(2026, 11, 29, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    "path",
    ["secret-key", "first-password", "audience/sums-1293.f64", "audience/node", "audience/live.u8", "originals/a.jpg",
     "originals/static/a.jpg", "originals/x.lock", "documents/broadsheet.sqlite3", "what/nobody/foresaw.bin"],
)  # fmt: skip
def test_it_is_taken(path):
    assert not is_left_out(path)


@pytest.mark.parametrize(
    "path",
    ["broadsheet.sqlite3", "broadsheet.sqlite3-wal", "worker.lock", "serve.lock", "serve.pid", "static/a.css",
     "static/deep/a.css", "audience/half-day-41000/salt", "audience/half-day-41000/table-0", "audience/lock",
     "before-upgrade/x.sqlite3", "newest-backup", ".restoring/secret-key"],
)  # fmt: skip
def test_it_is_left_out(path):
    assert is_left_out(path)


def test_pictures_on_another_disk_are_found_through_a_link(tmp_path):
    far = write(tmp_path / "disk" / "pictures" / "a.jpg")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "originals").symlink_to(far.parent)

    assert dict(files_in(tmp_path / "data")) == {"originals/a.jpg": tmp_path / "data" / "originals" / "a.jpg"}


def test_links_in_a_circle_end(tmp_path):
    write(tmp_path / "a" / "x")
    (tmp_path / "a" / "again").symlink_to(tmp_path)

    assert [path for path, _ in files_in(tmp_path)] == ["a/x"]


def test_what_is_no_file_is_passed_over(tmp_path):
    write(tmp_path / "x")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "nowhere").symlink_to(tmp_path / "gone")

    assert [path for path, _ in files_in(tmp_path)] == ["x"]


def test_folders_and_files_apart_are_passed_over(tmp_path):
    for each in ("public/static/a.css", "public/media/a.webp", "public/robots.txt", "paper.sqlite3", "x"):
        write(tmp_path / each)
    apart = [tmp_path / "public" / "static", tmp_path / "public" / "media", tmp_path / "paper.sqlite3"]

    assert sorted(path for path, _ in files_in(tmp_path, apart=apart)) == ["public/robots.txt", "x"]


def test_the_age_of_the_newest_backup(tmp_path):
    remember(tmp_path, NOW - timedelta(days=3))
    remember(tmp_path, NOW - timedelta(hours=5))

    assert age_of_newest(tmp_path, NOW) == timedelta(hours=5)


@pytest.mark.parametrize(
    "said", ["2026-11-29T04:00:00", "2026-11-29T04:00:00Z\n", "2026-11-29T06:00:00+02:00"]
)
def test_another_program_may_have_written_down_when_it_made_a_backup(tmp_path, said):
    (tmp_path / "newest-backup").write_text(said)

    assert age_of_newest(tmp_path, datetime(2026, 11, 29, 5, tzinfo=UTC)) == timedelta(hours=1)


@pytest.mark.parametrize("said", [None, b"", b"yesterday", b"\xff\xfe", b"7", b'{"at": null}'])
def test_where_nobody_knows_of_a_backup_there_is_no_age(tmp_path, said):
    if said is not None:
        (tmp_path / "newest-backup").write_bytes(said)

    assert age_of_newest(tmp_path, NOW) is None


def write(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    return path
