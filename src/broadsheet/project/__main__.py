"""`python -m broadsheet.project` is the command `broadsheet`."""

from .cli import main

main()
