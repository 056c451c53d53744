"""The form of an edition, and what the desk does about languages that have none."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.contrib.simple_translation.views import SubmitSnippetTranslationView
from wagtail.locales.views import DeleteView, LocaleViewSet
from wagtail.models import Locale

from ..newsroom.models import Edition
from ..newsroom.uses import uses_of


class EditionForm(WagtailAdminModelForm):
    """What an edition is called, and its language, which stays while articles stand in it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.is_main and "is_main" in self.fields:
            self.fields["is_main"].disabled = True
            self.fields["is_main"].help_text = _("To change it, make another edition the main one.")

    def clean_locale(self) -> Locale:
        """Refuse another language where articles or pages would be left without an edition."""
        chosen: Locale = self.cleaned_data["locale"]
        if self.instance.pk and "locale" in self.changed_data:
            uses = uses_of(Edition.objects.get(pk=self.instance.pk))
            if uses.count:
                named = ", ".join(f"“{each}”" for each in uses.named)
                said = _("%(count)d articles stand in this language, and would have no edition: %(named)s.")
                raise ValidationError(said % {"count": uses.count, "named": named})
            if uses.pages:
                said = _("These pages stand in this language, and would have no edition: %(named)s.")
                raise ValidationError(said % {"named": ", ".join(f"“{each}”" for each in uses.pages)})
        return chosen

    def clean(self) -> dict[str, Any]:
        """Refuse entries of the menu that lead into another edition."""
        cleaned: dict[str, Any] = super().clean()
        locale = cleaned.get("locale") or getattr(self.instance, "locale", None)
        for entry in cleaned.get("menu") or ():
            thing = entry.value.get(entry.block_type)
            if locale is not None and getattr(thing, "locale_id", locale.pk) != locale.pk:
                self.add_error("menu", _("“%(thing)s” stands in another edition.") % {"thing": thing})
        return cleaned


class WithEdition:
    """A view that writes in a language only where an edition has it."""

    locale: Locale | None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say that the language has no edition, and lead to the list of editions."""
        if self.locale is None or Edition.objects.filter(locale=self.locale).exists():
            answer: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # of the view beside it
            return answer
        messages.error(request, no_edition(self.locale))
        return redirect(reverse("wagtailsnippets_newsroom_edition:list"))


class LocaleDeleteView(DeleteView):
    """Delete a language, if no edition has it."""

    def can_delete(self, locale: Locale) -> bool:
        edition = Edition.objects.filter(locale=locale).first()
        if edition is None:
            return bool(super().can_delete(locale))
        self.cannot_delete_message = _("The edition “%(edition)s” is in this language. Delete it first.") % {
            "edition": edition
        }
        return False


def no_edition(locale: Locale) -> str:
    """Say that nothing can be written in a language yet."""
    return _("No edition is in %(language)s. Add an edition in this language first.") % {"language": locale}


def translation_form(view: Any) -> forms.Form:
    """Return the form that asks for the languages of a translation, with those alone that have an edition."""
    form: forms.Form = _wagtails_form(view)
    locales: Any = form.fields["locales"]
    locales.queryset = locales.queryset.filter(edition__isnull=False)
    return form


_wagtails_form = SubmitSnippetTranslationView.get_form


def connect() -> None:
    """Put our view and our form in the place of Wagtail's, which have no hook for it."""
    LocaleViewSet.delete_view_class = LocaleDeleteView
    SubmitSnippetTranslationView.get_form = translation_form
