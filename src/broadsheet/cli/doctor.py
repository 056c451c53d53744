"""`broadsheet doctor`: say what of the settings and of the machine cannot work, and what should be otherwise."""

import json
from pathlib import Path

import django
import typer

from ..project.checks.findings import Finding, Severity, cannot_work
from ..project.checks.registry import OF_SETTINGS, OF_SITE, findings
from ..project.options import OptionError, Options, load
from ..project.theme_folder import theme_folder


def doctor(*, as_json: bool) -> None:
    """Print every finding. Raises typer.Exit with 1 where something cannot work."""
    found = examine()
    typer.echo(_json(found) if as_json else _lines(found))
    if not as_json and (theme := _theme()):
        typer.echo(f"The theme is {theme}.")
    if any(each.severity is Severity.CANNOT_WORK for each in found):
        raise typer.Exit(1)


def examine() -> list[Finding]:
    """Make the checks of the settings and, where Django can be started with them, those of the site."""
    try:
        options = load()
    except OptionError as error:
        return [_sentence(error)]
    found = findings(OF_SETTINGS, options)
    if any(each.severity is Severity.CANNOT_WORK for each in found):
        return found
    return found + _of_site(options)


def _theme() -> Path | None:
    """Return the theme that the settings name; None where they name none. Settings that cannot be read are a finding already."""
    try:
        return theme_folder(load().theme)
    except OptionError:
        return None


def _of_site(options: Options) -> list[Finding]:
    try:
        # Not when this module is read: with settings that cannot work there would be nothing to say what is wrong.
        django.setup()
    except OptionError as error:
        return [_sentence(error)]
    return findings(OF_SITE, options)


def _sentence(error: OptionError) -> Finding:
    return cannot_work("A setting", f"not to be used ({error})", "Correct it, and run this again.")


def _json(found: list[Finding]) -> str:
    rows = [
        {"severity": each.severity, "what": each.what, "value": each.value, "advice": each.advice}
        for each in found
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1)


def _lines(found: list[Finding]) -> str:
    if not found:
        return "All is well."
    worst_first = sorted(found, key=lambda each: each.severity is Severity.WARNING)
    return "\n".join(f"{each.severity}: {each}" for each in worst_first)
