"""Find, or make, where a story is filed: its edition, section, topics and authors."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from wagtail.models import Locale

from ...prose.language_tags import base_of, best_match
from ..models import Author, Edition, Section, Topic
from ..naming import ByName

# What stands in place of a language's code where every language may open an edition.
ANY_LANGUAGE = "any"


@dataclass(frozen=True, slots=True)
class Placed:
    """The edition in which a story in a language is kept; `waits_because` says why it is not public there."""

    edition: Edition
    language: str = ""
    waits_because: str = ""


class Places:
    """Remembers what it has found, so that a thousand stories of one section ask for it once.

    `new_editions` are the languages that open an edition where they have none, as codes or "any"; the first edition
    that is opened gets `edition_name`.
    """

    def __init__(
        self, *, default_section: str = "", new_editions: Collection[str] = (), edition_name: str = ""
    ) -> None:
        self.default_section = default_section
        self.edition_name = edition_name.strip()[:120]
        self.new_editions = tuple(new_editions)
        self.made: list[str] = []
        self.opened: list[Edition] = []
        self._editions: dict[str, Edition] | None = None
        self._sections: dict[int, ByName[Section]] = {}
        self._topics: dict[int, ByName[Topic]] = {}
        self._authors = ByName(Author.objects.all())
        # Keys of originals that translations name and that have not come in yet, by scope and identifier.
        self._awaited: dict[tuple[str, str], uuid.UUID] = {}

    def place(self, language: str) -> Placed:
        """Return the edition of a language, or the main one, in which its stories wait for an edition of their own.

        A variant joins the edition of its base: en-GB is at home in "en", zh-TW is not in "zh-hans".
        """
        known = self._known_editions()
        # A paper that has nothing yet is in the language of its settings.
        if not known and best_match(language, [settings.LANGUAGE_CODE]):
            return Placed(self.main_edition())
        code = best_match(language, known)
        if code is not None:
            return Placed(known[code])
        if asked := self._code_of_new(language):
            return Placed(self._open(asked))
        return Placed(self.main_edition(), language, _waits_because(language))

    def has_edition(self, language: str) -> bool:
        """Return True if the site has an edition for readers of a language."""
        return best_match(language, self._known_editions()) is not None

    def opens(self, language: str) -> bool:
        """Return True if it was asked for that stories of a language are published in an edition of their own."""
        return bool(self._code_of_new(language))

    def main_edition(self) -> Edition:
        """Return the main edition; on an empty site it is opened in the language of the settings."""
        known = self._known_editions()
        return next((each for each in known.values() if each.is_main), None) or self._open(
            best_match(settings.LANGUAGE_CODE, known) or settings.LANGUAGE_CODE
        )

    def _known_editions(self) -> dict[str, Edition]:
        if self._editions is None:
            found = Edition.objects.select_related("locale")
            self._editions = {each.language: _joined(each, each.locale) for each in found}
        return self._editions

    def _code_of_new(self, language: str) -> str | None:
        """Return the code of the edition that a language opens, if it was asked for."""
        codes = dict(settings.LANGUAGES)
        for asked in self.new_editions:
            if asked == ANY_LANGUAGE:
                return base_of(language, codes)
            if best_match(language, [asked]):
                return best_match(asked, codes)
        return None

    def _open(self, code: str) -> Edition:
        locale, _created = Locale.objects.get_or_create(language_code=code)
        is_main = not Edition.objects.filter(is_main=True).exists()
        name = self.edition_name or f"{settings.WAGTAIL_SITE_NAME} ({code})"
        edition, created = Edition.objects.get_or_create(
            locale=locale, defaults={"name": name, "is_main": is_main}
        )
        if created:
            self.edition_name = ""
            self.opened.append(edition)
            self.made.append(f"edition {code}")
        self._known_editions()[code] = _joined(edition, locale)
        return edition

    def section(self, edition: Edition, name: str) -> Section | None:
        """Return the edition's section of this name, or the default section, or none."""
        name = (name or self.default_section).strip()[:120]
        if not name:
            return None
        if edition.locale_id not in self._sections:
            rows = Section.objects.filter(locale=edition.locale)
            self._sections[edition.locale_id] = ByName(rows, language=edition.language)
        named = self._sections[edition.locale_id]
        found = named.find(name)
        if found is not None:
            return found
        position = Section.objects.filter(locale_id=edition.locale_id).count()
        section, is_made = named.find_or_make(name, locale=edition.locale, position=position)
        if is_made:
            self.made.append(f"section {name} ({edition.language})")
        return section

    def topic(self, edition: Edition, name: str) -> Topic:
        """Return the edition's topic of this name."""
        if edition.locale_id not in self._topics:
            rows = Topic.objects.filter(locale=edition.locale)
            self._topics[edition.locale_id] = ByName(rows, language=edition.language)
        return self._topics[edition.locale_id].find_or_make(name.strip()[:200], locale=edition.locale)[0]

    def author(self, name: str) -> Author:
        """Return the author of this name."""
        return self._authors.find_or_make(name.strip()[:200])[0]

    def key_of_original(self, scope: str, source_id: str) -> uuid.UUID:
        """Return the key that a translation shares with its original, which may come in later."""
        return self._awaited.setdefault((scope, source_id), uuid.uuid4())

    def awaited_key(self, scope: str, source_id: str) -> uuid.UUID | None:
        """Return the key of the translations that have named a story before it came in."""
        return self._awaited.pop((scope, source_id), None)


def _joined(edition: Edition, locale: Locale) -> Edition:
    """Let edition and locale know each other, so that neither is asked for again."""
    locale.edition = edition
    edition.locale = locale
    return edition


def _waits_because(language: str) -> str:
    code = base_of(language, dict(settings.LANGUAGES))
    if code is None:
        return f"its language is '{language}', in which there can be no edition here"
    return (
        f"its language is '{language}', of which there is no edition: import it again with --new-edition {code} "
        "(or --new-edition any), and it is public"
    )
