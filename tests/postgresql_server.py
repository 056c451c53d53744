"""Run a real PostgreSQL server for as long as a test or a benchmark needs it."""

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DEBIAN = Path("/usr/lib/postgresql")
# The server refuses to run as root; this account may do nothing else.
NOBODY = "nobody"


def programs() -> Path | None:
    """Return the folder of PostgreSQL's programs, of the newest version that is installed, or None."""
    installed = [each for each in DEBIAN.glob("*/bin") if (each / "postgres").exists()]
    if installed:
        return max(installed, key=lambda each: int(each.parent.name))
    found = shutil.which("postgres")
    return Path(found).parent if found else None


_runs: dict[Path, dict] = {}


@contextmanager
def away(folder: Path) -> Iterator[None]:
    """Stop the server of a folder for as long as the block lasts, as if it had crashed."""
    control = [programs() / "pg_ctl", "-D", folder / "data", "-w"]
    subprocess.run([*control, "-m", "immediate", "stop"], **_runs[folder])
    try:
        yield
    finally:
        # The options of the last start stand in a file that the server leaves.
        options = (folder / "data" / "postmaster.opts").read_text().partition(" ")[2].strip()
        subprocess.run(
            [*control, "-l", folder / "data" / "log", "-o", options.replace('"', "'"), "start"],
            **_runs[folder],
        )


@contextmanager
def postgresql(folder: Path, *, options: str = "") -> Iterator[str]:
    """Start a server over an empty folder and give the URL of its database; it ends with the context."""
    binaries = programs()
    assert binaries is not None, "PostgreSQL is not installed. On Debian: apt-get install postgresql"
    # Every folder above must let the server's account through.
    data = folder / "data"
    data.mkdir()
    folder.chmod(0o755)
    account = pwd.getpwnam(NOBODY) if os.geteuid() == 0 else None
    who = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    if account:
        os.chown(data, account.pw_uid, account.pw_gid)
    data.chmod(0o700)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    run = {"cwd": "/", "check": True, "stdout": subprocess.DEVNULL, **who}
    _runs[folder] = run
    subprocess.run(
        [binaries / "initdb", "-D", data, "-U", "paper", "-A", "trust", "-E", "UTF8", "--no-sync"], **run
    )
    settings = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off {options}"
    subprocess.run(
        [binaries / "pg_ctl", "-D", data, "-w", "-l", data / "log", "-o", settings, "start"], **run
    )
    try:
        subprocess.run(
            [binaries / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "paper", "paper"], **run
        )
        yield f"postgres://paper@127.0.0.1:{port}/paper"
    finally:
        subprocess.run([binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop"], **run)
