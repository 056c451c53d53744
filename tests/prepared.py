"""A data folder with a paper of twenty stories, made once for all tests that serve it, and copied for each."""

import atexit
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from live_site import shell
from served import environment_of

MAKE = """
import sys; sys.path.insert(0, 'tests')
from newsstand import publish_many
print(*(each.get_absolute_url() for each in publish_many(20)))
"""


@dataclass(frozen=True)
class Paper:
    """A data folder and the paths of its stories."""

    folder: Path
    paths: list[str]


def paper_in(folder: Path) -> Paper:
    """Put a paper of twenty stories into a data folder that is not there yet."""
    made = _paper()
    shutil.copytree(made.folder, folder)
    return Paper(folder, made.paths)


@cache
def _paper() -> Paper:
    above = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, above, ignore_errors=True)
    folder = Path(above) / "var"
    environment = environment_of(folder, 8000)
    command = [sys.executable, "-m", "broadsheet.cli", "make-ready"]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return Paper(folder, shell(environment, MAKE).split())
