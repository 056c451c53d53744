"""The screens that ask before an article is killed or revived."""

from typing import Any

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

from ..newsroom.actions.killing import kill, revive
from ..newsroom.models import Article


class _KillingView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Ask before the deed; do it on POST."""

    model = Article
    permission_required = "publish"
    template_name = "desk/kill.html"
    header_icon = "warning"
    question: Any = ""
    button: Any = ""

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
        messages.success(request, self.deed())
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

    def deed(self) -> str:
        kill(self.article, by=self.request.user, now=timezone.now())
        return _("“%(headline)s” is withdrawn.") % {"headline": self.article}


class ReviveView(_KillingView):
    page_title = gettext_lazy("Revive")
    question = gettext_lazy("The article may be published again. Readers see it when somebody does.")
    button = gettext_lazy("Revive the article")

    def deed(self) -> str:
        revive(self.article, by=self.request.user, now=timezone.now())
        return _("“%(headline)s” may be published again.") % {"headline": self.article}
