"""Run the function behind a command, with Django where it needs it, and load nothing before."""

import importlib

import typer

# Commands that ask a site which is there already.
OF_A_SITE = frozenset({"rails", "related", "importing", "audience_counts", "demo_removal"})
# Commands that must be quick, work where the settings do not, or have Django started by themselves.
WITHOUT_DJANGO = frozenset(
    {
        "serving",
        "audience_events",
        "related_files",
        "verifying",
        "doctor",
        "managing",
        "new_paper",
        "demo_if_new",
    }
)


def run(module: str, function: str, *arguments: object, **named: object) -> None:
    """Call a function of a module of this folder."""
    # The imports inside a function: Django takes a second to load, and `--help` should not.
    if module not in WITHOUT_DJANGO:
        importlib.import_module("django").setup()
    if module in OF_A_SITE:
        _require_a_site()
    getattr(importlib.import_module(f"broadsheet.cli.{module}"), function)(*arguments, **named)


def _require_a_site() -> None:
    """Say where no site is, instead of an error of the database. Raises typer.Exit with 1."""
    if importlib.import_module("broadsheet.backup.site").is_founded():
        return
    data = importlib.import_module("django.conf").settings.DATA
    typer.echo(
        f"There is no site in {data} yet. Make one with `broadsheet new FOLDER` or `broadsheet serve`, or name its folder in BROADSHEET_DATA.",
        err=True,
    )
    raise typer.Exit(1)
