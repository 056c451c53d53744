"""Find the topics of a language by their names."""

from wagtail.models import Locale

from ..naming import ByName
from .editions import Topic

LONGEST_NAME = 200


def topics_by_name(locale: Locale) -> ByName[Topic]:
    """Return the topics of a language, to be asked for many names: the first one has all topics read."""
    return ByName(Topic.objects.filter(locale=locale), language=locale.language_code)
