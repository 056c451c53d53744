"""Search the desk by the database's full text; Wagtail's setting WAGTAILSEARCH_BACKENDS names this module."""

from typing import Any

from wagtail.search.backends.database import SearchBackend as backend_of_database


def SearchBackend(params: dict[str, Any]) -> Any:
    """Return the backend for the kind of database that there is."""
    backend = backend_of_database(params)
    backend.index_class = _with_even_titles(backend.index_class)
    return backend


def _with_even_titles(index_class: Any) -> Any:
    """Return an index that does not weigh titles by length on each save: that would read the titles of all articles.

    A title without a weight counts as one of average length. `update_index` weighs all titles.
    """

    class EvenTitles(index_class):
        def _refresh_title_norms(self, full: bool = False) -> None:
            if full:
                super()._refresh_title_norms(full=True)

    return EvenTitles
