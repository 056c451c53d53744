"""Topics as words to type: known ones are offered, new ones are made."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from taggit.utils import parse_tags
from wagtail.admin.widgets import AdminTagWidget
from wagtail.models import Locale

from ..newsroom.models import Topic
from ..newsroom.naming import ByName

OFFERED = 10


class TopicsWidget(AdminTagWidget):
    """Wagtail's input for tags, asking for the topics of one language."""

    locale: Locale | None = None

    def format_value(self, value: Any) -> str | None:
        if value is None or isinstance(value, str):
            return value
        return ", ".join(f'"{topic.name}"' if set(topic.name) & set(', "') else topic.name for topic in value)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        language = self.locale.language_code if self.locale else ""
        address = f"{reverse('desk_topic_names')}?{urlencode({'locale': language})}"
        context["widget"]["attrs"]["data-w-tag-url-value"] = address
        context["widget"]["help_text"] = _(
            "Type a topic, then a comma. A new one is added to the list of topics."
        )
        return context


class TopicsField(forms.Field):
    """A list of topics of one language, typed as names."""

    widget = TopicsWidget
    locale: Locale | None = None

    def speak(self, locale: Locale | None) -> None:
        """Offer and make topics in this language."""
        self.locale = locale
        self.widget.locale = locale

    def clean(self, value: Any) -> list[Topic]:
        names = parse_tags(super().clean(value) or "")
        if self.locale is None:
            return []
        return [found for name in names if (found := _topic(name[:200], self.locale))]


def topic_names(request: HttpRequest) -> JsonResponse:
    """Offer the topics of a language whose names begin with what was typed. The widget's term is `term`."""
    term = request.GET.get("term", "").strip()
    topics: Iterable[str] = ()
    if term:
        known = Topic.objects.filter(locale__language_code=request.GET.get("locale", ""))
        topics = known.filter(name__istartswith=term).values_list("name", flat=True)[:OFFERED]
    return JsonResponse(list(topics), safe=False)


def _topic(name: str, locale: Locale) -> Topic | None:
    name = " ".join(name.split())
    if not name:
        return None
    return ByName(Topic.objects.filter(locale=locale), language=locale.language_code).find_or_make(
        name, locale=locale
    )[0]
