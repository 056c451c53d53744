"""The screens that ask before an article is killed or revived."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from ..newsroom.actions.killing import (
    delete_pictures,
    is_used_elsewhere,
    kill,
    last_kill,
    pictures_of,
    revive,
)
from ..newsroom.models import Article
from ..newsroom.states import Action, why_not
from .status import clock, what_readers_see


class _KillingView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Ask before the deed; do it on POST."""

    model = Article
    permission_required = "publish"
    template_name = "desk/kill.html"
    header_icon = "warning"
    question: Any = ""
    button: Any = ""
    action: Action

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.article = get_object_or_404(Article.objects.select_related("locale__edition"), pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return str(self.article)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            {"url": reverse(Article.snippet_viewset.get_url_name("list")), "label": _("Articles")},
            {"url": self.edit_url, "label": str(self.article)},
            {"url": "", "label": str(self.page_title)},
        ]

    @property
    def edit_url(self) -> str:
        return reverse(Article.snippet_viewset.get_url_name("edit"), args=[self.article.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = {"article": self.article, "question": self.question, "button": self.button}
        return super().get_context_data(**kwargs) | shown | {"edit_url": self.edit_url}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        reason = why_not(self.article, self.action, now=timezone.now())
        if reason:
            messages.error(request, f"“{self.article}”: {reason}")
        else:
            said = self.deed()
            stored = Article.objects.get(pk=self.article.pk)
            messages.success(request, f"{said} {what_readers_see(stored, now=timezone.now())}")
        return redirect(self.edit_url)

    def deed(self) -> str:
        """Do it and say so."""
        raise NotImplementedError


class KillView(_KillingView):
    page_title = gettext_lazy("Kill")
    question = gettext_lazy(
        "The article disappears at once from its address, every list, rail, feed and search. "
        "It cannot be published again until somebody revives it."
    )
    button = gettext_lazy("Kill the article")
    action = Action.KILL

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"form": KillForm(), "pictures": self.own_pictures()}

    def own_pictures(self) -> list[str]:
        """Name the pictures that nothing else shows."""
        return [each.title for each in pictures_of(self.article) if not is_used_elsewhere(each, self.article)]

    def deed(self) -> str:
        form = KillForm(self.request.POST)
        form.is_valid()
        account = self.request.user
        reason = form.cleaned_data.get("reason", "")
        kill(self.article, by=account, now=timezone.now(), reason=reason)
        said = _("“%(headline)s” is withdrawn.") % {"headline": self.article}
        if form.cleaned_data.get("with_pictures"):
            gone = delete_pictures(self.article, by=account, now=timezone.now())
            if gone:
                said = f"{said} {_('Deleted with it: %(pictures)s.') % {'pictures': ', '.join(gone)}}"
            else:
                said = f"{said} {_('It has no picture that is used nowhere else.')}"
        return said


class KillForm(forms.Form):
    """Why an article is killed, and what goes with it."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Other editors read it. If you leave it empty, the history says so."),
    )
    with_pictures = forms.BooleanField(
        label=gettext_lazy("Delete its pictures too, where nothing else shows them"),
        required=False,
        help_text=gettext_lazy("This cannot be undone."),
    )


class ReviveView(_KillingView):
    page_title = gettext_lazy("Revive")
    question = gettext_lazy(
        "The article becomes a draft again. Readers do not see it until somebody publishes it."
    )
    button = gettext_lazy("Revive the article")
    action = Action.REVIVE

    def deed(self) -> str:
        revive(self.article, by=self.request.user, now=timezone.now())
        return _("“%(headline)s” is a draft again.") % {"headline": self.article}


def killed_banner(article: Article) -> str:
    """Say who killed an article, when and why."""
    found = last_kill(article)
    at = clock(found.at if found else article.killed_at or timezone.now())
    by = (found.by if found else "") or _("an import or a program")
    reason = (found.reason if found else "") or _("no reason was given")
    return _("Killed by %(by)s on %(at)s: %(reason)s. Revive it before it is published.") % {
        "by": by,
        "at": at,
        "reason": reason.rstrip("."),
    }
