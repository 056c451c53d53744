"""`python -m broadsheet.cli` is the command `broadsheet`."""

from .main import main

main()
