"""The first field of a form at the desk: what is edited bears its words as a title."""

from typing import Any

from django import forms
from wagtail.admin.panels import FieldPanel


def title_panel(field: str, words: Any, **options: Any) -> FieldPanel:
    """Return a panel that says in its empty field what to write. Wagtail shows titles without a label or a frame.

    It is not Wagtail's panel of titles, which spells slugs in the letters of the name: addresses here lack some.
    """
    return FieldPanel(field, classname="title", widget=forms.TextInput({"placeholder": words}), **options)
