"""The map leads to places that exist: each file and function that it names, and each room and layer that there is."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "broadsheet"
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
EXTEND = (ROOT / "docs" / "howto" / "extend.md").read_text(encoding="utf-8")
PLACE = re.compile(r"`([\w/.-]+\.py):([\w.]+)`")
PATH = re.compile(r"`([\w.-]+(?:/[\w.-]+)+)`")
PLACES = sorted({match.groups() for page in (ARCHITECTURE, EXTEND) for match in PLACE.finditer(page)})
PATHS = sorted({match[1] for page in (ARCHITECTURE, EXTEND) for match in PATH.finditer(page)})


@pytest.mark.parametrize(("file", "name"), PLACES, ids=[":".join(each) for each in PLACES])
def test_a_place_on_the_map_exists(file, name):
    assert name in defined(ast.parse((SOURCE / file).read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", PATHS)
def test_a_path_on_the_map_exists(path):
    assert (
        (ROOT if path.startswith(("src/", "tests/", "docs/", "tools/")) else SOURCE).joinpath(path).exists()
    )


def test_the_map_is_read_as_it_is_meant():
    assert len(PLACES) > 60
    assert len(PATHS) > 60
    assert ("serving/caching.py", "CachingApplication.__call__") in PLACES
    assert {"site/urls.py", "tests/wire/samples", "docs/caches-in-front.md"} <= set(PATHS)


def test_the_drawing_has_the_layers_of_the_contract():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = next(each["layers"] for each in contracts["contracts"] if each["type"] == "layers")
    drawing = ARCHITECTURE.split("```")[1].strip().splitlines()

    assert [re.split(r"\s{2,}", line)[0] for line in drawing] == [
        each.replace("broadsheet.", "") for each in layers
    ]


def test_each_room_has_its_line():
    rooms = {path.parent.name for path in SOURCE.glob("*/__init__.py")}

    assert set(re.findall(r"^- `(\w+)`: ", ARCHITECTURE, re.MULTILINE)) == rooms


def defined(tree: ast.Module) -> set[str]:
    """Return the classes and functions of a module, and the methods of its classes."""
    names = set()
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            names.add(node.name)
        if isinstance(node, ast.ClassDef):
            names |= {f"{node.name}.{each.name}" for each in node.body if isinstance(each, ast.FunctionDef)}
    return names
