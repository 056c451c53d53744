"""Lead from a page to the other editions: to what is the same there, else to the front."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..newsroom.models import Section
from .addresses import section_path
from .contexts import EditionContext
from .voice import direction_of


@dataclass(frozen=True, slots=True)
class Way:
    """A link to an edition; `leads_to` says what is there, unless that goes without saying."""

    language: str
    address: str
    leads_to: str = ""
    is_here: bool = False

    @property
    def direction(self) -> str:
        return direction_of(self.language)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where other editions have what a page shows, by their languages, and what that is called in words of ours."""

    addresses: Mapping[str, str]
    name: str


def section_elsewhere(paper: EditionContext, section: Section) -> Elsewhere:
    """Return where other editions have a section."""
    editions = {each.locale_id: each for each in paper.editions}
    found = {
        editions[locale].language: section_path(editions[locale], each.slug)
        for locale, sections in paper.sections_by_locale.items()
        for each in sections
        if each.translation_key == section.translation_key and each.pk != section.pk and locale in editions
    }
    return Elsewhere(found, _("The same section"))


def ways(paper: EditionContext, elsewhere: Elsewhere | None, *, is_front: bool) -> list[Way]:
    """Return the links to all editions, the present one among them; the language must be active."""
    found = []
    for each in paper.editions:
        if each.pk == paper.edition.pk or is_front:
            found.append(Way(each.language, each.root, is_here=each.pk == paper.edition.pk))
        elif elsewhere and each.language in elsewhere.addresses:
            found.append(Way(each.language, elsewhere.addresses[each.language], elsewhere.name))
        else:
            found.append(Way(each.language, each.root, _("Front page")))
    return found
