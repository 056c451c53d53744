"""A backup is read as if its maker meant ill, and every damage to it is named."""

import json
import stat
import warnings
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from broadsheet.backup.checking import faults_in
from broadsheet.backup.manifest import BackupError, Manifest, Member
from broadsheet.backup.reading import copy, opened
from broadsheet.backup.writing import LEVEL, Writer, written_whole

HELD = {
    "data/audience/reads-1.u32": b"\0" * 5000,
    "database.sqlite3": b"rows" * 4000,
    "data/secret-key": b"k" * 64,
    "media/images/a.webp": bytes(range(256)) * 40,
}


def test_what_was_written_is_read_back(tmp_path):
    assert unpacked(backup(tmp_path)) == HELD


@pytest.mark.parametrize("kept", [0, 1, 22, 500, -1, -22, -200])
def test_a_backup_that_is_cut_off_is_no_backup(tmp_path, kept):
    file = backup(tmp_path)
    file.write_bytes(file.read_bytes()[:kept])

    with pytest.raises(BackupError, match=r"paper\.zip is no backup of Broadsheet, or its end is missing"):
        unpacked(file)


def test_a_changed_byte_anywhere_is_named_or_changes_nothing(tmp_path):
    file = backup(tmp_path)
    whole, random = file.read_bytes(), Random(4)
    named = 0
    for _ in range(400):
        content = bytearray(whole)
        content[random.randrange(len(content))] ^= 1 << random.randrange(8)
        file.write_bytes(content)
        try:
            assert unpacked(file) == HELD
        except BackupError:
            named += 1

    assert named > 300


@pytest.mark.parametrize(
    "name",
    [
        "../outside", "/etc/cron.d/mine", "data/../../outside", "data//etc/x", "data/./x", "data/", "other/file",
        "data\\..\\x", "data/worker.lock", "data/broadsheet.sqlite3-wal", "data/audience/half-day-1/salt",
        "data/before-upgrade/x.sqlite3", "database.pgdump", "media", "",
    ],
)  # fmt: skip
def test_a_file_that_no_backup_holds_is_refused_before_anything_is_read(tmp_path, name):
    with pytest.raises(BackupError, match=r"which no backup of Broadsheet does\. Do not trust it."):
        unpacked(crafted(tmp_path, {**HELD, name: b"x"}))


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO, stat.S_IFDIR])
def test_links_and_devices_are_refused(tmp_path, kind):
    with pytest.raises(
        BackupError, match=r"'media/images/a\.webp', which is no plain file\. Do not trust it."
    ):
        unpacked(crafted(tmp_path, HELD, kinds={"media/images/a.webp": kind}))


def test_a_file_larger_than_its_manifest_says_is_not_read_to_its_end(tmp_path):
    bomb = crafted(tmp_path, {**HELD, "media/bomb": b"\0" * 50_000_000}, sizes={"media/bomb": 1000})
    written = BytesIO()
    with opened(bomb) as (archive, manifest), pytest.raises(BackupError, match="'media/bomb' is damaged"):
        copy(archive, manifest.members[-1], written)

    assert len(written.getvalue()) <= 1 << 20


@pytest.mark.parametrize("change", ["unnamed", "missing", "twice"])
def test_manifest_and_files_are_the_same(tmp_path, change):
    file = {
        "unnamed": lambda: crafted(tmp_path, HELD, unnamed={"media/more.webp": b"x"}),
        "missing": lambda: crafted(tmp_path, HELD, sizes={"media/gone.webp": 3}),
        "twice": lambda: crafted(tmp_path, HELD, unnamed={"data/secret-key": b"other"}),
    }[change]()

    with pytest.raises(BackupError, match="does not hold exactly the files"):
        unpacked(file)


@pytest.mark.parametrize(
    "manifest",
    [
        "",
        "[]",
        "{}",
        "null",
        '{"format": 1}',
        "[" * 100_000,
        '{"format": 1, "members": [{"name": 1}]}',
        "\ud800",
    ],
)
def test_a_manifest_that_is_none_is_said(tmp_path, manifest):
    with ZipFile(tmp_path / "paper.zip", "w") as archive:
        archive.writestr("manifest.json", manifest.encode("utf-8", "surrogatepass"))

    with pytest.raises(BackupError, match="no backup of Broadsheet"):
        unpacked(tmp_path / "paper.zip")


def test_a_format_of_tomorrow_is_said(tmp_path):
    with ZipFile(tmp_path / "paper.zip", "w") as archive:
        archive.writestr("manifest.json", '{"format": 7}')

    with pytest.raises(BackupError, match="has format 7, and this version of Broadsheet reads format 1"):
        unpacked(tmp_path / "paper.zip")


def test_the_former_backup_stays_until_the_new_one_is_whole(tmp_path):
    file = backup(tmp_path)
    whole = file.read_bytes()
    with pytest.raises(ZeroDivisionError), written_whole(file) as (part, _folder):
        part.write(b"half of it")
        raise ZeroDivisionError

    assert (file.read_bytes(), [each.name for each in tmp_path.iterdir()]) == (whole, ["paper.zip"])


def test_a_file_is_its_owners_alone_from_the_first_byte(tmp_path):
    with written_whole(tmp_path / "paper.zip") as (part, folder):
        part.write(b"secrets")
        modes = [stat.S_IMODE(each.stat().st_mode) for each in (folder, folder / "file")]

    assert modes == [0o700, 0o600]


def test_the_manifest_is_plain_json(tmp_path):
    with ZipFile(backup(tmp_path)) as archive:
        said = json.loads(archive.read("manifest.json"))

    assert said["members"][2] == {
        "name": "data/secret-key", "size": 64, "sha256": sha256(HELD["data/secret-key"]).hexdigest(),
    }  # fmt: skip


def unpacked(file: Path) -> dict[str, bytes]:
    """Read everything, the manifest's claims in it."""
    found = {}
    with opened(file) as (archive, manifest):
        for member in manifest.members:
            content = BytesIO()
            copy(archive, member, content)
            found[member.name] = content.getvalue()
    return found


def backup(folder: Path) -> Path:
    file = folder / "paper.zip"
    with written_whole(file) as (part, _), ZipFile(part, "w", compresslevel=LEVEL) as archive:
        writer = Writer(archive)
        for name, content in HELD.items():
            writer.add(name, BytesIO(content))
        writer.finish(manifest_of(writer.members).to_json())
    return file


def test_a_backup_without_a_site_in_it_is_not_called_whole(tmp_path):
    file = backup(tmp_path)
    with ZipFile(file) as archive:
        held = {each: archive.read(each) for each in archive.namelist()}
    manifest = json.loads(held["manifest.json"]) | {"migrations": []}
    held["manifest.json"] = json.dumps(manifest).encode()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in held.items():
            archive.writestr(name, content)

    assert "its database holds no site" in faults_in(file)[1]


def crafted(
    folder: Path,
    held: dict[str, bytes],
    *,
    sizes: dict[str, int] | None = None,
    kinds: dict[str, int] | None = None,
    unnamed: dict[str, bytes] | None = None,
) -> Path:
    """Write what our own writer never would."""
    sizes, kinds = sizes or {}, kinds or {}
    members = [
        Member(name, sizes.get(name, len(each)), sha256(each).hexdigest()) for name, each in held.items()
    ]
    members += [Member(name, size, "0" * 64) for name, size in sizes.items() if name not in held]
    infos = []
    for name, content in [*held.items(), *(unnamed or {}).items()]:
        info = ZipInfo(name)
        info.external_attr = (kinds.get(name, stat.S_IFREG) | 0o600) << 16
        infos.append((info, content))
    file = folder / "crafted.zip"
    with warnings.catch_warnings(), ZipFile(file, "w", ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # of a name that comes twice
        for info, content in infos:
            archive.writestr(info, content, ZIP_DEFLATED)
        archive.writestr("manifest.json", manifest_of(members).to_json())
    return file


def manifest_of(members: list[Member]) -> Manifest:
    return Manifest(
        format=1,
        broadsheet="0.1.0",
        made_at="2026-11-29T04:00:00+00:00",
        database="sqlite",
        migrations=("newsroom.0001_initial",),
        members=tuple(members),
    )
