"""Decide in which language our own words stand on the pages of an edition: in its own, or all of them in English.

An edition speaks its language where a catalogue has each of our messages: ours, or the theme's, which comes first. Otherwise
all of our words are English, dates included, and are marked as such; half a catalogue, such as Django's own, is worse to read.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from gettext import find
from pathlib import Path

from babel.messages.mofile import read_mo
from django.conf import settings
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from ..newsroom.models import Calendar, Edition

ENGLISH = "en"
DOMAIN = "django"
OURS = Path(__file__).parent / "locale"


@dataclass(frozen=True, slots=True)
class Voice:
    """The language of an edition, that of our words on its pages, and the calendar of their dates."""

    language: str
    words: str
    calendar: str = Calendar.GREGORIAN

    @property
    def is_foreign(self) -> bool:
        """Return True if our words are in another language than the edition."""
        return self.words != self.language


_voice: ContextVar[Voice | None] = ContextVar("voice", default=None)


@contextmanager
def speaking(edition: Edition) -> Iterator[None]:
    """Have all that is printed meanwhile speak as the pages of an edition do."""
    token = _voice.set(voice_of(edition))
    try:
        with translation.override(language_of_words(edition.language)):
            yield
    finally:
        _voice.reset(token)


def voice_of(edition: Edition) -> Voice:
    """Return how the pages of an edition speak."""
    return Voice(edition.language, language_of_words(edition.language), edition.calendar)


def present_voice() -> Voice:
    """Return how that speaks which is printed now."""
    active = translation.get_language() or ENGLISH
    return _voice.get() or Voice(active, active)


def language_of_words(language: str) -> str:
    """Return the language of our words in an edition: its own, if a catalogue has them all, else English."""
    return language if _is_spoken(language, tuple(map(str, settings.LOCALE_PATHS))) else ENGLISH


def has_words(language: str) -> bool:
    """Return True if all of our words can be said in a language."""
    return language_of_words(language) == language


def direction_of(language: str) -> str:
    """Return from which side a language is written, as HTML names it."""
    return "rtl" if language.partition("-")[0] in settings.LANGUAGES_BIDI else "ltr"


def words_mark(direction: str = "") -> SafeString:
    """Return the attributes of an element with words of ours: their language, where it is not the page's."""
    voice = present_voice()
    return _attributes(voice.words, direction or direction_of(voice.words)) if voice.is_foreign else NOTHING


def edition_mark() -> SafeString:
    """Return the attributes of an element within one of ours that goes on in the language of the edition."""
    voice = present_voice()
    return _attributes(voice.language, direction_of(voice.language)) if voice.is_foreign else NOTHING


def ours(words: str) -> str:
    """Return words of ours in an element of their own, where their language is not the page's."""
    mark = words_mark()
    return format_html("<span{}>{}</span>", mark, words) if mark else words


NOTHING = mark_safe("")  # it has no letter


def _attributes(language: str, direction: str) -> SafeString:
    return format_html(' lang="{}" dir="{}"', language, direction)


@cache
def _is_spoken(language: str, before: tuple[str, ...]) -> bool:
    """Return True if the catalogues in our folder and in those that come before it have all messages together."""
    said = frozenset[str]().union(*(_messages(folder, language) for folder in (*before, str(OURS))))
    return said >= _messages(str(OURS), ENGLISH)


def _messages(folder: str, language: str) -> frozenset[str]:
    """List what the catalogues of a language in a folder have a translation of; that of a region adds to the language's."""
    files = find(DOMAIN, folder, [translation.to_locale(language)], all=True)
    said: set[str] = set()
    for file in map(Path, files):
        with file.open("rb") as opened:
            said |= {_written(each.id) for each in read_mo(opened) if _is_whole(each.string)}
    return frozenset(said - {""})


def _written(message: str | tuple[str, ...] | list[str]) -> str:
    return message if isinstance(message, str) else message[0]


def _is_whole(translated: str | tuple[str, ...] | list[str] | None) -> bool:
    return bool(translated) if isinstance(translated, str) else bool(translated) and all(translated or ())
