"""Check that each catalogue of readers' words has all that templates and views say, translated and compiled.

`make check` runs it. It needs no gettext: it reads templates with Django and catalogues with Babel.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

SITE = Path(__file__).resolve().parents[1] / "src" / "broadsheet" / "site"
SAYING = {"_", "gettext", "gettext_lazy", "gettext_noop"}
# What Django's reader of templates makes of a message.
TAGGED = re.compile(r"""\bn?gettext\(u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")


def main() -> int:
    """Print what is wrong with the catalogues of a folder, ours if none is named; return 1 if anything is."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SITE / "locale"
    wrong = list(faults(folder, said(SITE)))
    print("\n".join(wrong) or f"{len(list(folder.iterdir()))} catalogues are whole")
    return 1 if wrong else 0


def faults(folder: Path, said: set[str]) -> Iterator[str]:
    """Name each message that a catalogue lacks, has not translated, or has compiled otherwise."""
    catalogues = {each: read(each) for each in sorted(folder.glob("*/LC_MESSAGES/django.po"))}
    known = said.union(*(ids(each) for each in catalogues.values()))
    for file, catalogue in catalogues.items():
        language = file.parts[-3]
        for message in sorted(known - ids(catalogue)):
            yield f"{language}: is without {message!r}. Run `make messages`, and translate it."
        for each in catalogue:
            if each.id and not whole(each.string):
                yield f"{language}: {first(each.id)!r} is not translated."
            if each.id and each.fuzzy:
                yield f"{language}: {first(each.id)!r} is fuzzy. Translate it, and take the mark away."
        with file.with_suffix(".mo").open("rb") as opened:
            compiled = read_mo(opened)
        if texts(compiled) != texts(catalogue):
            yield f"{language}: the compiled catalogue is another one. Run `make messages`."


def said(folder: Path) -> set[str]:
    """List the messages in the templates and modules of a folder."""
    found = {
        ast.literal_eval(match)
        for template in folder.rglob("*.html")
        for match in TAGGED.findall(templatize(template.read_text("utf-8")))
    }
    for module in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAYING:
                found |= {each.value for each in node.args if isinstance(each, ast.Constant)}
    return found


def read(file: Path) -> Catalog:
    with file.open("rb") as opened:
        return read_po(opened)


def ids(catalogue: Catalog) -> set[str]:
    return {first(each.id) for each in catalogue if each.id}


def texts(catalogue: Catalog) -> dict[str, list[str]]:
    """Return the translations of each message, whether or not it has a plural."""
    return {
        first(each.id): [each.string] if isinstance(each.string, str) else list(each.string)
        for each in catalogue
        if each.id and whole(each.string)
    }


def whole(translated: str | tuple[str, ...] | list[str]) -> bool:
    return bool(translated) if isinstance(translated, str) else bool(translated) and all(translated)


def first(message: str | tuple[str, ...] | list[str]) -> str:
    return message if isinstance(message, str) else message[0]


if __name__ == "__main__":
    sys.exit(main())
