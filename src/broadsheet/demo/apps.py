"""Tell Django of the `demo` layer."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The `demo` layer as a Django application."""

    name = "broadsheet.demo"
    label = "demo"
