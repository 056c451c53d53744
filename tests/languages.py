"""The languages in which readers' words are complete, and catalogues for tests."""

from collections.abc import Callable, Iterable
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo, write_mo

import broadsheet.site

LOCALE = Path(broadsheet.site.__file__).parent / "locale"
LANGUAGES = sorted(each.name for each in LOCALE.iterdir())


def messages() -> list[str | list[str]]:
    """List all that readers are told, in English; a list for what has a plural."""
    with (LOCALE / "en" / "LC_MESSAGES" / "django.mo").open("rb") as file:
        return [each.id for each in read_mo(file) if each.id]


def compile_catalogue(
    theme: Path, language: str, said: Iterable[str | list[str]], translate: Callable[[str], str]
) -> None:
    """Write the compiled catalogue of a language into the `locale` folder of a theme."""
    catalogue = Catalog(locale=language, charset="utf-8")
    for each in said:
        if isinstance(each, str):
            catalogue.add(each, translate(each))
        else:
            catalogue.add(
                tuple(each), (translate(each[0]), *[translate(each[1])] * (catalogue.num_plurals - 1))
            )
    folder = theme / "locale" / language / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "django.mo").open("wb") as file:
        write_mo(file, catalogue)
