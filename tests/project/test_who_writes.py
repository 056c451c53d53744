"""Only the newsroom's actions write what the newsroom has: the desk, the wire and the site call them."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "broadsheet"
FILES = [
    path
    for layer in ("desk", "wire", "site")
    for path in sorted((SOURCE / layer).rglob("*.py"))
    if "migrations" not in path.parts
]
WRITES = {
    "save", "delete", "update", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create",
    "publish", "unpublish", "save_revision",
}  # fmt: skip
# Who writes all the same, as the beginning of "file:function", and why.
ALLOWED = {
    "desk/sign_in/": "accounts, their second factors and their tries to sign in are no part of the newsroom",
    "site/icons.py:as_": "the paper's icon is written to memory, as PNG and ICO",
}
# What holds things in memory: `update` on one of these writes no row.
CONTAINERS = {"dict", "set", "defaultdict", "Counter", "OrderedDict"}


def test_nobody_else_writes_without_a_reason():
    unexplained = [each for each in found() if not each.startswith(tuple(ALLOWED))]

    assert unexplained == []


def test_every_reason_is_still_needed():
    assert [each for each in ALLOWED if not any(write.startswith(each) for write in found())] == []


@pytest.mark.parametrize(
    "line",
    [
        "article.save()",
        "Article.objects.create(headline='x')",
        "Article.objects.filter(pk=1).update(live=False)",
        "Pick.objects.all().delete()",
        "self.pick.delete()",
        "rows = Article.objects.all(); rows.update(live=False)",
        "pick = Pick(); pick.save()",
        "[each.delete() for each in picks]",
        "article.bylines.create(author=author)",
        "revision.publish(user=user)",
    ],
)
def test_a_write_to_a_row_is_found(line):
    assert len(list(writes(ast.parse(f"def do(self, article, picks, revision, user):\n    {line}")))) == 1


@pytest.mark.parametrize(
    "line",
    [
        "known = {}; known.update(a=1)",
        "known: dict[str, int] = dict(rest); known.update(a=1)",
        "found = {each for each in rows}; found.update(rows)",
        "self.seen = set(); self.seen.update(rows)",
        "context.update(a=1)",
        "{'a': 1}.update(rest)",
        "picks.sort()",
    ],
)
def test_a_change_of_a_thing_in_memory_is_none(line):
    assert (
        list(writes(ast.parse(f"def do(self, rows, rest, picks, context: dict[str, int]):\n    {line}")))
        == []
    )


def found() -> list[str]:
    return [
        f"{path.relative_to(SOURCE)}:{place}"
        for path in FILES
        for place in writes(ast.parse(path.read_text(encoding="utf-8")))
    ]


def writes(tree: ast.Module) -> Iterator[str]:
    """Name the function, the line and the call of each write to a row."""
    containers = set(named_containers(tree))
    for where, call in calls(tree, ""):
        if isinstance(call.func, ast.Attribute) and call.func.attr in WRITES:
            written_to = call.func.value
            is_in_memory = is_container(written_to) or ast.unparse(written_to) in containers
            if call.func.attr != "update" or not is_in_memory:
                yield f"{where}:{call.lineno}: {ast.unparse(call.func)}"


def calls(node: ast.AST, where: str) -> Iterator[tuple[str, ast.Call]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            yield where, child
        named = isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        yield from calls(child, f"{where}.{child.name}".lstrip(".") if named else where)


def named_containers(tree: ast.Module) -> Iterator[str]:
    """Name what is said to be a container, or made as one, such as `paths` or `self._seen`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.AnnAssign) and is_container_type(node.annotation):
            yield ast.unparse(node.target)
        elif isinstance(node, ast.arg) and node.annotation and is_container_type(node.annotation):
            yield node.arg
        elif isinstance(node, ast.Assign) and is_container(node.value):
            yield from map(ast.unparse, node.targets)


def is_container(node: ast.expr) -> bool:
    if isinstance(node, ast.Call):
        return is_container_type(node.func)
    return isinstance(node, ast.Dict | ast.Set | ast.DictComp | ast.SetComp)


def is_container_type(node: ast.expr) -> bool:
    named = node.value if isinstance(node, ast.Subscript) else node
    return isinstance(named, ast.Name) and named.id in CONTAINERS
