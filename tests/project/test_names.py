"""Names say what a thing is, in the field's words for the machine, and no two classes share one."""

import ast
from collections import defaultdict
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "broadsheet"
TREES = {
    path: ast.parse(path.read_text(encoding="utf-8"))
    for path in SOURCE.rglob("*.py")
    # Django names the class of a migration, and that of a command of `manage`.
    if not {"migrations", "management"} & set(path.parts)
}
# What these were called before the field's own words; see docs/glossary.md for what they are called now.
FORMER = {
    "FrontDoor", "Window", "Stock", "Sheets", "Sheet", "drop", "retire", "GONE", "forget", "_make_room", "make_room",
    "SharedBoard", "Board", "crew", "Crew", "library", "Library", "telling", "thin", "Bell", "polish", "call", "calls",
    "Share", "Shares", "Loaded", "openings", "fields", "spell", "Tidings", "Teller", "shown_at", "reading_room",
    "press_room", "House", "Paper", "tidings", "teller", "sheets", "stock", "window", "shares", "shared_board", "board_of",
    "house_of", "open_paper", "_MustBeMadeAnew", "_join_anew", "WORTH_A_CREW", "keep_telling_terms", "tells_changes",
    "wardrobe", "house_from", "stored_house", "dressed_for", "_dressed",
}  # fmt: skip


def test_no_two_classes_have_the_same_name():
    places = defaultdict(list)
    for path, tree in TREES.items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                places[node.name].append(str(path.relative_to(SOURCE)))

    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_nothing_is_called_as_before_it_had_the_field_s_word():
    modules = {(path.stem, str(path.relative_to(SOURCE))) for path in TREES}
    modules |= {(part, str(path.relative_to(SOURCE))) for path in TREES for part in path.parent.parts}
    found = {each for each in modules if each[0] in FORMER}
    for path, tree in TREES.items():
        found |= {
            (name, f"{path.relative_to(SOURCE)}:{line}") for name, line in defined(tree) if name in FORMER
        }

    assert found == set()


def defined(tree: ast.Module):
    """List the classes, functions and constants of a module, with their lines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node.lineno
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from ((each.id, node.lineno) for each in targets if isinstance(each, ast.Name))
