"""Fill the configuration files that are printed for the programs around us."""

from collections.abc import Iterable
from pathlib import Path
from string import Template

TEMPLATES = Path(__file__).parent / "templates"


class _Configuration(Template):
    """A text with %{names}: nginx, Caddy and Varnish use dollars and braces themselves."""

    delimiter = "%"
    idpattern = "(?!)"
    braceidpattern = "[a-z_]+"


def fill(name: str, /, **values: object) -> str:
    """Return a configuration file with its values. Raises KeyError where it names one that is not given."""
    return _Configuration((TEMPLATES / name).read_text(encoding="utf-8")).substitute(values)


def indented(lines: Iterable[str], by: str) -> str:
    """Join lines that stand where the template has indented the first already."""
    return f"\n{by}".join(lines)
