"""A menu that the desk proposes on the screen of an edition: all of its sections, to be moved and added to."""

from typing import Any
from uuid import uuid4

from wagtail.admin.panels import Panel
from wagtail.snippets.views.snippets import EditView

from ..newsroom.models import Edition, Section

PROPOSED_MENU = "menu"
ALL_SECTIONS = "sections"


class EditionEditView(EditView):
    """Edit an edition; its menu begins with all sections where it is empty and somebody asks for them."""

    request: Any

    def get_object(self, queryset: Any = None) -> Edition:
        edition: Edition = super().get_object()
        asked = self.request.method == "GET" and self.request.GET.get(PROPOSED_MENU) == ALL_SECTIONS
        if asked and not edition.menu:
            edition.menu = [_entry(each) for each in _sections(edition)]  # type: ignore[assignment]  # the field makes a stream of it
        return edition


class MenuProposalPanel(Panel):
    """A link that begins an empty menu with all sections."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "desk/edition_menu.html"

        def is_shown(self) -> bool:
            return (
                self.instance.pk is not None and not self.instance.menu and _sections(self.instance).exists()
            )

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"proposal": f"?{PROPOSED_MENU}={ALL_SECTIONS}"}


def _entry(section: Section) -> dict[str, Any]:
    # The form tells blocks apart by their ids: without one, the button that opens an entry opens another.
    return {"type": "section", "value": {"section": section.pk}, "id": str(uuid4())}


def _sections(edition: Edition) -> Any:
    return Section.objects.filter(locale_id=edition.locale_id, parent__isnull=True)
