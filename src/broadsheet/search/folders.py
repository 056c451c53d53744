"""Keep the folders of an index: which one is read, how a new one replaces it, and how a new one is asked for."""

import contextlib
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

# File with the name of the folder that is read. It is replaced in one step, and survives being copied, which a symbolic
# link often does not: rsync leaves it out, and cp and scp make a folder of it.
_CURRENT = "current"
_REQUEST, _TAKEN, _FAILED = "rebuild", "rebuild.taken", "rebuild.failed"
_PREFIX = "index-"


@dataclass(frozen=True, slots=True)
class IndexFolders:
    """The folders of the index of one data folder. One process writes them; all read them."""

    root: Path

    @property
    def current(self) -> Path | None:
        """The folder that is read, None if there is none."""
        try:
            name = (self.root / _CURRENT).read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            return None
        return self.root / name if name.startswith(_PREFIX) and "/" not in name else None

    def begin(self) -> Path:
        """Return a new folder to build an index in; what an earlier process left unfinished is removed."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._remove_others()
        folder = self.root / f"{_PREFIX}{time.time_ns()}"
        folder.mkdir(mode=0o700)
        return folder

    def swap_in(self, folder: Path) -> None:
        """Have a folder read from now on, and remove the others. Processes with their files open can still read them."""
        draft, current = self.root / f"{_CURRENT}.new", self.root / _CURRENT
        _remove(draft)
        draft.write_text(folder.name, "utf-8")
        if current.is_dir():
            _remove(current)
        draft.replace(current)
        for request in (_TAKEN, _FAILED):
            (self.root / request).unlink(missing_ok=True)
        self._remove_others()

    def discard(self, folder: Path) -> None:
        """Remove a folder in which an index was not finished."""
        shutil.rmtree(folder, ignore_errors=True)

    def request_rebuild(self, folder: Path | None) -> None:
        """Ask for a new index in place of a folder's."""
        # If the root is missing, the writer notices by itself.
        with contextlib.suppress(OSError):
            (self.root / _FAILED).unlink(missing_ok=True)
            (self.root / _REQUEST).write_text(folder.name if folder else "")

    def take_request(self) -> bool:
        """Return True if a new index was asked for; a request for an older folder was fulfilled already."""
        request = self.root / _REQUEST
        try:
            wanted = request.read_text()
        except OSError:
            return False
        current = self.current
        if wanted != (current.name if current else ""):
            request.unlink(missing_ok=True)
            return False
        request.replace(self.root / _TAKEN)
        return True

    def fail_request(self) -> None:
        """Note that the index that was asked for could not be built."""
        # Renaming needs no room on a full disk.
        with contextlib.suppress(OSError):
            (self.root / _TAKEN).replace(self.root / _FAILED)

    @property
    def has_failed(self) -> bool:
        """Whether the index that was asked for last could not be built."""
        return (self.root / _FAILED).exists()

    @property
    def is_taken(self) -> bool:
        """Whether the process that writes has begun with the index that was asked for."""
        return not (self.root / _REQUEST).exists()

    def _remove_others(self) -> None:
        current = self.current
        for each in self.root.glob(f"{_PREFIX}*"):
            if current is None or each.name != current.name:
                shutil.rmtree(each, ignore_errors=True)


def _remove(path: Path) -> None:
    """Remove whatever stands there: a file, a link or a folder."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
