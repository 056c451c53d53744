"""`broadsheet worker`: run the worker, with the figures of the site on a port of their own."""

import threading

from django.conf import settings

from ..press.leadership import leading
from ..process.worker_lock import run_alone
from ..project.metrics_server import show_figures
from ..worker.working import NAME, Worker, log


def work() -> None:
    """Work until told to stop, as long as no other worker over this database does."""
    run_alone(_work, settings.DATA, what="worker", log=log, politeness=0)


def _work(stop: threading.Event) -> None:
    # Here, for there is one worker at a time on a machine, and no reader waits for it.
    figures = show_figures(settings.OPTIONS.metrics, settings.DATA)
    while not stop.is_set():
        with leading(NAME, stop, log=log) as over:
            if over is not None:
                log.info("The worker leads")
                Worker(over).run()
    if figures is not None:
        figures.shutdown()
        figures.server_close()
