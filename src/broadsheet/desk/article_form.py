"""The form of the article's edit screen."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import InlinePanel
from wagtail.admin.panels.base import get_form_for_model

from ..newsroom.models import Article, Correction, DatePrecision, Section
from ..prose.teasers import is_headline
from .moment_fields import PublicationField, moved_texts
from .section_form import choices, full_name
from .slugs import SlugField, spelling_for
from .topics_field import TopicsField

# From what is known best to what is known least.
COARSENESS = (DatePrecision.SECOND, DatePrecision.DAY, DatePrecision.MONTH, DatePrecision.YEAR)


class ArticleForm(WagtailAdminModelForm):
    """What a reporter fills in; sections and topics are those of the article's own language."""

    topics = TopicsField(label=_("Topics"), required=False)
    published_at = PublicationField(
        label=_("Published at"),
        required=False,
        help_text=format_lazy(
            "{} {}",
            Article._meta.get_field("published_at").help_text,
            _("A day alone (2012-11-16), a month or a year may be given too."),
        ),
    )
    slug = SlugField(max_length=120, help_text=_("Empty: made from the headline."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        locale = self.instance.locale if self.instance.locale_id else None
        self.fields["topics"].speak(locale)
        # What nobody chose stays as it is: plain news in a new article.
        self.fields["kind"].required = False
        if "published_at" in self.fields:
            self.fields["published_at"].precision = self.instance.date_precision
        waiting = self.instance.new_topics.splitlines()
        if waiting:
            self.initial["topics"] = [*self.initial.get("topics", []), *waiting]
        if "slug" in self.fields and locale:
            slug: Any = self.fields["slug"]
            slug.spelling, slug.stored = spelling_for(Article, locale), self.instance.slug
        if "section" in self.fields:
            section: Any = self.fields["section"]
            section.queryset = choices(Section.objects.filter(locale=locale))
            section.label_from_instance = full_name
            section.empty_label = _("Choose a section")
            # An imported article may have none; who corrects a comma in it need not find one.
            section.required = not self.instance.first_published_at

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        cleaned["kind"] = cleaned.get("kind") or self.instance.kind
        for field in ("standfirst", "teaser"):
            if is_headline(cleaned.get(field) or "", cleaned.get("headline") or ""):
                # It would say nothing new to anybody; import leaves it out, too.
                cleaned[field] = ""
        topics: Any = self.fields["topics"]
        self.instance.new_topics = "\n".join(topics.new_names)
        # A date that somebody has just filled in is known; only an imported one can be doubtful.
        unknown = (
            cleaned.get("date_precision") == DatePrecision.UNKNOWN
            and "date_precision" not in self.changed_data
        )
        if unknown and cleaned.get("published_at") and not self.initial.get("published_at"):
            cleaned["date_precision"] = DatePrecision.SECOND
        if cleaned.get("published_at") and cleaned.get("date_precision"):
            cleaned["date_precision"] = self._precision(cleaned["date_precision"])
        return cleaned

    def _precision(self, chosen: str) -> str:
        """Return how well the date is known: not better than it was typed, nor than somebody chose."""
        field: Any = self.fields["published_at"]
        shown = field.typed or field.precision
        if chosen == DatePrecision.UNKNOWN or shown not in COARSENESS:
            return chosen
        if field.typed and "date_precision" not in self.changed_data:
            return str(field.typed)
        return max(chosen, shown, key=COARSENESS.index)

    def get_field_updates_for_resave(self) -> list[tuple[str, str]]:
        """Bring the open form up to date after it was saved by itself: with moments that were moved, too."""
        updates: list[tuple[str, str]] = super().get_field_updates_for_resave()
        return [*updates, *moved_texts(self)]

    def _post_clean(self) -> None:
        # Wagtail refuses every edit of an article that has expired, even of a comma.
        if "expire_at" in self.errors and "expire_at" not in self.changed_data:
            del self.errors["expire_at"]
            self.cleaned_data["expire_at"] = self.initial["expire_at"]
        super()._post_clean()
        # Autosave, and whoever saves a draft, need not wait for the description of a picture; publishing does.
        if self.is_deferred_validation and "picture_alt" in self.errors:
            del self.errors["picture_alt"]


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
