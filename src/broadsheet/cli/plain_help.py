"""Help in plain words: whole sentences in lists of commands, and NUMBER where Typer writes `<int range>`."""

from pathlib import Path
from typing import Any

from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

WORDS = {int: "NUMBER", float: "NUMBER", Path: "PATH"}


class PlainArgument(TyperArgument):
    """An argument without its type in the help: a sentence says what it is."""

    def display_type_rich(self, ctx: Any) -> str | None:
        return None


class PlainGroup(TyperGroup):
    """A group of commands with plain help."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        for command in self.commands.values():
            if isinstance(command, TyperCommand):
                _name_plainly(command)

    # Any: Typer brings click's classes along and exports neither of these.
    def format_commands(self, ctx: Any, formatter: Any) -> None:
        shown = {name: self.commands[name] for name in self.list_commands(ctx)}
        # Wrapped by the formatter, where Typer would break the sentence off.
        rows = [(name, _first_sentence(each.help or "")) for name, each in shown.items() if not each.hidden]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


def _first_sentence(text: str) -> str:
    paragraph = " ".join(text.partition("\n\n")[0].split())
    sentence, _stop, _rest = paragraph.partition(". ")
    return sentence if sentence.endswith(".") else f"{sentence}."


def _name_plainly(command: TyperCommand) -> None:
    for each in command.params:
        if isinstance(each, TyperArgument):
            # Typer has no option for the class of an argument.
            each.__class__ = PlainArgument
        elif isinstance(each, TyperOption) and _takes_any_value(each):
            # As Typer has read them from the annotation: `list[Path] | None` is a Path.
            each.metavar = WORDS.get(each.type_descriptor.annotation, "TEXT")


def _takes_any_value(option: TyperOption) -> bool:
    return not (option.is_flag or option.metavar or option.type_descriptor.is_choice)
