"""Tell Django of the `desk` layer."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The `desk` layer as a Django application."""

    name = "broadsheet.desk"
    label = "desk"
