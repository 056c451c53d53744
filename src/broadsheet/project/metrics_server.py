"""Show the figures of a site to Prometheus, and why it is not ready, on a port of their own."""

import json
import logging
import threading
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING, Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import CollectorRegistry, make_wsgi_app
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from ..process.metrics_folder import folder_of
from .checks.addresses import address_of
from .newest_backup import age_of_newest

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

log = logging.getLogger("broadsheet.metrics")

REASONS = "/reasons"
# Later than this, in seconds, something is wrong.
LATE_SECONDS = 10.0


class Figures:
    """All figures of the site over a data folder, read again at each question."""

    def __init__(self, data: Path) -> None:
        self.registry = CollectorRegistry()
        MultiProcessCollector(self.registry, path=str(folder_of(data)))  # type: ignore[no-untyped-call]  # no types there
        self.registry.register(_BackupAge(data))

    def reasons(self, now: float) -> list[str]:
        """Say in sentences why the site, or a part of it, does not do what it should."""
        return list(self._reasons(now))

    def _reasons(self, now: float) -> Iterator[str]:
        for metric in self.registry.collect():
            for sample in metric.samples:
                process, value = sample.labels.get("process", ""), sample.value
                if sample.name == "broadsheet_database_up" and value < 1:
                    yield f"The process {process} cannot read the database."
                elif sample.name == "broadsheet_outbox_lag_seconds" and value > LATE_SECONDS:
                    yield f"The process {process} takes no changes into account since {value:.0f} s."
                elif sample.name == "broadsheet_heartbeat_timestamp_seconds" and now - value > LATE_SECONDS:
                    yield f"The process {process} has said nothing for {now - value:.0f} s."

    def application(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer /reasons with JSON, and everything else with the figures (WSGI)."""
        if environ.get("PATH_INFO") != REASONS:
            printed: Iterable[bytes] = make_wsgi_app(self.registry)(environ, start_response)
            return printed
        reasons = self.reasons(time.time())
        body = json.dumps({"ready": not reasons, "reasons": reasons}).encode()
        status = "503 Service Unavailable" if reasons else "200 OK"
        start_response(status, [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]


class _BackupAge(Collector):
    def __init__(self, data: Path) -> None:
        self._data = data

    def collect(self) -> Iterator[GaugeMetricFamily]:
        age = age_of_newest(self._data, datetime.now(UTC))
        if age is not None:
            seconds = age.total_seconds()
            yield GaugeMetricFamily(
                "broadsheet_backup_age_seconds", "Age of the newest backup.", value=seconds
            )


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Silent(WSGIRequestHandler):
    # A client that says nothing does not keep its thread.
    timeout = 10

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: every scrape would be a line."""


def show_figures(where: str, data: Path) -> _Server | None:
    """Answer on an address such as "127.0.0.1:9108" in a thread of its own, until `shutdown` is called.

    None, and a line in the log, where the address cannot be used: figures are no reason not to serve.
    """
    address = address_of(where)
    if address is None:
        return None
    try:
        server = make_server(*address, Figures(data).application, server_class=_Server, handler_class=_Silent)
    except OSError as error:
        log.error(
            "BROADSHEET_METRICS is %s, which cannot be used: %s. Name another port.", where, error.strerror
        )
        return None
    threading.Thread(target=server.serve_forever, name="metrics", daemon=True).start()
    return server
