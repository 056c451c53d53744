"""Which processes a process has started, as Linux lists them: to signal one of them, and to see that none is left."""

import os
import re
from collections.abc import Iterator
from pathlib import Path


def children(pid: int) -> list[int]:
    """Return the living children of a process, the oldest first."""
    return sorted(each for each in _pids() if _parent(each) == pid and is_alive(each))


def workers(server: int) -> list[int]:
    """Return the workers of a web server, the oldest first: its children, but for the one that tracks shared memory."""
    return [each for each in children(server) if "spawn_main" in command_of(each)]


def descendants(pid: int) -> list[int]:
    """Return the living children of a process, their children, and so on."""
    found = children(pid)
    return found + [below for each in found for below in descendants(each)]


def named(pid: int, word: str) -> list[int]:
    """Return the descendants of a process that have a name or a command line of this word."""
    return [each for each in descendants(pid) if word == name_of(each) or word in command_of(each).split()]


def is_alive(pid: int) -> bool:
    """Return whether a process runs; one that has ended and that its parent has not looked at does not."""
    return _stat(pid)[:1] not in ([], ["Z"])


def command_of(pid: int) -> str:
    """Return the command line of a process, nothing where it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def name_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


def running_with(text: str) -> list[str]:
    """List the command lines of processes that were started with this text in their environment."""
    found = []
    for pid in _pids():
        try:
            is_ours = text.encode() in Path(f"/proc/{pid}/environ").read_bytes()
        except OSError:
            continue  # it ended meanwhile, or is not ours to look at
        if is_ours and is_alive(pid):
            found.append(command_of(pid))
    return found


def resident(pid: int) -> int:
    """Return the memory of a process, in kilobytes."""
    return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1])


def open_sockets(pid: int) -> int:
    """Count the sockets that a process has open."""
    held = 0
    for each in Path(f"/proc/{pid}/fd").iterdir():
        try:
            held += os.readlink(each).startswith("socket:")
        except OSError:
            continue  # it was closed meanwhile
    return held


def _pids() -> Iterator[int]:
    return (int(each.name) for each in Path("/proc").glob("[0-9]*"))


def _parent(pid: int) -> int:
    return int((_stat(pid) or ["", "0"])[1])


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
