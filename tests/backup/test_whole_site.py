"""A site is backed up into one file and restored elsewhere, or one sentence says why not."""

import hashlib
import os
import re
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from broadsheet.process.worker_lock import held
from broadsheet.project.newest_backup import age_of_newest
from sites import broadsheet, copy_of, done, faults, headlines, query


def test_all_of_a_site_is_there_again(site, archive, restored):
    wanted = contents(site, but=("broadsheet.sqlite3", "half-day-", "lock", "newest-backup", "search/"))

    assert headlines(restored) == headlines(site)
    assert {path: each for path, each in contents(restored).items() if path in wanted} == wanted
    assert faults(restored) == []


def test_the_paper_keeps_its_look(site, restored):
    look = 'SELECT "values", name, content FROM newsroom_papersettings, newsroom_paperfile'

    assert query(restored, look) == query(site, look)
    assert "#0b4f8a" in query(restored, look)[0][0]


def test_the_account_opens_with_its_password(restored):
    said = done(
        "manage", "shell", "-v0", "-c",
        "from django.contrib.auth import authenticate; print(authenticate(username='editor', password='a long password'))",
        data=restored,
    )  # fmt: skip

    assert said.strip() == "editor"


def test_what_is_saved_is_on_the_disk_before_it_is_acknowledged(restored):
    """2 is FULL (sqlite.org/pragma.html#pragma_synchronous)."""
    code = "from django.db import connection; print(connection.cursor().execute('PRAGMA synchronous').fetchone())"

    assert done("manage", "shell", "-v0", "-c", code, data=restored) == "(2,)\n"


def test_what_is_restored_is_for_its_owner_alone(restored):
    loose = [
        str(each.relative_to(restored))
        for each in [restored, *restored.rglob("*")]
        if each.stat().st_mode & 0o077
        # What a web server in front reads.
        and "public" not in each.relative_to(restored).parts
        and not each.name.endswith(".lock")
    ]

    assert loose == []


def test_a_backup_is_for_its_owner_alone(archive):
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600


def test_nothing_but_the_backup_is_left_beside_it(archive):
    assert [each.name for each in archive.parent.iterdir()] == [archive.name]


def test_keys_of_readers_hashes_are_not_kept_longer_than_was_promised(site, restored):
    assert list((site / "audience").glob("half-day-*/salt"))
    assert not list((restored / "audience").glob("half-day-*"))


def test_readers_who_were_counted_are_counted_still(restored):
    code = (
        "import time; from django.conf import settings; from broadsheet.audience.counting import tallies;"
        "folder = settings.DATA / 'audience';"
        "print(sum(int(tallies.read_hour(folder, hour)[:, :2].sum()) for hour in tallies.hours(folder)))"
    )

    assert done("manage", "shell", "-v0", "-c", code, data=restored).strip() == "8"


def test_settings_come_along_to_be_looked_at(restored):
    said = (restored / "restored-settings" / "broadsheet.env").read_text()

    assert "BROADSHEET_TIME_ZONE=Asia/Baku\n" in said


def test_a_whole_backup_is_found_whole(archive, tmp_path):
    said = done("backup", "--verify", archive, data=tmp_path / "none")

    assert re.fullmatch(rf"{archive}: whole, \d+ files, of \S+\n", said)
    assert not (tmp_path / "none").exists()


def test_the_age_of_the_newest_backup_is_known(backed_up):
    age = age_of_newest(backed_up, datetime.now(UTC) + timedelta(hours=3))

    assert age is not None
    assert timedelta(hours=3) <= age < timedelta(hours=4)


def test_a_site_that_runs_is_not_restored_over(archive, tmp_path):
    data = tmp_path / "var"
    data.mkdir()
    with held(data, "worker.lock") as is_ours:
        assert is_ours
        ended = broadsheet("restore", archive, data=data)

    assert (ended.returncode, ended.stderr) == (
        1, f"Broadsheet runs over {data}. Stop it, and restore into an empty folder.\n",
    )  # fmt: skip


@pytest.mark.parametrize(
    "there", ["broadsheet.sqlite3", "media/images/a.webp", "originals/a.jpg", "notes.txt"]
)
def test_a_filled_folder_is_not_restored_over(archive, tmp_path, there):
    file = tmp_path / "var" / there
    file.parent.mkdir(parents=True)
    file.write_bytes(b"mine")
    ended = broadsheet("restore", archive, data=tmp_path / "var")

    assert (ended.returncode, file.read_bytes()) == (1, b"mine")
    assert ended.stderr.startswith(f"{file} is there. A backup is restored into an empty folder:")


def test_a_damaged_backup_leaves_nothing_behind(archive, tmp_path):
    broken = tmp_path / "broken.zip"
    content = bytearray(archive.read_bytes())
    content[content.index(b"database.sqlite3") + 5000] ^= 1
    broken.write_bytes(content)
    ended = broadsheet("restore", broken, data=tmp_path / "var")

    assert (ended.returncode, ended.stderr[:29]) == (1, "'database.sqlite3' is damaged")
    assert sorted(contents(tmp_path / "var")) == ["secret-key", "serve.lock"]


@pytest.mark.parametrize("where", ["inside.zip", "media/inside.zip"])
def test_a_backup_is_not_written_into_what_it_saves(site, where):
    ended = broadsheet("backup", site / where, data=site)

    assert (ended.returncode, (site / where).exists()) == (1, False)
    assert "which it is to save" in ended.stderr


def test_what_is_no_backup_is_not_written_over(site, tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    ended = broadsheet("backup", tmp_path / "thesis.txt", data=site)

    assert (ended.returncode, (tmp_path / "thesis.txt").read_text()) == (1, "mine")
    assert ended.stderr == f"{tmp_path / 'thesis.txt'} is there, and is no backup. Choose another name.\n"


@pytest.mark.parametrize("name", ["a\\b.jpg", b"\xff.jpg"])
def test_a_file_that_could_not_be_restored_stops_the_backup_by_name(site, tmp_path, name):
    data = copy_of(site, tmp_path / "var")
    odd = os.path.join(os.fsencode(data), b"originals", os.fsencode(name))
    with open(odd, "wb"):
        ended = broadsheet("backup", tmp_path / "paper.zip", data=data)

    assert (ended.returncode, [each.name for each in tmp_path.iterdir()]) == (1, ["var"])
    assert ended.stderr == f"{os.fsdecode(odd)!r} has a name that a backup cannot hold. Rename it.\n"


def test_a_backup_with_a_migration_of_tomorrow_is_refused(site, tmp_path):
    later = copy_of(site, tmp_path / "later")
    query(
        later,
        "INSERT INTO django_migrations (app, name, applied) VALUES ('newsroom', '0999_tomorrow', '2030-01-01')",
    )
    done("backup", tmp_path / "later.zip", data=later)
    ended = broadsheet("restore", tmp_path / "later.zip", data=tmp_path / "var")

    assert ended.returncode == 1
    assert (
        "its database has newsroom.0999_tomorrow, which is unknown here. Upgrade Broadsheet" in ended.stderr
    )


def contents(data: Path, *, but: tuple[str, ...] = ()) -> dict[str, str]:
    return {
        path: hashlib.sha256(each.read_bytes()).hexdigest()
        for each in data.rglob("*")
        for path in [each.relative_to(data).as_posix()]
        if each.is_file() and not any(part in path for part in but)
    }


@pytest.fixture(scope="module")
def backed_up(site, tmp_path_factory) -> Path:
    """A site of which `backup.zip` beside it is a backup."""
    folder = tmp_path_factory.mktemp("backed-up")
    data = copy_of(site, folder / "var")
    os.makedirs(folder / "backups")
    done("backup", folder / "backups" / "paper.zip", data=data, BROADSHEET_TIME_ZONE="Asia/Baku")
    return data


@pytest.fixture(scope="module")
def archive(backed_up) -> Path:
    return backed_up.parent / "backups" / "paper.zip"


@pytest.fixture(scope="module")
def restored(archive, tmp_path_factory) -> Path:
    data = tmp_path_factory.mktemp("restored") / "var"
    done("restore", archive, data=data)
    return data
