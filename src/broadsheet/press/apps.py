"""Tell Django of the `press` layer."""

from django.apps import AppConfig


class PressConfig(AppConfig):
    """The `press` layer as a Django application."""

    name = "broadsheet.press"
    label = "press"
