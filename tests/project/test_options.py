"""Settings come from one table, and a bad one says what to write instead."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from broadsheet.cli.main import app
from broadsheet.project.options import OptionError, Options, load, table

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_defaults_are_the_table_s():
    assert load({}, file=Path("/nowhere")) == Options()


def test_the_environment_wins_over_the_file(tmp_path):
    file = tmp_path / "broadsheet.toml"
    file.write_text('rail_length = 4\nport = 8001\nlanguage = "az"\n', encoding="utf-8")
    options = load({"BROADSHEET_PORT": "8002"}, file=file)

    assert (options.rail_length, options.port, options.language) == (4, 8002, "az")


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        (
            {"BROADSHEET_RAIL_LENGTH": "five"},
            "BROADSHEET_RAIL_LENGTH is 'five'. Write a whole number from 1 to 20.",
        ),
        (
            {"BROADSHEET_RAIL_LENGTH": "0"},
            "BROADSHEET_RAIL_LENGTH is '0'. Write a whole number from 1 to 20.",
        ),
        ({"BROADSHEET_DEBUG": "maybe"}, "BROADSHEET_DEBUG is 'maybe'. Write yes or no."),
    ],
)
def test_a_value_that_does_not_fit_says_what_would(environment, message):
    with pytest.raises(OptionError) as caught:
        load(environment, file=Path("/nowhere"))

    assert str(caught.value) == message


def test_an_unknown_name_in_the_file_is_refused(tmp_path):
    file = tmp_path / "broadsheet.toml"
    file.write_text("rails_length = 4\n", encoding="utf-8")

    with pytest.raises(OptionError, match="there is no setting 'rails_length'"):
        load({}, file=file)


@pytest.mark.parametrize("name", [name for name, _default, _sentence in table()])
def test_every_setting_is_documented_with_its_default_and_sentence(name):
    [row] = [
        line
        for line in (DOCS / "reference/settings.md").read_text("utf-8").splitlines()
        if f"`{name}`" in line
    ]
    default, sentence = next(each[1:] for each in table() if each[0] == name)

    assert sentence in row
    assert (str(default).lower() if isinstance(default, bool) else str(default)) in row


@pytest.mark.parametrize(
    "command", [["serve"], ["worker"], ["import"], ["rails", "show"], ["rails", "check"]], ids=" ".join
)
def test_every_command_explains_itself(command):
    result = CliRunner().invoke(app, [*command, "--help"])

    assert result.exit_code == 0
    assert "Example" in result.output or command == ["worker"]


def test_every_command_is_documented():
    # What is hidden is called by `serve` alone, or is a former name.
    names = {each.name or each.callback.__name__ for each in app.registered_commands if not each.hidden}
    for group in app.registered_groups:
        names |= {
            f"{group.name} {each.name or each.callback.__name__}"
            for each in group.typer_instance.registered_commands
            if not each.hidden
        }
    documented = set(
        re.findall(r"^## `broadsheet ([a-z ]+)`$", (DOCS / "reference/commands.md").read_text("utf-8"), re.M)
    )

    assert documented == names
