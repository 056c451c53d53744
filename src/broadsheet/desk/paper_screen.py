"""The screen of the site settings: logo, colours, icon, files for crawlers, and links to each edition."""

import json
from typing import Any, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from ..newsroom.actions.changing_paper import ChangedMeanwhileError, change_paper, stored_site_settings
from ..newsroom.models import Article, Edition
from ..newsroom.paper import colours, files
from ..newsroom.paper.site_settings import SiteSettings, site_settings_from
from .paper_form import PICTURES, PaperForm

# Session key of settings that an editor tries and has not saved.
DRAFT = "desk_paper_draft"
LIGHT, DARK = "light", "dark"


class PaperMenuItem(MenuItem):
    """The paper's entry in the menu, for editors who may publish."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("newsroom.publish_article"))


class PaperView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Show the site settings and take changes, which may be previewed before they are saved."""

    model = Article
    permission_required = "publish"
    template_name = "desk/paper.html"
    page_title = gettext_lazy("The paper")
    header_icon = "site"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [{"url": "", "label": _("The paper")}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.session.pop(DRAFT, None)
        return self._show(PaperForm(base=stored_site_settings()), is_tried=False)

    def post(self, request: HttpRequest) -> HttpResponse:
        base = _tried(request) if request.POST.get("is_tried") else stored_site_settings()
        deed = request.POST.get("do", "")
        if deed == "default":
            return self._try(base.plain())
        form = PaperForm(request.POST, request.FILES, base=base)
        if not form.is_valid():
            request.session[DRAFT] = form.settings.to_json()
            messages.error(request, _("The paper is as it was. Correct what is marked below."))
            return self._show(form, is_tried=True)
        if form.left_out:
            told = _("Left out of the picture: %(names)s. See whether it still looks right.")
            messages.warning(request, told % {"names": ", ".join(form.left_out)})
        return self._save(form) if deed == "save" else self._try(form.settings)

    def _try(self, site_settings: SiteSettings) -> HttpResponse:
        self.request.session[DRAFT] = site_settings.to_json()
        return self._show(PaperForm(base=site_settings), is_tried=True, has_preview=True)

    def _save(self, form: PaperForm) -> HttpResponse:
        try:
            changed = change_paper(
                form.settings, by=self.request.user, now=timezone.now(), since=self._since()
            )
        except ChangedMeanwhileError as error:
            self.request.session[DRAFT] = error.merged.to_json()
            told = _(
                "Somebody else has saved the paper meanwhile, and changed the same: %(names)s. Nothing of yours is saved yet. "
                "Save again to put yours in the place of theirs."
            )
            labels = [str(form.fields[name].label) for name in error.names]
            messages.error(self.request, told % {"names": ", ".join(labels)})
            return self._show(PaperForm(base=error.merged), is_tried=True, since=error.stored)
        self.request.session.pop(DRAFT, None)
        if changed:
            messages.success(self.request, _("The paper is changed, on every page."))
        else:
            messages.success(self.request, _("Nothing was different."))
        return redirect("desk_paper")

    def _since(self) -> SiteSettings:
        """Return what was stored when this editor opened the screen; what is stored now where nothing says."""
        try:
            said = json.loads(self.request.POST.get("since", ""))
        except ValueError:
            return stored_site_settings()
        return site_settings_from(said) if isinstance(said, dict) else stored_site_settings()

    def _show(
        self,
        form: PaperForm,
        *,
        is_tried: bool,
        has_preview: bool = False,
        since: SiteSettings | None = None,
    ) -> HttpResponse:
        site_settings = form.settings
        accents = [
            (site_settings.accent_on_light, colours.LIGHT_GROUND, _("on light pages")),
            (site_settings.accent_on_dark, colours.DARK_GROUND, _("on dark pages")),
        ]
        context = self.get_context_data(
            form=form,
            pictures=[
                (form[name], form[f"{name}_away"], getattr(site_settings, name), name) for name in PICTURES
            ],
            accents=[(*each, colours.contrast(each[0], each[1])) for each in accents],
            since=json.dumps((since or self._since()).to_json()),
            is_tried=is_tried,
            has_preview=has_preview,
            editions=Edition.objects.select_related("locale"),
            may_edit_editions=self.request.user.has_perm("newsroom.change_edition"),
        )
        return self.render_to_response(context)


class PaperPreview(PermissionCheckedMixin, View):
    """The front page with the settings that this editor tries."""

    model = Article
    permission_required = "publish"

    def get(self, request: HttpRequest, scheme: str) -> HttpResponse:
        preview = import_string(settings.PAPER_PREVIEW)
        is_dark = _is_dark(scheme)
        style = reverse("desk_paper_style", args=[scheme])
        return cast(HttpResponse, preview(request, _tried(request), style=style, is_dark=is_dark))


class PaperPreviewStyle(PermissionCheckedMixin, View):
    """The style sheet of the settings that this editor tries."""

    model = Article
    permission_required = "publish"

    def get(self, request: HttpRequest, scheme: str) -> HttpResponse:
        style = import_string(settings.PAPER_PREVIEW_STYLE)
        return cast(HttpResponse, style(_tried(request), is_dark=_is_dark(scheme)))


def _is_dark(scheme: str) -> bool:
    """Return whether a colour scheme is the dark one. Raises Http404 for an unknown one."""
    if scheme not in (LIGHT, DARK):
        raise Http404("There is no such scheme of colours.")
    return scheme == DARK


def _tried(request: HttpRequest) -> SiteSettings:
    """Return what was tried in this session, else what is stored."""
    tried = site_settings_from(request.session.get(DRAFT)) if DRAFT in request.session else None
    # A session lasts longer than the files that were tried in it.
    return tried if tried is not None and files.are_kept(tried.files) else stored_site_settings()
