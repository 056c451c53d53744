"""`broadsheet new` begins a paper with six questions, and touches no folder that holds something."""

import sqlite3
import subprocess
import sys
import tomllib
from contextlib import closing

import pytest
from typer.testing import CliRunner

from broadsheet.cli.main import app
from served import environment_of

GIVEN = {
    "name": "Şəhər “Kuryeri”",
    "language": "az",
    "zone": "Asia/Baku",
    "address": "https://kuryer.example",
    "mail": "smtp://ann:geheim@mail.example:587/?tls=true",
    "editor": "ann",
}


def options(**changes: str) -> list[str]:
    return [word for name, value in (GIVEN | changes).items() for word in (f"--{name}", value)]


@pytest.mark.slow
def test_a_paper_is_made_with_settings_edition_and_account(tmp_path):
    folder = tmp_path / "paper"
    # What stands there for another paper is not read, and the account is told of on a line of its own.
    environment = environment_of(tmp_path / "other", 8000) | {"BROADSHEET_LANGUAGE": "ru"}
    command = [sys.executable, "-m", "broadsheet.cli", "new", str(folder), *options()]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert tomllib.loads((folder / "broadsheet.toml").read_text()) == {
        "data": str(folder / "data"),
        "language": "az",
        "time_zone": "Asia/Baku",
        "base_url": "https://kuryer.example",
        "allowed_hosts": "kuryer.example,localhost,127.0.0.1,[::1]",
        "email_url": GIVEN["mail"],
    }
    assert (folder / "broadsheet.toml").stat().st_mode & 0o077 == 0
    assert ask(folder, "SELECT name, is_main, language_code FROM newsroom_edition JOIN wagtailcore_locale l ON l.id = locale_id") == [
        (GIVEN["name"], 1, "az")
    ]  # fmt: skip
    assert ask(folder, "SELECT username, is_superuser FROM auth_user") == [("ann", 1)]
    assert ask(folder, "SELECT COUNT(*) FROM newsroom_article") == [(0,)]
    assert f"password in  {folder}/data/first-password" in done.stdout
    assert done.stdout.splitlines()[-1] == f"Serve it with: cd {folder} && broadsheet serve"
    assert not (tmp_path / "other").exists()


def test_where_nobody_answers_the_missing_option_is_named_and_nothing_is_made(tmp_path):
    given = options()
    at = given.index("--mail")
    folder = tmp_path / "paper"

    done = CliRunner().invoke(app, ["new", str(folder), *given[:at], *given[at + 2 :]], input="")

    assert done.exit_code == 2
    assert "Give --mail too" in done.output
    assert not folder.exists()


def test_a_folder_that_holds_something_is_refused_and_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("dear editor")

    done = CliRunner().invoke(app, ["new", str(tmp_path), *options()])

    assert done.exit_code == 1
    assert f"{tmp_path} is not empty" in done.output
    assert [each.name for each in tmp_path.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", " "), ("language", "klingon"), ("zone", "Baku"), ("address", "paper.example"),
        ("address", "https://paper.example/news/"), ("mail", "mail.example"), ("editor", "ann smith"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_before_anything_is_made(name, value, tmp_path):
    folder = tmp_path / "paper"

    done = CliRunner().invoke(app, ["new", str(folder), *options(**{name: value})])

    assert done.exit_code == 2
    assert f"--{name} cannot be used" in " ".join(done.output.split())
    assert "geheim" not in done.output
    assert not folder.exists()


def test_what_is_not_given_is_asked_until_it_can_be_used(tmp_path):
    words = [word for word in options() if word not in ("--zone", GIVEN["zone"])]

    # The answers end before one can be used: nothing is made.
    done = CliRunner().invoke(app, ["new", str(tmp_path / "paper"), *words], input="Baku\n")

    assert done.output.count("Its time zone [UTC]:") == 2
    assert "Write a time zone, such as UTC or Asia/Baku." in done.output
    assert not (tmp_path / "paper").exists()


def ask(folder, question: str) -> list[tuple]:
    with closing(sqlite3.connect(folder / "data" / "broadsheet.sqlite3")) as connection:
        return connection.execute(question).fetchall()
