"""The form of the article's edit screen."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import InlinePanel
from wagtail.admin.panels.base import get_form_for_model

from ..newsroom.models import Correction, DatePrecision, Section
from .slugs import SlugField
from .topics_field import TopicsField


class ArticleForm(WagtailAdminModelForm):
    """What a reporter fills in; sections and topics are those of the article's own language."""

    topics = TopicsField(label=_("Topics"), required=False)
    slug = SlugField(max_length=120, help_text=_("Empty: made from the headline."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        locale = self.instance.locale if self.instance.locale_id else None
        self.fields["topics"].speak(locale)
        if "slug" in self.fields and locale:
            self.fields["slug"].language = locale.language_code
        if "section" in self.fields:
            section: Any = self.fields["section"]
            section.queryset = Section.objects.filter(locale=locale)
            section.empty_label = _("Choose a section")
            # An imported article may have none; who corrects a comma in it need not find one.
            section.required = not self.instance.first_published_at

    def clean_published_at(self) -> datetime | None:
        return self._with_seconds("published_at")

    def clean_embargoed_until(self) -> datetime | None:
        return self._with_seconds("embargoed_until")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        # A date that somebody has just filled in is known; only an imported one can be doubtful.
        unknown = (
            cleaned.get("date_precision") == DatePrecision.UNKNOWN
            and "date_precision" not in self.changed_data
        )
        if unknown and cleaned.get("published_at") and not self.initial.get("published_at"):
            cleaned["date_precision"] = DatePrecision.DAY
        return cleaned

    def _post_clean(self) -> None:
        # Wagtail refuses every edit of an article that has expired, even of a comma.
        if "expire_at" in self.errors and "expire_at" not in self.changed_data:
            del self.errors["expire_at"]
            self.cleaned_data["expire_at"] = self.initial["expire_at"]
        super()._post_clean()

    def _with_seconds(self, name: str) -> datetime | None:
        """Keep the seconds of a moment that nobody changed: the input shows minutes."""
        given: datetime | None = self.cleaned_data[name]
        stored: datetime | None = self.initial.get(name)
        if given and stored and given == stored.replace(second=0, microsecond=0):
            return stored
        return given


class CorrectionForm(WagtailAdminModelForm):
    """A correction is made now, unless somebody says otherwise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.initial.setdefault("at", timezone.now())


class CorrectionsPanel(InlinePanel):
    """The article's corrections, each with the moment it was made."""

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name]["form"] = get_form_for_model(
            Correction, form_class=CorrectionForm, defer_required_on_fields=["text"]
        )
        return options


class SectionSelect(forms.Select):
    """A plain list: there are a dozen sections, no dialogue is needed to choose one."""
