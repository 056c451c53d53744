"""The index of readers' search in the tests' own data folder, as the process that keeps it would have it."""

from pathlib import Path

from django.conf import settings

from broadsheet.worker.search_index import FOLDER, SearchIndex


def index_articles() -> None:
    """Build the index of what readers can see now, in place of the one that an earlier test has left."""
    index = SearchIndex(Path(settings.DATA) / FOLDER)
    index.rebuild()
    index.catch_up()
    index.close()
