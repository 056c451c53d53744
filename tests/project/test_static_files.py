"""Readers' pages wait for one style sheet, whose sources stay apart."""

import re
import shutil
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import get_finders
from django.core.files.storage import FileSystemStorage

from broadsheet.project.static_files import SHEET, StaticFiles, joined

STYLES = Path(__file__).resolve().parents[2] / "src" / "broadsheet" / "site" / "static" / "site"
COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
KINDS = (".css", ".woff2")
RULE = re.compile(r"^[^\s@{}/][^{}]*\{[^{}]+\}", re.MULTILINE)


@pytest.fixture
def found():
    """What `collectstatic` finds."""
    return {path: (storage, path) for finder in get_finders() for path, storage in finder.list([])}


@pytest.mark.parametrize("source", ["fonts", "base", "furniture", "cards", "pages", "print"])
def test_every_rule_of_each_source_is_in_the_sheet(found, source):
    sheet = joined(SHEET, found)
    rules = RULE.findall(COMMENT.sub("", (STYLES / f"{source}.css").read_text("utf-8")))

    assert [each for each in rules if each not in sheet] == []
    assert "@import" not in sheet and "/*" not in sheet


def test_what_is_for_paper_alone_is_for_paper_alone(found):
    assert joined(SHEET, found).partition("@media print {\n")[2].lstrip().startswith(":root { --paper: #fff")


def test_styles_of_ones_own_take_the_place_of_ours(found, tmp_path):
    (tmp_path / "cards.css").write_text(".card { color: teal; }\n")
    found["site/cards.css"] = (FileSystemStorage(tmp_path), "cards.css")

    assert ".card { color: teal; }" in joined(SHEET, found)
    assert ".card-teaser {" not in joined(SHEET, found)


def test_gathered_again_the_sheet_is_whole_and_its_fonts_have_their_hashes(found, tmp_path):
    ours = {path: where for path, where in found.items() if path.startswith("site/") and path.endswith(KINDS)}
    for path, (storage, _path) in ours.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(storage.path(path), tmp_path / path)
    for _time in range(2):
        list(StaticFiles(location=str(tmp_path), base_url="/static/").post_process(ours))
    sheets = list(tmp_path.glob("site/paper.*.css"))
    fonts = re.findall(r'url\("([^"]+)"\)', sheets[0].read_text("utf-8"))

    assert len(sheets) == 1 and len(fonts) > 10
    assert [each for each in fonts if not re.fullmatch(r"fonts/[\w-]+\.[0-9a-f]{12}\.woff2", each)] == []
