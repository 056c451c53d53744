"""The disk is full: pages are answered, what cannot be written says so, and all heals once there is room again."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from editing import RETITLE, retitle
from live_site import ask, shell_command
from prepared import Paper, paper_in
from readers import counted, reading
from served import Served, environment_of, serving, wait_for, warm

SOON_SECONDS = 20.0
# A file system of its own, in memory, which a test may fill.
SIZE_MB = 96


@pytest.mark.fault(
    "The disk is full (a file system of 96 MB, filled)",
    survives="Every page; publishing says that it failed; all heals, nothing is corrupt",
)
def test_a_full_disk_is_not_felt_by_readers_and_heals(paper, served, seen):
    warm(served, paper.paths)
    own = environment_of(paper.folder, served.port)
    with reading(served.port, paper.paths) as load:
        workers = served.web_workers
        with filled(paper.folder.parent):
            time.sleep(3)
            change = shell_command(RETITLE.format(path=paper.paths[2], headline="Written nowhere"))
            publishing = subprocess.run(change, env=own, capture_output=True, text=True)
        changed = retitle(own, paper.paths[2], "Written after all")
        wait_for(lambda: "Written after all" in ask(served.port, paper.paths[2])[2])
        took = time.time() - changed
    acknowledged = load.browser.acknowledged
    replaced = len({*served.web_workers} - {*workers})
    reads = f"{counted(paper.folder):,} of {acknowledged:,} reads counted"
    seen(f"{load}; {reads}; well after {took:.1f} s; {replaced} workers replaced")

    assert not load.failures
    assert publishing.returncode != 0
    assert "full" in publishing.stderr
    assert took < SOON_SECONDS
    assert integrity(paper.folder) == "ok"


@contextlib.contextmanager
def filled(folder: Path) -> Iterator[None]:
    """Leave no byte of a file system free while the block lasts."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(1 << 12))
    try:
        yield
    finally:
        filler.unlink()


def integrity(folder: Path) -> str:
    with closing(sqlite3.connect(folder / "broadsheet.sqlite3")) as connection:
        return connection.execute("PRAGMA integrity_check").fetchone()[0]


@pytest.fixture(scope="module")
def disk(tmp_path_factory) -> Iterator[Path]:
    """A small file system, for which one must be root."""
    folder = tmp_path_factory.mktemp("disk")
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root may mount a small file system")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m", "tmpfs", folder])
    if mounted.returncode:
        pytest.skip("no small file system can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture(scope="module")
def paper(disk) -> Paper:
    return paper_in(disk / "var")


@pytest.fixture(scope="module")
def served(paper) -> Iterator[Served]:
    with serving(paper.folder, environment={"BROADSHEET_TRUSTED_PROXIES": "127.0.0.1"}) as found:
        wait_for(lambda: len(found.web_workers) == 2)
        yield found
