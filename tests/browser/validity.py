"""Ask the Nu checker whether pages are valid HTML."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

JAVA = shutil.which("java")
JAR = (
    Path(__file__).resolve().parents[2]
    / "var" / "tools" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
)  # fmt: skip
needs_nu = pytest.mark.skipif(JAVA is None or not JAR.exists(), reason="run `make validator`")


def messages_on(pages: dict[str, bytes], folder: Path) -> list[tuple[str, str, str]]:
    """Return all that the checker says about pages, given by their paths, with the lines concerned."""
    assert JAVA is not None
    names: dict[str, str] = {}
    for number, (path, page) in enumerate(pages.items()):
        file = folder / f"{number}.html"
        file.write_bytes(page)
        names[file.name] = path
    checked = subprocess.run(
        [
            JAVA,
            "-jar",
            str(JAR),
            "--format",
            "json",
            "--exit-zero-always",
            *(str(folder / each) for each in names),
        ],
        capture_output=True,
        check=True,
    )
    said = json.loads(checked.stderr)["messages"]
    return [(names[Path(each["url"]).name], each["message"], each.get("extract", "")) for each in said]
