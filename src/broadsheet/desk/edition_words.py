"""What the screen of an edition says of the language in which its readers are told what the paper itself says."""

from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import get_language_info
from wagtail.admin.panels import Panel


class WordsPanel(Panel):
    """Name the languages that have a complete catalogue; of an edition in another one, say that its words are English."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "desk/edition_words.html"

        def is_shown(self) -> bool:
            return self.instance.pk is None or not _has_words(self.instance.language)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            spoken = ", ".join(
                name for code, name in settings.LANGUAGES if "-" not in code and _has_words(code)
            )
            own = _name(self.instance.language) if self.instance.pk is not None else ""
            return context | {"spoken": spoken, "own": own}


def _has_words(language: str) -> bool:
    has_words: bool = import_string(settings.HAS_WORDS)(language)
    return has_words


def _name(language: str) -> str:
    try:
        return str(get_language_info(language)["name_translated"])
    except KeyError:
        return language
