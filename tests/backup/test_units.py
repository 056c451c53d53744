"""The units for systemd that the documentation prints are those that we ship, and systemd takes them."""

import shutil
import subprocess
from pathlib import Path

import pytest

from broadsheet import backup

DOCUMENT = Path(__file__).parents[2] / "docs" / "howto" / "back-up-and-restore.md"
UNITS = sorted(each for each in Path(backup.__path__[0]).iterdir() if each.suffix in (".service", ".timer"))


@pytest.mark.parametrize("unit", UNITS, ids=[each.name for each in UNITS])
def test_the_documentation_prints_the_unit_as_it_is(unit):
    assert f"```ini\n{unit.read_text()}```" in DOCUMENT.read_text()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_understands_the_units(tmp_path):
    for each in UNITS:
        here = each.read_text().replace("/opt/broadsheet/.venv/bin/broadsheet", "/bin/true")
        (tmp_path / each.name).write_text(here)
    done = subprocess.run(
        ["systemd-analyze", "verify", *(tmp_path / each.name for each in UNITS)],
        capture_output=True,
        text=True,
    )

    assert (len(UNITS), done.returncode, done.stderr) == (2, 0, "")
