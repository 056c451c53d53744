"""The desk's screens for story-lines: which there are, and what one of them holds."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from ..newsroom import story_lines
from ..newsroom.actions import story_lines as actions
from ..newsroom.models import Article, StoryLine

A_PAGE = 50
OFFERED = 30


class _LinesView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    model = Article
    permission_required = "change"
    header_icon = "list-ul"


class StoryLinesView(_LinesView):
    """The lines of all editions, those that moved last first; may be searched."""

    page_title = gettext_lazy("Story-lines")
    template_name = "desk/story_lines.html"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [{"url": "", "label": str(self.page_title)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("q", "").strip()
        pages = Paginator(_matching(asked), A_PAGE)
        page = pages.get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {"lines": page, "asked": asked}


class StoryLineView(_LinesView):
    """One line: its articles, and what an editor may do with them."""

    template_name = "desk/story_line.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.line: Any = get_object_or_404(story_lines.listed(), pk=kwargs["pk"])
        self.page_title = _title(self.line)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            {"url": reverse("desk_story_lines"), "label": _("Story-lines")},
            {"url": "", "label": str(self.page_title)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("q", "").strip()
        others = _matching(asked).filter(locale_id=self.line.locale_id).exclude(pk=self.line.pk)
        shown = {"line": self.line, "articles": story_lines.members(self.line), "others": others[:OFFERED]}
        return super().get_context_data(**kwargs) | shown | {"asked": asked}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        deeds: dict[str, Callable[[], StoryLine | None]] = {
            "rename": self._rename, "merge": self._merge, "split": self._split, "leave": self._leave,
        }  # fmt: skip
        deed = deeds.get(request.POST.get("deed", ""))
        line = deed() if deed else self.line
        if line is None:
            return redirect("desk_story_lines")
        return redirect("desk_story_line", pk=line.pk)

    def _rename(self) -> StoryLine:
        name = self.request.POST.get("name", "").strip()[:200]
        actions.rename(self.line, name, by=self.request.user, now=timezone.now())
        messages.success(
            self.request, _("The story-line is called “%(name)s”.") % {"name": name or self.line.opening}
        )
        return self.line

    def _merge(self) -> StoryLine:
        chosen = self.request.POST.get("into", "")
        into = StoryLine.objects.filter(pk=int(chosen) if chosen.isdecimal() else 0).first()
        if into is None:
            messages.error(self.request, _("Choose the story-line that these articles are to join."))
            return self.line
        try:
            actions.merge(self.line, into=into, by=self.request.user, now=timezone.now())
        except actions.OtherEdition as error:
            messages.error(self.request, str(error))
            return self.line
        messages.success(self.request, _("The two story-lines are one."))
        return into

    def _split(self) -> StoryLine:
        chosen = self._chosen()
        if not chosen:
            return self.line
        name = self.request.POST.get("name", "").strip()[:200]
        try:
            new = actions.split(self.line, chosen, name=name, by=self.request.user, now=timezone.now())
        except actions.NotInLine as error:
            messages.error(self.request, str(error))
            return self.line
        messages.success(self.request, _("The articles are a story-line of their own."))
        return new

    def _leave(self) -> StoryLine | None:
        chosen = self._chosen()
        if chosen:
            actions.leave(self.line, chosen, by=self.request.user, now=timezone.now())
            said = ngettext("%(count)s article taken out.", "%(count)s articles taken out.", len(chosen))
            messages.success(self.request, said % {"count": len(chosen)})
        return self.line if Article.objects.filter(line=self.line).exists() else None

    def _chosen(self) -> list[int]:
        chosen = [int(each) for each in self.request.POST.getlist("article") if each.isdecimal()]
        if not chosen:
            messages.error(self.request, _("Choose the articles first."))
        return chosen


def _title(line: Any) -> str:
    return str(line.name or line.opening)


def _matching(asked: str) -> Any:
    found = story_lines.listed()
    return found.filter(Q(name__icontains=asked) | Q(opening__icontains=asked)) if asked else found
