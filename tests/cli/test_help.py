"""Help is in plain words: no types of Python, and no sentence that is broken off."""

import re
from collections.abc import Iterator
from importlib import metadata

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from broadsheet.cli.main import app


def commands(command=None, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    command = command or get_command(app)
    yield words
    for name, each in getattr(command, "commands", {}).items():
        if name != "manage":  # prints Django's help
            yield from commands(each, (*words, name))


@pytest.mark.parametrize("words", list(commands()), ids=" ".join)
def test_help_names_no_type_and_breaks_no_sentence_off(words):
    shown = CliRunner().invoke(app, [*words, "--help"], env={"COLUMNS": "80"})

    assert shown.exit_code == 0
    assert re.findall(r"<(?:int|str|float|path|list|bool|file)\b[^>]*>|\w\.\.\.$", shown.output, re.M) == []


def test_the_list_of_commands_says_each_in_a_whole_sentence():
    shown = " ".join(CliRunner().invoke(app, ["--help"]).output.split())

    assert (
        "serve Serve the site: create or migrate the database, start the web processes and the worker."
        in shown
    )


def test_the_version_is_printed():
    shown = CliRunner().invoke(app, ["--version"])

    assert (shown.exit_code, shown.output) == (0, f"broadsheet {metadata.version('broadsheet')}\n")
