"""The formats that the registry lists are the ones that the help and the docs name, in the same words."""

import re
from pathlib import Path

from typer.testing import CliRunner

from broadsheet.cli.main import app
from broadsheet.wire.registry import FORMATS
from broadsheet.wire.signatures import SIGNATURES

HOWTO = Path(__file__).resolve().parents[2] / "docs" / "howto" / "import-an-archive.md"
REGISTERED = [(each.name, each.description) for each in FORMATS]


def test_no_two_formats_have_one_name():
    assert len(dict(REGISTERED)) == len(REGISTERED)


def test_the_table_of_the_docs_is_the_registry():
    table = (
        HOWTO.read_text("utf-8").partition("| format | what is read |\n|---|---|\n")[2].partition("\n\n")[0]
    )

    assert re.findall(r"^\| `(.+?)` \| (.+) \|$", table, re.MULTILINE) == REGISTERED


def test_the_table_of_what_is_refused_is_what_no_format_of_the_registry_reads():
    begins = "| known and refused | instead |\n|---|---|\n"
    table = HOWTO.read_text("utf-8").partition(begins)[2].partition("\n\n")[0]
    refused = dict.fromkeys(
        (each.called, each.instead) for each in SIGNATURES if each.read_by not in dict(REGISTERED)
    )

    assert re.findall(r"^\| (.+?) \| (.+) \|$", table, re.MULTILINE) == list(refused)


def test_the_help_of_the_import_lists_the_registry():
    shown = CliRunner().invoke(app, ["import", "--help"], terminal_width=400).output
    listed = shown.partition("Formats:\n")[2].partition("\n\n")[0]

    assert [tuple(re.split(r"\s{2,}", line.strip())) for line in listed.splitlines()] == REGISTERED
