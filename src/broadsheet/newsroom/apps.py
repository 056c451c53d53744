"""Tell Django of the `newsroom` layer."""

from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    """The `newsroom` layer as a Django application."""

    name = "broadsheet.newsroom"
    label = "newsroom"
