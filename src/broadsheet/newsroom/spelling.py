"""How an edition spells names and headlines in its addresses: in Latin letters, or in those of its own script."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..prose.slugs import is_slug, slugify


class AddressLetters(models.TextChoices):
    """The letters in the addresses of an edition."""

    LATIN = "latin", _("Latin letters")
    OWN = "own", _("Letters of the edition's own script")


@dataclass(frozen=True, slots=True)
class Spelling:
    """The language whose letters are spelled, and whether they stay in their own script."""

    language: str = ""
    in_script: bool = False

    def slug(self, text: str, *, max_length: int = 80) -> str:
        """Return the slug that a name or a headline is given."""
        return slugify(text, language=self.language, max_length=max_length, in_script=self.in_script)

    def takes(self, slug: str) -> bool:
        """Return True if a slug from elsewhere can be kept as it is."""
        return is_slug(slug) and (self.in_script or slug.isascii())


def spelling_of(edition: Any) -> Spelling:
    """Return how an edition spells; without one, in Latin letters."""
    if edition is None:
        return Spelling()
    return Spelling(edition.language, edition.address_letters == AddressLetters.OWN)


def spelling_among(editions: Iterable[Any], language: str) -> Spelling:
    """Return how the edition of a language spells, if it is one of these; without a language, how authors are spelled.

    Authors stand in every edition. They are spelled as the main one spells, if it keeps its own script.
    """
    if language:
        own = next((each for each in editions if each.language == language), None)
        return spelling_of(own) if own else Spelling(language)
    spelling = spelling_of(next((each for each in editions if each.is_main), None))
    # In Latin letters a name is spelled by what it is itself, whatever the language of the paper.
    return spelling if spelling.in_script else Spelling()
