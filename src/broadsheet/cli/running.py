"""Run the function behind a command, with Django where it needs it, and load nothing before."""

import importlib

# Commands that must be quick, work where the settings do not, or have Django started by themselves.
WITHOUT_DJANGO = frozenset({"serving", "audience_events", "related_files", "verifying", "doctor", "managing"})


def run(module: str, function: str, *arguments: object, **named: object) -> None:
    """Call a function of a module of this folder."""
    # The imports inside a function: Django takes a second to load, and `--help` should not.
    if module not in WITHOUT_DJANGO:
        importlib.import_module("django").setup()
    getattr(importlib.import_module(f"broadsheet.cli.{module}"), function)(*arguments, **named)
