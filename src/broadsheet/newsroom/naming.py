"""Find sections, topics and authors by their names as people read them, and give new ones a free slug."""

from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet

from ..prose.typography import name_key
from .addresses import first_free, place_path, taken
from .models.editions import Edition
from .spelling import spelling_among

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
        # Those in which these stand: an author stands in each.
        self._editions: list[Edition] | None = None
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
        while True:
            slug = self.free_slug(name)
            # Another process may have taken the slug since, or have made this very name.
            row, is_made = self._rows.get_or_create(slug=slug, defaults={"name": name, **fields})
            self._slugs.add(slug)
            if is_made or name_key(str(row)) == key:
                self._found[key] = row
                return row, is_made

    def free_slug(self, name: str) -> str:
        """Return the slug that a new one of this name would be given. Index: that of the slugs."""
        spelling = spelling_among(self._in_editions(), self._language)
        base = spelling.slug(name, max_length=LONGEST_SLUG)
        return first_free(base, self._is_taken, longest=LONGEST_SLUG)

    def _read(self) -> dict[str, int]:
        if self._numbers is None:
            stored = list(self._rows.order_by("-pk").values_list("pk", "name", "slug"))
            # The oldest of several with one name.
            self._numbers = {name_key(name): number for number, name, _slug in stored}
            self._slugs = {slug for _number, _name, slug in stored}
        return self._numbers

    def _is_taken(self, slug: str) -> bool:
        """Return True if another has the slug, or has left an address with it."""
        kind = str(self._rows.model._meta.model_name)
        paths = (place_path(each.root, kind, slug) for each in self._in_editions())
        return self._has(slug) or bool(taken(paths))

    def _in_editions(self) -> list[Edition]:
        if self._editions is None:
            found = Edition.objects.select_related("locale")
            if self._language:
                found = found.filter(locale__language_code=self._language)
            self._editions = list(found)
        return self._editions

    def _has(self, slug: str) -> bool:
        """Return True if one has the slug, by what was read; one question needs no reading of all."""
        return self._rows.filter(slug=slug).exists() if self._numbers is None else slug in self._slugs
