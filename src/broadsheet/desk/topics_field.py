"""Topics as words to type: known ones are offered, new ones are made when the article is published."""

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
from ..newsroom.models.topics import LONGEST_NAME, topics_by_name

OFFERED = 10


class TopicsWidget(AdminTagWidget):
    """Wagtail's input for tags, asking for the topics of one language."""

    locale: Locale | None = None

    def format_value(self, value: Any) -> str | None:
        if value is None or isinstance(value, str):
            return value
        names = [topic if isinstance(topic, str) else topic.name for topic in value]
        return ", ".join(f'"{name}"' if set(name) & set(', "') else name for name in names)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        language = self.locale.language_code if self.locale else ""
        address = f"{reverse('desk_topic_names')}?{urlencode({'locale': language})}"
        context["widget"]["attrs"]["data-w-tag-url-value"] = address
        context["widget"]["help_text"] = _(
            "Type a topic, then a comma. A new one joins the list of topics when the article is published."
        )
        return context


class TopicsField(forms.Field):
    """A list of topics of one language, typed as names."""

    widget = TopicsWidget
    locale: Locale | None = None
    new_names: list[str] = []

    def speak(self, locale: Locale | None) -> None:
        """Offer topics in this language."""
        self.locale = locale
        self.widget.locale = locale

    def clean(self, value: Any) -> list[Topic]:
        """Return the topics that are known; `new_names` holds what may become topics at publication."""
        typed = (" ".join(name.split())[:LONGEST_NAME] for name in parse_tags(super().clean(value) or ""))
        known = topics_by_name(self.locale) if self.locale else None
        self.new_names, found = [], []
        for name in typed:
            topic = known.find(name) if known is not None and name else None
            if topic is not None:
                found.append(topic)
            elif name:
                self.new_names.append(name)
        return found


def topic_names(request: HttpRequest) -> JsonResponse:
    """Offer the topics of a language whose names begin with what was typed. The widget's term is `term`."""
    term = request.GET.get("term", "").strip()
    topics: Iterable[str] = ()
    if term:
        known = Topic.objects.filter(locale__language_code=request.GET.get("locale", ""))
        topics = known.filter(name__istartswith=term).values_list("name", flat=True)[:OFFERED]
    return JsonResponse(list(topics), safe=False)
