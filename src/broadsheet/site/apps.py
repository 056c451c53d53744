"""Tell Django of the `site` layer."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The `site` layer as a Django application."""

    name = "broadsheet.site"
    label = "site"
