"""What import-linter cannot say: only the desk knows Wagtail's admin, and no file grows too long."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "broadsheet"
FILES = sorted(SOURCE.rglob("*.py"))
LONGEST_FILE = 420


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_only_the_desk_and_the_list_of_addresses_import_wagtail_s_admin(path):
    admin = [name for name in imported(path) if name.startswith("wagtail.admin")]

    assert not admin or path.is_relative_to(SOURCE / "desk") or path == SOURCE / "project" / "urls.py"


def test_no_file_is_longer_than_a_reader_can_hold():
    long = {
        str(path): count
        for path in FILES
        if "migrations" not in path.parts and (count := len(path.read_text().splitlines())) > LONGEST_FILE
    }

    assert long == {}


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names |= {f"{node.module}.{each.name}" for each in node.names}
    return names
