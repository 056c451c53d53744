"""`broadsheet new`: ask what a paper must be told at its beginning, and write its settings.

Nothing here loads Django: Django reads its settings once, and they are written after the last answer.
"""

import json
import os
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import typer

from ..project.email_url import email_settings
from ..project.languages import LANGUAGES
from ..project.options import CONFIG, PREFIX, OptionError
from .running import run

SETTINGS_FILE = "broadsheet.toml"
DATA = "data"
LONGEST_NAME = 120
# Host names of this machine, which a site answers to beside its own.
OWN_HOSTS = ("localhost", "127.0.0.1", "[::1]")
_ACCOUNT = re.compile(r"[\w.@+-]{1,150}")


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """One question, its default answer, and a function that returns what is wrong with an answer, or ""."""

    name: str
    words: str
    default: str
    fault: Callable[[str], str]


def _fault_of_name(answer: str) -> str:
    return "" if answer and len(answer) <= LONGEST_NAME else f"Write a name of 1 to {LONGEST_NAME} letters."


def _fault_of_language(answer: str) -> str:
    return "" if answer in dict(LANGUAGES) else "Write the code of a language, such as en, az or zh-hans."


def _fault_of_zone(answer: str) -> str:
    return "" if answer in available_timezones() else "Write a time zone, such as UTC or Asia/Baku."


def _fault_of_address(answer: str) -> str:
    try:
        parts = urlsplit(answer)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.path in ("", "/")
    except ValueError:
        is_address = False
    return "" if not answer or is_address else "Write an address such as https://paper.example, or nothing."


def _fault_of_mail(answer: str) -> str:
    try:
        email_settings(answer)
    except OptionError as error:
        return str(error).replace(f"{PREFIX}EMAIL_URL", "The mail server")
    return ""


def _fault_of_editor(answer: str) -> str:
    return "" if _ACCOUNT.fullmatch(answer) else "Write letters, digits and @ . + - _ only."


QUESTIONS = (
    PaperQuestion("name", "Name of the paper", "", _fault_of_name),
    PaperQuestion("language", "Its language", "en", _fault_of_language),
    PaperQuestion("zone", "Its time zone", "UTC", _fault_of_zone),
    PaperQuestion("address", "Its public address (empty: this machine)", "", _fault_of_address),
    PaperQuestion("mail", "Mail server (empty: no letters are sent)", "", _fault_of_mail),
    PaperQuestion("editor", "Name of the first account", "editor", _fault_of_editor),
)


def begin(folder: Path, given: Mapping[str, str | None]) -> None:
    """Make a paper in a new or empty folder. Exits with 1, and changes nothing, if something stands there."""
    folder = folder.resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        typer.echo(f"{folder} is not empty. Name a folder that is new or empty.", err=True)
        raise typer.Exit(1)
    answers = {each.name: _answer(each, given[each.name]) for each in QUESTIONS}
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / SETTINGS_FILE
    _write(file, _settings(folder, answers))
    _read_settings_from(file)
    run("beginning", "found", folder, name=answers["name"], editor=answers["editor"])


def _answer(question: PaperQuestion, given: str | None) -> str:
    """Return what was given as an option, or ask until the answer can be used."""
    if given is not None:
        if fault := question.fault(given.strip()):
            raise typer.BadParameter(f"--{question.name} cannot be used. {fault}")
        return given.strip()
    while True:
        answer = _asked(question)
        fault = question.fault(answer)
        if not fault:
            return answer
        typer.echo(fault, err=True)


def _asked(question: PaperQuestion) -> str:
    """Ask once. Exits with 2 where nobody is there to answer, as in a script: it may give options instead."""
    try:
        return str(typer.prompt(question.words, default=question.default)).strip()
    except typer.Abort as error:
        if sys.stdin.isatty():
            raise
        typer.echo(
            f"\nNobody answers here. Give --{question.name} too; it may be empty where the question says so.",
            err=True,
        )
        raise typer.Exit(2) from error


def _settings(folder: Path, answers: Mapping[str, str]) -> dict[str, str]:
    """Return the settings that follow from the answers; an empty answer makes no setting."""
    found = {"data": str(folder / DATA), "language": answers["language"], "time_zone": answers["zone"]}
    if answers["address"]:
        hosts = dict.fromkeys([str(urlsplit(answers["address"]).hostname), *OWN_HOSTS])
        found |= {"base_url": answers["address"], "allowed_hosts": ",".join(hosts)}
    if answers["mail"]:
        found["email_url"] = answers["mail"]
    return found


def _write(file: Path, settings: Mapping[str, str]) -> None:
    lines = ["# The settings of this paper. All that there are: docs/reference/settings.md."]
    # A string of JSON is one of TOML, too.
    lines += [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in settings.items()]
    # The file may hold the password of the mail server.
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
        opened.write("\n".join(lines) + "\n")


def _read_settings_from(file: Path) -> None:
    """Have this process read the new settings, and none of another paper from the environment."""
    for name in [each for each in os.environ if each.startswith(PREFIX)]:
        del os.environ[name]
    os.environ[CONFIG] = str(file)
