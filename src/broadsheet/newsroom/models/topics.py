"""Find the topic of a name, or make it."""

from wagtail.models import Locale

from ..naming import ByName
from .editions import Topic

LONGEST_NAME = 200


def known_topic(name: str, locale: Locale) -> Topic | None:
    """Return the topic of this name in a language, whatever its capitals."""
    return _topics(locale).find(name)


def topic_named(name: str, locale: Locale) -> Topic:
    """Return the topic of this name in a language, made if there is none yet."""
    return _topics(locale).find_or_make(name, locale=locale)[0]


def _topics(locale: Locale) -> ByName[Topic]:
    return ByName(Topic.objects.filter(locale=locale), language=locale.language_code)
