"""Tell Django of the `audience` layer."""

from django.apps import AppConfig


class AudienceConfig(AppConfig):
    """The `audience` layer as a Django application."""

    name = "broadsheet.audience"
    label = "audience"
