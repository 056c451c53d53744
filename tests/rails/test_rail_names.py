"""A rail's name and heading stand in the registry, and in no other module."""

import ast
from collections.abc import Iterator
from pathlib import Path

import broadsheet
from broadsheet.rails.registry import RAILS, Rail

SOURCE = Path(broadsheet.__file__).parent
REGISTRY = SOURCE / "rails" / "registry.py"
# "related" is also a command, a step of an import and the kind of a reason.
SAID = {each.name for each in RAILS} - {Rail.RELATED} | {each.title for each in RAILS} - {"Related articles"}


def test_no_module_but_the_registry_names_a_rail():
    modules = [each for each in SOURCE.rglob("*.py") if "migrations" not in each.parts and each != REGISTRY]

    assert len(modules) > 200
    assert {str(each.relative_to(SOURCE)): said for each in modules if (said := list(named_in(each)))} == {}


def named_in(module: Path) -> Iterator[str]:
    """Yield what a module says that is a rail's name or heading, and every use of one by its constant."""
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and node.value in SAID:
            yield str(node.value)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Rail":
            yield f"Rail.{node.attr}"
