"""The screens of Editor's choice: the list, and the form of one pick."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import BaseModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, TemplateView, UpdateView, View
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.widgets import AdminSnippetChooser

from ..newsroom.actions.picking import move_pick, pick, unpick
from ..newsroom.models import Article, Pick
from .moment_fields import MomentField, say_what_moved, shown
from .pick_board import boards, shelf_life


class PickForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs alone
    """Which article, where in the list, and until when."""

    class Meta:
        model = Pick
        fields = ("article", "position", "ends_at", "starts_at", "note")
        widgets = {
            "article": AdminSnippetChooser(Article),
        }
        field_classes = {"starts_at": MomentField, "ends_at": MomentField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position"].help_text = _("1 is the first in the rail.")
        self.fields["position"].min_value = 1  # type: ignore[attr-defined]  # an IntegerField
        if self.instance.pk:
            del self.fields["article"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts and ends and starts >= ends:
            raise ValidationError({"ends_at": _("The pick would end before it begins.")})
        return cleaned

    def validate_constraints(self) -> None:
        # An article that is picked already is picked again: the action sees to it.
        return


class PicksView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """The running picks of each edition in their order; those that are over stand below."""

    model = Pick
    any_permission_required = ["add", "change", "delete", "view"]
    template_name = "desk/picks.html"
    page_title = gettext_lazy("Picks")
    header_icon = "pick"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [{"url": "", "label": _("Picks")}]

    @property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.user_has_permission("add"):
            return []
        return [HeaderButton(_("Pick an article"), url=reverse("desk_pick_add"), icon_name="plus")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        may_change = self.user_has_permission("change")
        return super().get_context_data(**kwargs) | {
            "boards": boards(now=now),
            "now": now,
            "may_change": may_change,
        }


class _PickFormMixin(PermissionCheckedMixin, WagtailAdminTemplateMixin):
    model = Pick
    form_class: Any = PickForm
    template_name: Any = "desk/pick_form.html"
    header_icon = "pick"
    success_url: Any = reverse_lazy("desk_picks")

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            {"url": reverse("desk_picks"), "label": _("Picks")},
            {"url": "", "label": str(self.page_title)},
        ]

    def get_success_url(self) -> str:
        return str(get_valid_next_url_from_request(self.request) or self.success_url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "media": context["form"].media,
            "next": get_valid_next_url_from_request(self.request),
            "submit_button_label": _("Save"),
        }

    def form_valid(self, form: "BaseModelForm[Pick]") -> HttpResponse:
        picked = pick(
            form.instance.article,
            ends_at=form.instance.ends_at,
            starts_at=form.instance.starts_at,
            position=form.instance.position,
            note=form.instance.note,
            by=self.request.user,
            now=timezone.now(),
        )
        text = _("“%(headline)s” is picked until %(until)s.")
        zone = timezone.get_current_timezone()
        until = f"{shown(picked.ends_at, zone)} ({zone})"
        messages.success(self.request, text % {"headline": picked.article, "until": until})
        say_what_moved(self.request, form)
        return redirect(self.get_success_url())


class AddPickView(_PickFormMixin, CreateView):  # type: ignore[type-arg]  # generic in the stubs alone
    permission_required = "add"
    page_title = gettext_lazy("Pick an article")

    def get_initial(self) -> dict[str, Any]:
        initial = {"position": 1, "ends_at": timezone.now() + shelf_life()}
        asked = self.request.GET.get("article", "")
        return initial | ({"article": int(asked)} if asked.isdecimal() else {})


class EditPickView(_PickFormMixin, UpdateView):  # type: ignore[type-arg]  # generic in the stubs alone
    permission_required = "change"
    page_title = gettext_lazy("Change a pick")

    def get_queryset(self) -> QuerySet[Pick]:
        return Pick.objects.select_related("article__locale__edition")

    def get_page_subtitle(self) -> str:
        return str(self.object.article)


class _PickDeed(PermissionCheckedMixin, View):
    """Do one thing to a pick and go back to the list; POST only."""

    model = Pick
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.do(get_object_or_404(Pick.objects.select_related("edition__locale", "article"), pk=pk))
        return redirect("desk_picks")

    def do(self, picked: Pick) -> None:
        raise NotImplementedError


class MovePickView(_PickDeed):
    permission_required = "change"

    def do(self, picked: Pick) -> None:
        steps = 1 if self.request.POST.get("to") == "down" else -1
        move_pick(picked, steps=steps, by=self.request.user, now=timezone.now())


class RemovePickView(_PickDeed):
    permission_required = "delete"

    def do(self, picked: Pick) -> None:
        unpick(picked, by=self.request.user, now=timezone.now())
        messages.success(
            self.request, _("“%(headline)s” is no longer picked.") % {"headline": picked.article}
        )
