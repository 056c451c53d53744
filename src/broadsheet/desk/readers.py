"""The desk's screen of readers: what is read now, by which way readers come, and stories held back from Popular."""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from ..audience.counting.sources import Source
from ..newsroom import readership
from ..newsroom.actions.holding import hold, release
from ..newsroom.models import Article, Edition
from ..rails import registry
from ..rails.headings import LEAST_READERS

WINDOWS = {
    "now": gettext_lazy("Now"),
    "hour": gettext_lazy("Last hour"),
    "day": gettext_lazy("Day"),
    "week": gettext_lazy("Week"),
    "month": gettext_lazy("Month"),
}
WAYS: dict[int, Any] = {
    Source.DIRECT: gettext_lazy("Direct"),
    Source.SEARCH: gettext_lazy("Search"),
    Source.SOCIAL: gettext_lazy("Social networks"),
    Source.OTHER_SITE: gettext_lazy("Other sites"),
    Source.OWN_PAGE: gettext_lazy("Our own pages"),
}
LASTS = {
    "24": gettext_lazy("a day"),
    "168": gettext_lazy("a week"),
    "": gettext_lazy("until somebody ends it"),
}


class ReadersView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """What is read, brought up to date every few seconds while it is looked at."""

    model = Article
    permission_required = "change"
    page_title = gettext_lazy("Readers")
    header_icon = "view"
    template_name = "desk/readers.html"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [{"url": "", "label": str(self.page_title)}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "live" in request.GET:
            return render(request, "desk/readers_live.html", self.get_context_data(**kwargs))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        window = self.request.GET.get("window", "now")
        if window not in WINDOWS:
            window = "now"
        editions = list(Edition.objects.select_related("locale").order_by("-is_main", "pk"))
        asked = self.request.GET.get("edition", "")
        edition = next(
            (each for each in editions if each.language == asked), editions[0] if editions else None
        )
        shown: dict[str, Any] = {
            "editions": editions, "edition": edition, "window": window, "windows": WINDOWS.items(), "now": now,
        }  # fmt: skip
        if edition is not None:
            outside, rails = readership.ways(now=now)
            titles = {each.source: _(each.title) for each in registry.RAILS}
            shown |= {
                "heading": _(readership.heading(edition, now=now)),
                "least_readers": LEAST_READERS,
                "stories": readership.stories(edition, window, now=now),
                "pushed": readership.pushed(edition, now=now),
                "held": readership.held(edition, now=now),
                # What is popular now may stand there for a month's reads.
                "labelled": readership.labelled("month" if window == "now" else window, now=now),
                "ways": [(WAYS[each.source], each) for each in outside],
                "rails": [(titles[each.source], each) for each in rails],
            }
        return super().get_context_data(**kwargs) | shown


class HoldForm(forms.Form):
    """Why a story stands in no Popular rail, and for how long."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=250)
    hours = forms.ChoiceField(label=gettext_lazy("For"), choices=list(LASTS.items()), required=False)


class HoldView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]  # generic in the stubs alone
    """Hold a story back from every Popular rail."""

    model = Article
    permission_required = "publish"
    page_title = gettext_lazy("Hold back from Popular")
    header_icon = "no-view"
    template_name = "desk/hold.html"
    form_class = HoldForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.article = get_object_or_404(Article, pk=kwargs["pk"])

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            {"url": reverse("desk_readers"), "label": _("Readers")},
            {"url": "", "label": str(self.page_title)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"article": self.article}

    def form_valid(self, form: Any) -> HttpResponse:
        hours = form.cleaned_data["hours"]
        now, reason = timezone.now(), form.cleaned_data["reason"]
        ends = now + timedelta(hours=int(hours)) if hours else None
        hold(self.article, reason=reason, ends_at=ends, by=self.request.user, now=now)
        messages.success(
            self.request, _("“%(headline)s” stands in no Popular rail.") % {"headline": self.article}
        )
        return redirect("desk_readers")


class ReleaseView(PermissionCheckedMixin, TemplateView):
    """End a hold, on POST."""

    model = Article
    permission_required = "publish"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        article = get_object_or_404(Article, pk=kwargs["pk"])
        release(article, by=request.user, now=timezone.now())
        messages.success(request, _("“%(headline)s” may stand in Popular again.") % {"headline": article})
        return redirect("desk_readers")
