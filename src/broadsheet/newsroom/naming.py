"""Find sections, topics and authors by their names as people read them, and give new ones a free slug."""

from collections.abc import Iterator
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet

from ..prose.slugs import slugify
from ..prose.typography import name_key

LONGEST_SLUG = 80
Row = TypeVar("Row", bound=Model)


class ByName(Generic[Row]):
    """The sections or topics of one edition, or all authors: what has a name and a slug.

    Two names are one where they differ in capitals and blanks only. A slug says nothing of it: names in other scripts,
    with other signs or with the same first words may be spelled alike.
    """

    def __init__(self, rows: QuerySet[Row], *, language: str = "") -> None:
        self._rows = rows
        self._language = language
        # Read at the first name that is asked for: one query for the thousand that follow.
        self._numbers: dict[str, int] | None = None
        self._slugs: set[str] = set()
        self._found: dict[str, Row] = {}

    def find(self, name: str) -> Row | None:
        """Return the one of this name."""
        key = name_key(name)
        if key not in self._found:
            number = self._read().get(key)
            row = self._rows.filter(pk=number).first() if number is not None else None
            if row is None:
                return None
            self._found[key] = row
        return self._found[key]

    def find_or_make(self, name: str, **fields: Any) -> tuple[Row, bool]:
        """Return the one of this name, and whether it was made just now, with these further fields."""
        found = self.find(name)
        if found is not None:
            return found, False
        key = name_key(name)
        for slug in self._free(name):
            # Another process may have taken the slug since, or have made this very name.
            row, is_made = self._rows.get_or_create(slug=slug, defaults={"name": name, **fields})
            self._slugs.add(slug)
            if is_made or name_key(str(row)) == key:
                self._found[key] = row
                return row, is_made
        raise AssertionError("There is always another number.")

    def free_slug(self, name: str) -> str:
        """Return the slug that a new one of this name would be given. Index: that of the slugs."""
        return next(slug for slug in self._numbered(name) if not self._rows.filter(slug=slug).exists())

    def _read(self) -> dict[str, int]:
        if self._numbers is None:
            stored = list(self._rows.order_by("-pk").values_list("pk", "name", "slug"))
            # The oldest of several with one name.
            self._numbers = {name_key(name): number for number, name, _slug in stored}
            self._slugs = {slug for _number, _name, slug in stored}
        return self._numbers

    def _free(self, name: str) -> Iterator[str]:
        return (slug for slug in self._numbered(name) if slug not in self._slugs)

    def _numbered(self, name: str) -> Iterator[str]:
        return _numbered(slugify(name, language=self._language, max_length=LONGEST_SLUG))


def _numbered(base: str) -> Iterator[str]:
    """Yield a slug, and the same with 2, 3 and so on; each fits the column."""
    yield base
    number = 2
    while True:
        end = f"-{number}"
        yield base[: LONGEST_SLUG - len(end)].rstrip("-") + end
        number += 1
