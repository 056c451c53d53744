"""`broadsheet manage`: Django's own commands."""

from django.core.management import execute_from_command_line


def manage(arguments: list[str]) -> None:
    """Hand the arguments to Django."""
    execute_from_command_line(["broadsheet manage", *(arguments or ["help"])])
