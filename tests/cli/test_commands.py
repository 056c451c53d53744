"""Each command names a function that is there, and what need not load Django does not."""

import ast
import importlib
import os
import subprocess
import sys
from operator import attrgetter
from pathlib import Path

import pytest

from broadsheet.cli import (
    audience_commands,
    demo_commands,
    main,
    press_commands,
    rails_commands,
    related_commands,
)
from broadsheet.cli.running import WITHOUT_DJANGO

MODULES = (main, audience_commands, demo_commands, press_commands, rails_commands, related_commands)
CALLS = [
    [each.value for each in node.args[:2]]
    for file in map(attrgetter("__file__"), MODULES)
    for node in ast.walk(ast.parse(Path(file).read_text(encoding="utf-8")))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "run"
]


@pytest.mark.parametrize(("module", "function"), CALLS)
def test_a_command_names_a_function_that_is_there(module, function):
    assert callable(getattr(importlib.import_module(f"broadsheet.cli.{module}"), function))


def test_every_command_is_looked_at():
    assert len(CALLS) > 20
    assert {module for module, _function in CALLS} > WITHOUT_DJANGO


@pytest.mark.parametrize(
    "command",
    [
        ("import", "{file}"), ("rails", "check"), ("rails", "show", "/x/"), ("related", "rebuild"), ("related", "show", "/x/"),
        ("audience", "import", "{file}"), ("backup", "{file}.zip"),
    ],
)  # fmt: skip
def test_a_command_says_where_there_is_no_site_yet_and_leaves_no_database_behind(command, tmp_path):
    data, file = tmp_path / "var", tmp_path / "counts.csv"
    file.write_text("path,date,reads\n", encoding="utf-8")
    arguments = [each.format(file=file) for each in command]

    said = subprocess.run(
        [sys.executable, "-m", "broadsheet.cli", *arguments],
        env=os.environ
        | {"BROADSHEET_DATA": str(data), "DJANGO_SETTINGS_MODULE": "broadsheet.project.settings"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (said.returncode, said.stderr.count("\n")) == (1, 1)
    assert f"There is no site in {data}" in said.stderr
    assert not (data / "broadsheet.sqlite3").exists()


@pytest.mark.parametrize("module", sorted(WITHOUT_DJANGO - {"doctor", "managing"}))
def test_a_command_that_needs_no_django_loads_none_of_its_models(module):
    code = f"import broadsheet.cli.{module}, sys; print('django.db.models' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert said.stdout == "False\n"
