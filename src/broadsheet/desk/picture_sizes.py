"""Tell editors where a picture is too small to be shown."""

from typing import Any

from django.utils.translation import gettext
from wagtail.admin.panels import Panel

from ..newsroom.pictures.shapes import SHAPES


def size_note(picture: Any) -> str:
    """Return a note on where a picture is too small to be shown, "" for one that is shown everywhere."""
    card, lead = SHAPES["card"], SHAPES["lead"]
    if picture is None or lead.fits(picture):
        return ""
    own = {"width": picture.width, "height": picture.height}
    if card.fits(picture):
        said = gettext(
            "This picture has %(width)d × %(height)d pixels: it is too small to lead a page, for which it needs %(least)d across. "
            "It is shown on cards, and in its article no wider than it is."
        )
        return said % {**own, "least": lead.least}
    said = gettext(
        "This picture has %(width)d × %(height)d pixels: it is too small for cards, for which it needs %(least)d across. "
        "It is shown only in its article, no wider than it is."
    )
    return said % {**own, "least": card.least}


class PictureSizePanel(Panel):
    """Stands under the lead picture of an article where that is too small for some place."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "desk/picture_size.html"

        def is_shown(self) -> bool:
            return super().is_shown() and bool(self._note)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"note": self._note}

        @property
        def _note(self) -> str:
            return size_note(getattr(self.instance, "picture", None))
