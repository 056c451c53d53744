"""Find, or make, where a story is filed: its edition, section, topics and authors."""

import uuid

from django.conf import settings
from wagtail.models import Locale

from ..models import Article, Author, Edition, Section, Topic
from ..naming import ByName


class Places:
    """Remembers what it has found, so that a thousand stories of one section ask for it once."""

    def __init__(self, *, default_section: str = "") -> None:
        self.default_section = default_section
        self.made: list[str] = []
        self._editions: dict[str, Edition] = {}
        self._has_edition: dict[str, bool] = {}
        self._main_language: str | None = None
        self._sections: dict[int, ByName[Section]] = {}
        self._topics: dict[int, ByName[Topic]] = {}
        self._authors = ByName(Author.objects.all())
        # Keys of originals that translations name and that have not come in yet, by the source's identifier.
        self._awaited: dict[str, uuid.UUID] = {}

    def edition(self, language: str) -> Edition:
        """Return the edition of a language; a language that the site does not have yet gets one."""
        language = self.known_language(language)
        if language not in self._editions:
            locale, _created = Locale.objects.get_or_create(language_code=language)
            edition = Edition.objects.select_related("locale").filter(locale=locale).first()
            if edition is None:
                is_main = not Edition.objects.filter(is_main=True).exists()
                edition = Edition.objects.create(
                    locale=locale, name=f"{settings.WAGTAIL_SITE_NAME} ({language})", is_main=is_main
                )
                self.made.append(f"edition {language}")
            locale.edition = edition
            edition.locale = locale
            self._editions[language] = edition
        return self._editions[language]

    def has_edition(self, language: str) -> bool:
        """Return True if the site has an edition of a language."""
        if language not in self._has_edition:
            self._has_edition[language] = Edition.objects.filter(locale__language_code=language).exists()
        return language in self._editions or self._has_edition[language]

    def main_language(self) -> str:
        """Return the language of the main edition; of the one that is still to be opened, as the settings have it."""
        if self._main_language is None:
            main = (
                Edition.objects.filter(is_main=True).values_list("locale__language_code", flat=True).first()
            )
            self._main_language = main
        return self._main_language or settings.LANGUAGE_CODE

    def known_language(self, language: str) -> str:
        """Return the nearest language code that Wagtail knows: "en-US" becomes "en"."""
        codes = dict(settings.LANGUAGES)
        for code in (language.lower(), language.lower().split("-")[0]):
            if code in codes:
                return code
        return settings.LANGUAGE_CODE

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

    def key_of_original(self, source_id: str) -> uuid.UUID:
        """Return the key that a translation shares with its original, which may come in later."""
        if source_id not in self._awaited:
            keys = Article.objects.filter(source_id=source_id).values_list("translation_key", flat=True)
            stored: uuid.UUID | None = keys.first()
            if stored is not None:
                return stored
            self._awaited[source_id] = uuid.uuid4()
        return self._awaited[source_id]

    def awaited_key(self, source_id: str) -> uuid.UUID | None:
        """Return the key of the translations that have named a story before it came in."""
        return self._awaited.pop(source_id, None)
