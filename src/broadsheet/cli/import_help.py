"""List in the help of `broadsheet import` what it can read."""

import importlib
from typing import Any

from typer.core import TyperCommand


class ImportCommand(TyperCommand):
    """A command whose help lists the formats of the registry."""

    # Any: Typer brings click's classes along and exports neither of these.
    def format_help_text(self, ctx: Any, formatter: Any) -> None:
        super().format_help_text(ctx, formatter)
        # Imported for this help alone: the parsers of all formats take half a second to load.
        registry = importlib.import_module("broadsheet.wire.registry")
        with formatter.section("Formats"):
            formatter.write_dl([(each.name, each.description) for each in registry.FORMATS])
