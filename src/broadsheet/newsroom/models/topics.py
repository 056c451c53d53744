"""Find the topic of a name, or make it."""

from wagtail.models import Locale

from ...prose.slugs import slugify
from .editions import Topic

LONGEST_NAME = 200


def known_topic(name: str, locale: Locale) -> Topic | None:
    """Return the topic of this name in a language, whatever its capitals. Index: newsroom_topic_slug's locale."""
    return Topic.objects.filter(locale=locale, name__iexact=name).first()


def topic_named(name: str, locale: Locale) -> Topic:
    """Return the topic of this name in a language, made if there is none yet."""
    found = known_topic(name, locale)
    if found is not None:
        return found
    slug = base = slugify(name, language=locale.language_code, max_length=70)
    number = 1
    while Topic.objects.filter(locale=locale, slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return Topic.objects.create(locale=locale, name=name, slug=slug)
