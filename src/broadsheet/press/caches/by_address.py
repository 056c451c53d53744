"""Purge by address, in any cache for which Wagtail's frontend cache has a backend.

https://docs.wagtail.org/en/stable/reference/contrib/frontendcache.html
"""

import logging
import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from wagtail.contrib.frontend_cache.utils import get_backends

from .purges import Purge, Unreached

_LOG = logging.getLogger("wagtail.frontendcache")
# A cache that does not have a page answers so to the order to forget it; it is all the same to us.
_NOT_THERE = 404

Addresses = Callable[[Collection[str]], list[str]]


class ByAddress:
    """One of Wagtail's backends, as its setting WAGTAILFRONTENDCACHE describes it.

    `addresses` says at which addresses what some tags name is shown. Wagtail's own way to purge is not taken: it multiplies
    addresses by every language that there could be an edition in, and leaves it to the log whether anything was purged.
    """

    def __init__(self, alias: str, setting: Mapping[str, Any], addresses: Addresses) -> None:
        self.name = f"Wagtail's backend {alias}"
        self._backend = get_backends({alias: dict(setting)})[alias]
        self._addresses = addresses

    def purge(self, what: Purge) -> None:
        """Purge the addresses of what is gone and of what has changed. Raises Unreached."""
        purged = [
            each
            for each in self._addresses(what.gone | what.changed)
            if self._backend.invalidates_hostname(urlsplit(each).hostname)
        ]
        if not purged:
            return
        with _failures() as failures:
            try:
                self._backend.purge_batch(purged)
            except Exception as error:  # whatever its library raises
                raise Unreached(f"{type(error).__name__}: {error}") from error
        if failures:
            raise Unreached(failures[0])


class _Listener(logging.Filter):
    """Takes out of Wagtail's log, which has no other way to say it, what failed in one thread."""

    def __init__(self) -> None:
        super().__init__()
        self.failures: list[str] = []
        self._thread = threading.get_ident()

    def filter(self, record: logging.LogRecord) -> bool:
        if record.thread != self._thread or record.levelno < logging.ERROR:
            return True
        if not isinstance(record.args, tuple) or _NOT_THERE not in record.args:
            self.failures.append(record.getMessage())
        return False


@contextmanager
def _failures() -> Iterator[list[str]]:
    listener = _Listener()
    _LOG.addFilter(listener)
    try:
        yield listener.failures
    finally:
        _LOG.removeFilter(listener)
