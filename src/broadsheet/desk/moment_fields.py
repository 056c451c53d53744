"""The one date-time field of the desk's forms: it keeps what nobody changed, and knows the hours that clocks repeat or skip."""

from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.boundfield import BoundField
from django.forms.fields import BaseTemporalField
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.panels import PublishingPanel
from wagtail.admin.widgets import AdminDateTimeInput

from ..newsroom.moments import paper_time
from ..prose.dates import DatePrecision
from ..prose.local_time import moved_forward, on_the_wall, readings
from ..prose.stated_dates import stated_date

# What stands behind a time in the hour that the clocks repeat, by the number of the time.
TIMES = ("(first)", "(second)")
_SHAPES: dict[str, str] = {
    DatePrecision.DAY: "%Y-%m-%d",
    DatePrecision.MONTH: "%Y-%m",
    DatePrecision.YEAR: "%Y",
}


def shown(moment: datetime, zone: tzinfo) -> str:
    """Return a moment as a form shows it, so that the same text gives the same moment again."""
    clock = on_the_wall(moment, zone).replace(microsecond=0)
    text = f"{clock:%Y-%m-%d %H:%M:%S}" if clock.second else f"{clock:%Y-%m-%d %H:%M}"
    if len(readings(clock, zone)) < 2:
        return text
    # The two are equal to Python, for it compares the clocks of one zone without their fold (PEP 495).
    return f"{text} {TIMES[moment.astimezone(UTC).astimezone(zone).fold]}"


class MomentInput(AdminDateTimeInput):
    """Wagtail's input with its calendar, which leaves alone what was typed: seconds, or which of two hours is meant."""

    # Else Django would cut them from the value that the field compares.
    supports_microseconds = True

    def get_config(self) -> dict[str, Any]:
        # The calendar would write its own text over whatever its format does not know, even over the present moment.
        return {**super().get_config(), "validateOnBlur": False}


class MomentField(forms.DateTimeField):
    """A moment in the zone that is active, which is named beside the field.

    What was not changed stays as it is stored. A time that the clocks show twice must be given as the first or the
    second; one that they skip is moved forward, and `moved` says so.
    """

    widget = MomentInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.stored: Any = None
        self.moved = ""

    def get_bound_field(self, form: Any, field_name: str) -> BoundField:
        """Return the field as a form shows it, with the zone that its times are read in."""
        self.stored = form.get_initial_for_field(self, field_name)
        bound = super().get_bound_field(form, field_name)
        said = format_lazy(gettext_lazy("Time zone: {zone}."), zone=str(timezone.get_current_timezone()))
        bound.help_text = format_lazy("{} {}", bound.help_text, said) if bound.help_text else said
        return bound

    def prepare_value(self, value: Any) -> Any:
        return self.text_of(value) if isinstance(value, datetime) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        if isinstance(initial, datetime):
            return str(data or "").strip() != self.text_of(initial)
        return super().has_changed(initial, data)

    def to_python(self, value: Any) -> datetime | None:
        self.moved = ""
        if not isinstance(value, str):
            return super().to_python(value)
        text = value.strip()
        if not text:
            return None
        if isinstance(self.stored, datetime) and text == self.text_of(self.stored):
            return self.stored
        return self.read(text)

    def text_of(self, moment: datetime) -> str:
        """Return what the input shows of a moment."""
        return shown(moment, timezone.get_current_timezone())

    def read(self, text: str) -> datetime:
        """Return the moment that somebody typed. Raises ValidationError."""
        marked = next((number for number, mark in enumerate(TIMES) if text.endswith(mark)), None)
        clock = self._clock(text if marked is None else text.removesuffix(TIMES[marked]).strip())
        if clock.tzinfo is not None:
            return clock
        zone = timezone.get_current_timezone()
        found = readings(clock, zone)
        if not found:
            return self._moved(clock, zone)
        if len(found) == 2 and marked is None:
            raise ValidationError(_twice(clock, zone), code="repeated")
        return found[min(marked or 0, len(found) - 1)]

    def _moved(self, clock: datetime, zone: tzinfo) -> datetime:
        moment = moved_forward(clock, zone)
        self.moved = _("There is no %(asked)s in %(zone)s, for the clocks go forward: %(given)s was taken.") % {
            "asked": f"{clock:%Y-%m-%d %H:%M}", "zone": zone, "given": shown(moment, zone),
        }  # fmt: skip
        return moment

    def _clock(self, text: str) -> datetime:
        """Return what was typed, with a zone only where one was typed."""
        try:
            found = parse_datetime(text)
        except ValueError:
            found = None
        # Past Django's own to_python, which refuses both hours of this kind.
        if found is None:
            found = BaseTemporalField.to_python(self, text)
        assert isinstance(found, datetime)  # else it has raised
        return found


class PublicationField(MomentField):
    """The date of publication, which may be a day, a month or a year: of the paper, in whatever zone one works.

    `precision` is that of the date that is stored, `typed` that of a date that somebody has typed.
    """

    precision: str = DatePrecision.SECOND
    typed: DatePrecision | None = None

    def text_of(self, moment: datetime) -> str:
        shape = _SHAPES.get(self.precision)
        return paper_time(moment).strftime(shape) if shape else super().text_of(moment)

    def read(self, text: str) -> datetime:
        date = stated_date(text, paper=timezone.get_default_timezone())
        if date.moment is not None and date.precision is not DatePrecision.SECOND:
            self.typed = date.precision
            return date.moment
        self.typed = DatePrecision.SECOND
        return super().read(text)


class SchedulePanel(PublishingPanel):
    """Wagtail's dialogue of the schedule, with our input of moments."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for each in self.children:
            theirs = each.widget
            each.widget = MomentInput(
                attrs=theirs.attrs, js_overlay_parent_selector=theirs.js_overlay_parent_selector
            )


class SaysWhatMoved:
    """A view that says which moments were moved out of an hour that the clocks skip.

    Where the browser saves by itself, the field in it is given the moment that was stored.
    """

    def save_action(self: Any) -> HttpResponse:
        if not self.expects_json_response:
            say_what_moved(self.request, self.form)
        answer: HttpResponse = super().save_action()  # type: ignore[misc]  # of the view beside it
        return answer


def say_what_moved(request: HttpRequest, form: Any) -> None:
    """Tell the person at the desk of each moment of a form that was moved."""
    for _shown_as, field, _moment in _moved(form):
        messages.warning(request, field.moved)


def moved_texts(form: Any) -> list[tuple[str, str]]:
    """List the names of a form's fields whose moment was moved, with what they are to show now."""
    return [(name, field.text_of(moment)) for name, field, moment in _moved(form)]


def _moved(form: Any) -> Iterator[tuple[str, MomentField, datetime]]:
    beside = [each for formset in getattr(form, "formsets", {}).values() for each in formset.forms]
    for each in (form, *beside):
        for name, field in each.fields.items():
            if isinstance(field, MomentField) and field.moved and name in each.cleaned_data:
                yield each.add_prefix(name), field, each.cleaned_data[name]


def _twice(clock: datetime, zone: tzinfo) -> str:
    text = f"{clock:%Y-%m-%d %H:%M:%S}" if clock.second else f"{clock:%Y-%m-%d %H:%M}"
    return _("The clocks show this time twice in %(zone)s. Write “%(first)s” or “%(second)s”.") % {
        "zone": zone, "first": f"{text} {TIMES[0]}", "second": f"{text} {TIMES[1]}",
    }  # fmt: skip


register_form_field_override(
    models.DateTimeField, override={"form_class": MomentField, "widget": MomentInput}
)
