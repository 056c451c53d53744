"""docs/reliability.md and docs/threats.md name tests that exist, and every fault that is tried has its row."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?(?:\[[^\]`]*\])?`")
FAULT = re.compile(r"@pytest\.mark\.fault\((?:[^@]|\n)*?\ndef (test_\w+)")
PAGES = ("docs/reliability.md", "docs/threats.md")


@pytest.mark.parametrize("page", PAGES)
def test_every_test_that_the_page_names_exists(page):
    assert [name for name in named_in(page) if not exists(*name)] == []


def test_every_fault_that_is_tried_has_its_row():
    tried = {
        (file.relative_to(ROOT).as_posix(), name)
        for file in Path(__file__).parent.glob("test_*.py")
        for name in FAULT.findall(file.read_text(encoding="utf-8"))
    }

    assert tried - set(named_in("docs/reliability.md")) == set()


def named_in(page: str) -> list[tuple[str, str]]:
    return NAMED.findall((ROOT / page).read_text(encoding="utf-8"))


def exists(file: str, test: str) -> bool:
    path = ROOT / file
    return path.exists() and (not test or f"def {test}(" in path.read_text(encoding="utf-8"))
