"""Slugs at the desk: proposed from names in any script, as imports make them, and never refused for their letters."""

from typing import Any

from django import forms
from django.db.models import Model
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.models import Locale, TranslatableMixin

from ..newsroom.models import Author, Edition, Page, Section, Topic
from ..newsroom.moves import free_slug
from ..newsroom.naming import LONGEST_SLUG, ByName
from ..newsroom.spelling import Spelling, spelling_among

NAMED: dict[str, type[Model]] = {
    "author": Author,
    "page": Page,
    "section": Section,
    "topic": Topic,
}


class SlugInput(forms.TextInput):
    """An input that the browser fills while the name is typed."""

    class Media:
        js = ("desk/slugs.js",)

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"dir": "auto", **(attrs or {})})


class SlugField(forms.CharField):
    """A slug; whatever is typed is spelled in the letters of the edition's addresses, and what stands there stays."""

    widget = SlugInput
    spelling = Spelling()
    stored = ""

    def __init__(self, *, max_length: int = LONGEST_SLUG, **kwargs: Any) -> None:
        self.longest = max_length
        # Longer ones are cut: a letter may be spelled with three.
        super().__init__(required=False, label=_("Slug"), **kwargs)

    def clean(self, value: Any) -> str:
        typed = str(super().clean(value))
        if not typed or typed == self.stored:
            return typed
        return self.spelling.slug(typed, max_length=self.longest)


class NamedForm(WagtailAdminModelForm):
    """The form of a section, topic, author or page: an empty slug is made from the name."""

    slug = SlugField(help_text=_("Empty: made from the name."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            slug: Any = self.fields["slug"]
            slug.spelling = spelling_for(type(self.instance), self._locale())
            slug.stored = self.instance.slug
            slug.widget.attrs["data-slug-proposals"] = _proposals(
                type(self.instance), _language(self._locale())
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        asked = cleaned.get("slug") or self._made_of(cleaned.get("name", ""))
        if asked and asked != self.instance.slug:
            # A taken one is no error: the next free one is given, and the desk says so after saving.
            cleaned["slug"] = free_slug(self.instance, asked)
        elif asked:
            cleaned["slug"] = asked
        return cleaned

    def _made_of(self, name: str) -> str:
        spelling = spelling_for(type(self.instance), self._locale())
        return spelling.slug(name, max_length=LONGEST_SLUG) if name else ""

    def _locale(self) -> Locale | None:
        return self.instance.locale if getattr(self.instance, "locale_id", None) else None


def spelling_for(model: type[Model], locale: Locale | None) -> Spelling:
    """Return how the edition of a language spells, or how authors are spelled."""
    if issubclass(model, TranslatableMixin) and locale is None:
        return Spelling()
    language = _language(locale) if issubclass(model, TranslatableMixin) else ""
    return spelling_among(Edition.objects.select_related("locale"), language)


def named(model: type[Model], locale: Locale | None) -> ByName[Any]:
    """Return the sections or topics of a language, or all authors, by name."""
    rows: Any = model._default_manager.all()
    if not issubclass(model, TranslatableMixin):
        return ByName(rows)
    return ByName(rows.filter(locale=locale), language=_language(locale))


def slug_proposal(request: HttpRequest) -> JsonResponse:
    """Propose the slug that a new section, topic or author of this name would be given."""
    name = request.GET.get("name", "").strip()[:200]
    model = NAMED.get(request.GET.get("kind", ""))
    locale = Locale.objects.filter(language_code=request.GET.get("language", "")).first()
    return JsonResponse({"slug": named(model, locale).free_slug(name) if name and model else ""})


def _language(locale: Locale | None) -> str:
    return str(locale.language_code) if locale else ""


def _proposals(model: type[Model], language: str) -> str:
    query = urlencode({"kind": str(model._meta.model_name), "language": language})
    return f"{reverse('desk_slug_proposal')}?{query}&name="
