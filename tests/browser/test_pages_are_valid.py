"""Every kind of page is valid HTML, as the Nu checker sees it."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from django.test import Client

from whole_paper import dress_the_paper, print_whole_paper

JAR = (
    Path(__file__).resolve().parents[2]
    / "var"
    / "tools"
    / "node_modules"
    / "vnu-jar"
    / "build"
    / "dist"
    / "vnu.jar"
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def checker() -> list[str]:
    java = shutil.which("java")
    if java is None or not JAR.exists():
        pytest.skip("The Nu checker is not installed: run `make validator`")
    return [java, "-jar", str(JAR), "--format", "json", "--exit-zero-always"]


@pytest.mark.parametrize("is_branded", [False, True], ids=["plain", "branded"])
def test_every_kind_of_page_is_valid_html(db, checker, picture, tmp_path, is_branded):
    names: dict[str, str] = {}
    paths = print_whole_paper(picture)
    if is_branded:
        dress_the_paper()
        # The front page, one from the right, an article, a list, and where nothing is.
        paths = [paths[0], *paths[2:5], "/section/town/", "/nowhere/"]
    for number, path in enumerate(paths):
        file = tmp_path / f"{number}.html"
        file.write_bytes(Client().get(path).content)
        names[file.as_uri()] = path

    checked = subprocess.run(
        [*checker, *map(str, sorted(tmp_path.glob("*.html")))], capture_output=True, check=True
    )

    said = json.loads(checked.stderr)["messages"]
    assert len(names) == len(paths) > (5 if is_branded else 15)
    assert [(names[each["url"].replace("file:/", "file:///", 1) if "file:///" not in each["url"] else each["url"]],
             each["message"], each.get("extract")) for each in said] == []  # fmt: skip
