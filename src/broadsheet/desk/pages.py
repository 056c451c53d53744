"""The screens of pages that are no articles: list, edit, preview, and the texts that are proposed for them."""

from typing import Any
from uuid import uuid4

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList, Panel
from wagtail.admin.ui.tables import BooleanColumn, LiveStatusTagColumn
from wagtail.models import Locale
from wagtail.snippets.views.snippets import CreateView, PreviewOnCreateView, SnippetViewSet

from ..newsroom.models import Edition, Page
from ..newsroom.models.pages import Purpose
from .edition_form import WithEdition
from .example_pages import example_page
from .slugs import NamedForm
from .title_panel import title_panel

PROPOSED = "propose"


class PageForm(NamedForm):
    """What a page is called, what it is for, and what it says."""

    def clean(self) -> dict[str, Any]:
        """Refuse a second page of one purpose. The form has no field for the language, so Django skips the constraint."""
        cleaned = super().clean()
        purpose = cleaned.get("purpose")
        others = Page.objects.filter(locale=self._locale(), purpose=purpose).exclude(pk=self.instance.pk)
        if purpose and (other := others.first()):
            self.add_error("purpose", _("“%(page)s” has this purpose already.") % {"page": other})
        return cleaned


class PageCreateView(WithEdition, CreateView):
    """Write a page: it begins empty, or with the text that was asked for."""

    request: Any

    def get_initial_form_instance(self) -> Page:
        page: Page = super().get_initial_form_instance()
        asked = self.request.GET.get(PROPOSED, "")
        if asked in Purpose.values:
            proposed = example_page(Purpose(asked), page.locale.language_code)
            page.name, page.body = proposed.name, proposed.body  # type: ignore[assignment]  # the field makes a stream of it
            page.purpose = asked
            # The form tells blocks apart by their ids: without one, the button that folds a block folds another.
            for block in page.body:
                block.id = str(uuid4())
        return page

    def get_preview_url(self) -> str:
        # The preview must know the language; Wagtail passes it to the form only.
        return str(self._set_locale_query_param(super().get_preview_url()))


class PagePreviewOnCreate(PreviewOnCreateView):
    """Preview a page that was never saved."""

    def get_object(self) -> Page:
        language = self.request.GET.get("locale")
        chosen = Locale.objects.filter(language_code=language).first() if language else None
        return Page(locale=chosen or Locale.get_default())


class ProposalsPanel(Panel):
    """Links that begin a new page with a proposed text; not shown for a stored page."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "desk/page_proposals.html"

        def is_shown(self) -> bool:
            return self.instance.pk is None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            language = self.instance.locale.language_code if self.instance.locale_id else ""
            return context | {"purposes": Purpose.choices, "language": language}


class EditionPagesPanel(Panel):
    """The pages of an edition on its own screen: each that readers look for, and all others."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "desk/edition_pages.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | _pages_of(self.instance) | {"may_write": _may_write(self.request)}


def _pages_of(edition: Edition) -> dict[str, Any]:
    pages = list(Page.objects.filter(locale_id=edition.locale_id).defer("body"))
    by_purpose = {each.purpose: each for each in pages if each.purpose}
    return {
        "purposes": [(value, label, by_purpose.get(value)) for value, label in Purpose.choices],
        "others": [each for each in pages if not each.purpose],
        "language": edition.language,
    }


def _may_write(request: Any) -> bool:
    return request is not None and bool(request.user.has_perm("newsroom.add_page"))


class PageViewSet(SnippetViewSet):
    """Pages that are no articles: about the paper, imprint, privacy."""

    model = Page
    icon = "doc-empty"
    menu_label = _("Pages")
    menu_name = "pages"
    list_display = [
        "name",
        LiveStatusTagColumn(),
        "purpose",
        BooleanColumn("is_in_footer", label=_("In the footer")),
        "locale",
    ]
    ordering = ["locale_id", "position", "name"]
    search_fields = ["name"]
    copy_view_enabled = False
    add_view_class = PageCreateView
    preview_on_add_view_class = PagePreviewOnCreate
    edit_handler = ObjectList(
        [
            ProposalsPanel(),
            title_panel("name", _("Title")),
            FieldRowPanel([FieldPanel("slug"), FieldPanel("purpose")]),
            FieldPanel("body"),
            FieldRowPanel([FieldPanel("is_in_footer"), FieldPanel("position")]),
        ],
        base_form_class=PageForm,
    )
