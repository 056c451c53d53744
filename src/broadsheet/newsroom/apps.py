"""Tell Django of the `newsroom` layer."""

from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    """The `newsroom` layer as a Django application."""

    name = "broadsheet.newsroom"
    label = "newsroom"
    verbose_name = "Newsroom"

    def ready(self) -> None:
        # Signals need the models, which exist only from here on.
        from . import changes, kept_kills, moves, uses  # noqa: PLC0415
        from .indexing import deleting  # noqa: PLC0415
        from .pictures import renditions, retiring  # noqa: PLC0415

        changes.connect()
        moves.connect()
        kept_kills.connect()
        uses.connect()
        deleting.connect()
        renditions.connect()
        retiring.connect()
