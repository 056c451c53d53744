"""Plant faults in a package one at a time and name those that its own tests do not notice: `make mutate PACKAGE=rails`.

cosmic-ray makes the faults; the tests run in a forked process each, over a copy of the tree, so that a fault costs no
start of Python. Faults are tried in a shuffled order that stays the same: what the time limit leaves out is no corner.
"""

import argparse
import ast
import importlib
import os
import random
import re
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
# Tests take this many times as long as without a fault, or this many seconds, before the fault counts as noticed.
PATIENCE_TIMES, PATIENCE_SECONDS = 8, 10
SEED = 20
# What pytest answers where every test holds, and where there was none to run.
QUIET = (0, 5)

CONDITIONS = (
    "AddNot", "ReplaceAndWithOr", "ReplaceOrWithAnd", "ReplaceTrueWithFalse", "ReplaceFalseWithTrue",
    "ReplaceUnaryOperator_Delete_Not",
)  # fmt: skip
# What pytest says of modules that were imported before it came, and of the settings of a plugin that was left out.
IGNORED = ("-W", "ignore::pytest.PytestConfigWarning", "-W", "ignore::pytest.PytestAssertRewriteWarning")
# Each comparison with its bound moved, and turned round.
COMPARISONS = tuple(
    f"ReplaceComparisonOperator_{each}"
    for each in ("Lt_LtE", "Lt_GtE", "LtE_Lt", "LtE_Gt", "Gt_GtE", "Gt_LtE", "GtE_Gt", "GtE_Lt", "Eq_NotEq", "NotEq_Eq",
                 "Is_IsNot", "IsNot_Is")
)  # fmt: skip
CONSTANTS = ("NumberReplacer",)
# Each arithmetic operator with its opposite: the dozen others of cosmic-ray are noticed wherever this one is.
ARITHMETIC = tuple(
    f"ReplaceBinaryOperator_{each}"
    for each in ("Add_Sub", "Sub_Add", "Mul_Div", "Div_Mul", "FloorDiv_Mul", "Mod_Mul", "Pow_Mul", "LShift_RShift",
                 "RShift_LShift", "BitOr_BitAnd", "BitAnd_BitOr")
)  # fmt: skip
# Arguments that guard against who programs here, and change nothing that a reader, an editor or a test sees.
GUARDS = ("frozen", "slots", "eq", "init", "repr", "strict")
FLOW = (
    "ZeroIterationForLoop", "ReplaceBreakWithContinue", "ReplaceContinueWithBreak", "ReplaceUnaryOperator_Delete_USub",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Package:
    """What is mutated, by which operators, which tests must notice, and what may be imported before a fault is planted."""

    source: str
    tests: tuple[str, ...]
    operators: tuple[str, ...]
    preloaded: tuple[str, ...] = (
        "pytest",
        "hypothesis",
        "numpy",
        "broadsheet.prose.terms",
        "broadsheet.prose.teasers",
    )
    without: tuple[str, ...] = ("cacheprovider", "randomly")

    def stages(self) -> list[list[str]]:
        """Return how pytest is called: for the examples, and for the properties where no example notices a fault."""
        plugins = [part for each in self.without for part in ("-p", f"no:{each}")]
        quiet = ["-x", "-q", "--assert=plain", "--hypothesis-profile=brief", *IGNORED, *plugins]
        marks = ("not slow and not hypothesis", "not slow and hypothesis")
        return [[*quiet, "-m", each] for each in marks]

    def near(self, module: Path) -> list[str]:
        """Return the test files that import a module: most faults are noticed there, in a fraction of the time."""
        tests = (file for each in self.tests for file in Path(each).rglob("test_*.py"))
        name = re.compile(rf"\.{module.stem} import|import .*\b{module.stem}\b")
        return sorted(str(each) for each in tests if name.search(each.read_text(encoding="utf-8")))


_WITH_DATABASE = (
    "pytest",
    "pytest_django.plugin",
    "hypothesis",
    "numpy",
    "django.test",
    "django.core.management",
    "wagtail",
)
PACKAGES = {
    "rails": Package(
        "rails", ("tests/rails",), (*CONDITIONS, *COMPARISONS, *CONSTANTS, *ARITHMETIC, *FLOW),
        without=("cacheprovider", "randomly", "django"),
    ),
    "related": Package(
        "newsroom/indexing", ("tests/newsroom",), (*CONDITIONS, *COMPARISONS, *CONSTANTS), _WITH_DATABASE
    ),
    "wire": Package("wire", ("tests/wire",), (*CONDITIONS, *COMPARISONS, *CONSTANTS), _WITH_DATABASE),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """The occurrence of what an operator of cosmic-ray changes in a module, and the line on which it stands."""

    module: Path
    line: int
    operator: str
    occurrence: int

    def planted(self) -> str:
        """Return the module with the fault in it."""
        mutating, plugins = (
            importlib.import_module(f"cosmic_ray.{each}") for each in ("mutating", "plugins")
        )
        operator = plugins.get_operator(f"core/{self.operator}")()
        return str(mutating.mutate_code(self.module.read_text(encoding="utf-8"), operator, self.occurrence))

    def __str__(self) -> str:
        lines = zip(
            self.module.read_text(encoding="utf-8").splitlines(), self.planted().splitlines(), strict=False
        )
        before, after = next(((old.strip(), new.strip()) for old, new in lines if old != new), ("", ""))
        return f"{self.module.parent.name}/{self.module.name}:{self.line}: {before}  ->  {after}"


def main() -> int:
    """Try the faults of a package for as long as the limit allows; fail when too few are noticed."""
    asked = _arguments()
    package = PACKAGES[asked.package]
    sys.path.append(str(asked.tool.resolve()))
    folder = REPOSITORY / "var" / "mutation" / asked.package
    _copy(folder)
    found = list(_faults(folder / "src" / "broadsheet", package, only=asked.only))
    random.Random(SEED).shuffle(found)
    _preload(folder, package)
    began = time.monotonic()
    if any(_noticed(folder, 600.0, [*each, *package.tests]) for each in package.stages()):
        print(f"The tests fail without a fault, see {folder / 'output'}. Mend them first.")
        return 2
    patience = max(PATIENCE_SECONDS, PATIENCE_TIMES * (time.monotonic() - began))
    # From here on a module on disk may carry a fault.
    sys.dont_write_bytecode = True
    alive, tried = found, len(found)
    for stage in package.stages():
        alive, left = _tried(alive, folder, package, stage, patience, began + 60 * asked.minutes)
        if stage == package.stages()[0]:
            tried -= len(left)
        else:
            alive += left
    return _report(tried, len(found), alive, asked.least)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("package", choices=PACKAGES)
    parser.add_argument("--minutes", type=float, default=45.0)
    parser.add_argument("--least", type=float, default=0.0, help="fail under this part noticed, in percent")
    parser.add_argument("--only", default="", help="only modules whose name contains this")
    parser.add_argument(
        "--tool", type=Path, required=True, help="the folder into which cosmic-ray is installed"
    )
    return parser.parse_args()


def _copy(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for each in ("src", "tests"):
        shutil.copytree(REPOSITORY / each, folder / each, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(REPOSITORY / "pyproject.toml", folder)


def _faults(source: Path, package: Package, *, only: str) -> Iterator[Fault]:
    parsed, plugins = (importlib.import_module(f"cosmic_ray.{each}") for each in ("ast", "plugins"))
    for module in sorted((source / package.source).rglob("*.py")):
        text = module.read_text(encoding="utf-8")
        if only not in module.name or "migrations" in module.parts:
            continue
        calculations, guards = _calculations(text), _guards(text)
        nodes = list(parsed.ast_nodes(parsed.get_ast(text)))
        for operator in package.operators:
            made = plugins.get_operator(f"core/{operator}")()
            places = (place for node in nodes for place in made.mutation_positions(node))
            for occurrence, (start, _end) in enumerate(places):
                is_calculated = any(first <= start <= last for first, last in calculations)
                if start not in guards and (
                    is_calculated or not operator.startswith("ReplaceBinaryOperator")
                ):
                    yield Fault(module, start[0], operator, occurrence)


def _guards(text: str) -> set[tuple[int, int]]:
    """Return where the values of guarding arguments stand."""
    arguments = (each for each in ast.walk(ast.parse(text)) if isinstance(each, ast.keyword))
    return {(each.value.lineno, each.value.col_offset) for each in arguments if each.arg in GUARDS}


def _calculations(text: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Return between which places operators calculate: no `|` between types, and no `*` of a signature."""
    tree = ast.parse(text)
    types = {
        each
        for node in ast.walk(tree)
        for kind in (getattr(node, "returns", None), getattr(node, "annotation", None))
        if kind is not None
        for each in ast.walk(kind)
    }
    return [
        (
            (node.left.end_lineno or 0, node.left.end_col_offset or 0),
            (node.right.lineno, node.right.col_offset),
        )
        for node in ast.walk(tree)
        if isinstance(node, ast.BinOp) and node not in types
    ]


def _preload(folder: Path, package: Package) -> None:
    """Import what no fault is planted in, once for all forks, with the copy of the tree in the place of ours."""
    os.chdir(folder)
    sys.path[:] = [each for each in sys.path if Path(each).resolve() != REPOSITORY / "src"]
    sys.path[:0] = [str(folder / "src"), str(folder / "tests")]
    for each in package.preloaded:
        importlib.import_module(each)


def _tried(
    faults: Sequence[Fault],
    folder: Path,
    package: Package,
    stage: Sequence[str],
    patience: float,
    until: float,
) -> tuple[list[Fault], list[Fault]]:
    """Return the faults that the tests of a stage do not notice, and those for which no time was left."""
    alive: list[Fault] = []
    for number, fault in enumerate(faults):
        if time.monotonic() > until:
            return alive, list(faults[number:])
        module, text = fault.module, fault.module.read_text(encoding="utf-8")
        times = module.stat()
        module.write_text(fault.planted(), encoding="utf-8")
        try:
            near = package.near(module)
            is_alive = not (near and _noticed(folder, patience, [*stage, *near])) and not _noticed(
                folder, patience, [*stage, *package.tests]
            )
        finally:
            module.write_text(text, encoding="utf-8")
            os.utime(module, ns=(times.st_atime_ns, times.st_mtime_ns))
        if is_alive:
            alive.append(fault)
            print(f"{number + 1:5} {fault}", flush=True)
    return alive, []


def _noticed(folder: Path, patience: float, arguments: Sequence[str]) -> bool:
    """Run tests in a process of their own; return True where one fails, or takes longer than any should."""
    child = os.fork()
    if not child:
        os._exit(_run(folder, arguments))
    ends = time.monotonic() + patience
    while time.monotonic() < ends:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status) not in QUIET
        time.sleep(0.005)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def _run(folder: Path, arguments: Sequence[str]) -> int:
    with (folder / "output").open("wb") as output:
        for stream in (1, 2):
            os.dup2(output.fileno(), stream)
    try:
        return int(importlib.import_module("pytest").main([*arguments]))
    except BaseException:
        traceback.print_exc()
        return 3
    finally:
        sys.stdout.flush()
        sys.stderr.flush()


def _report(tried: int, of: int, survivors: Sequence[Fault], least: float) -> int:
    noticed = 100 * (tried - len(survivors)) / max(tried, 1)
    print(f"\n{tried} of {of} faults tried, {noticed:.1f} % noticed; not noticed are:")
    for fault in sorted(survivors, key=lambda each: (each.module, each.line)):
        print(fault)
    if noticed < least:
        print(f"That is under {least:g} %.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
