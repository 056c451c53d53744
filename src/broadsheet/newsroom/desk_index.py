"""The database's own full text, in which the desk searches; Wagtail's setting WAGTAILSEARCH_BACKENDS names this module."""

from typing import Any

from wagtail.search.backends.database import SearchBackend as backend_of_database


def SearchBackend(params: dict[str, Any]) -> Any:
    """Return the backend for the kind of database that there is."""
    backend = backend_of_database(params)
    backend.index_class = _with_even_titles(backend.index_class)
    return backend


def _with_even_titles(index_class: Any) -> Any:
    """Return an index that does not weigh titles by their length: for that each save would read the titles of all articles.

    What is not weighed counts as a title of average length does. `update_index` weighs all of them, once.
    """

    class EvenTitles(index_class):
        def _refresh_title_norms(self, full: bool = False) -> None:
            if full:
                super()._refresh_title_norms(full=True)

    return EvenTitles
