"""Let editors keep what paragraphs mark as deleted, inserted or highlighted."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.rich_text.converters.html_to_contentstate import InlineStyleElementHandler
from wagtail.admin.rich_text.editors.draftail.features import InlineStyleFeature

# Feature, the editor's name of the style, element, icon, words.
MARKS = (
    ("deleted", "DELETED", "del", "minus", _("Deleted")),
    ("inserted", "INSERTED", "ins", "plus", _("Inserted")),
    ("marked", "MARK", "mark", "edit", _("Highlighted")),
)


def register_text_marks(features: Any) -> None:
    """Make the features known to Wagtail: without them its editor would drop the elements and keep their words."""
    for feature, style, element, icon, words in MARKS:
        control = {"type": style, "icon": icon, "description": words}
        features.register_editor_plugin("draftail", feature, InlineStyleFeature(control))
        features.register_converter_rule(
            "contentstate",
            feature,
            {
                "from_database_format": {element: InlineStyleElementHandler(style)},
                "to_database_format": {"style_map": {style: element}},
            },
        )
