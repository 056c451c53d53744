"""Check the machine: who we are, how many files we may open, how full the disk is, what the clock says."""

import contextlib
import os
import resource
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import Error, connection

from ..databases import borrowed, is_made
from ..options import Options
from .findings import Finding, warning

# Readers who keep a connection open, with room for files and the database.
FEW_FILES = 4096
LITTLE_ROOM = 0.05
LITTLE_ROOM_BYTES = 1_000_000_000
# Clocks of several machines over one database may differ by this much.
CLOCKS_DIFFER = timedelta(seconds=5)
# File systems of a network, on which SQLite's locks do not hold (https://sqlite.org/faq.html#q5).
NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "glusterfs", "ceph", "lustre"}
)
# A folder in which the kernel keeps a machine's mounts.
MOUNTS = Path("/proc/self/mounts")


def check_user(_options: Options) -> Iterator[Finding]:
    """Nothing that the site does needs root."""
    if os.geteuid() == 0:
        advice = "Run it as an account of its own: whoever finds a hole is then root too."
        yield warning("The account", "root", advice)


def check_open_files(_options: Options) -> Iterator[Finding]:
    """Each connection is an open file; what we are allowed at most is what we raise the limit to."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = max(soft, hard) if hard != resource.RLIM_INFINITY else FEW_FILES
    if soft != resource.RLIM_INFINITY and most < FEW_FILES:
        advice = f"Allow {FEW_FILES} or more: LimitNOFILE=65536 in the unit of systemd."
        yield warning("The limit of open files", str(most), advice)


def check_disk(options: Options) -> Iterator[Finding]:
    """A full disk stops publishing."""
    try:
        usage = shutil.disk_usage(Path(options.data).resolve())
    except OSError:
        return
    if usage.free < min(LITTLE_ROOM_BYTES, usage.total * LITTLE_ROOM):
        advice = "Make room: nothing can be published when it is full."
        yield warning(
            "The disk of the data folder", f"nearly full ({usage.free // 1_000_000} MB left)", advice
        )


def check_file_system(options: Options) -> Iterator[Finding]:
    """SQLite wants a disk of this machine's own."""
    if options.database_url:
        return
    kind = _file_system(Path(options.data).resolve())
    if kind in NETWORK_FILE_SYSTEMS:
        advice = "Move BROADSHEET_DATA to a local disk, or use PostgreSQL: SQLite's locks do not hold there."
        yield warning("The disk of the data folder", f"on a network ({kind})", advice)


def check_clock(_options: Options) -> Iterator[Finding]:
    """What was written into the database in the future means that the clock was set back, or never set."""
    if not is_made():
        return
    try:
        with borrowed(), connection.cursor() as cursor:
            cursor.execute("SELECT max(at) FROM press_change")
            row = cursor.fetchone()
    except Error:
        return  # not migrated yet, or away, which another check finds
    newest = _moment(row[0]) if row else None
    behind = newest - datetime.now(UTC) if newest is not None else timedelta(0)
    if behind > CLOCKS_DIFFER:
        seconds = timedelta(seconds=round(behind.total_seconds()))
        advice = "Set it (timedatectl set-ntp true): embargoes are kept by it."
        yield warning("The clock", f"{seconds} behind the newest change in the database", advice)


def _moment(value: object) -> datetime | None:
    """Return what a database has for a moment: SQLite has a text."""
    if isinstance(value, str):
        with contextlib.suppress(ValueError):
            value = datetime.fromisoformat(value)
    if not isinstance(value, datetime):
        return None
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def _file_system(path: Path) -> str:
    """Return the kind of file system that a path lies on, "" where nobody says."""
    found = (-1, "")
    with contextlib.suppress(OSError, ValueError):
        for line in MOUNTS.read_text(encoding="utf-8").splitlines():
            _device, mount, kind, *_ = line.split(" ")
            mounted = Path(mount.encode().decode("unicode_escape"))
            if path.is_relative_to(mounted):
                found = max(found, (len(mounted.parts), kind))
    return found[1]
