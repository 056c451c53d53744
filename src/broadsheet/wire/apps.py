"""Tell Django of the `wire` layer."""

from django.apps import AppConfig


class WireConfig(AppConfig):
    """The `wire` layer as a Django application."""

    name = "broadsheet.wire"
    label = "wire"
