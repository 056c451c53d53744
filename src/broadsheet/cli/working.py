"""`broadsheet worker`: run the worker, with the figures of the site on a port of their own."""

import threading

from django.conf import settings

from ..process.worker_lock import run_alone
from ..project.metrics_server import show_figures
from ..worker.working import Worker, log


def work() -> None:
    """Work until told to stop."""
    run_alone(_work, settings.DATA, what="worker", log=log, politeness=0)


def _work(stop: threading.Event) -> None:
    # Here, for there is one worker at a time, and no reader waits for it.
    figures = show_figures(settings.OPTIONS.metrics, settings.DATA)
    Worker(stop).run()
    if figures is not None:
        figures.shutdown()
        figures.server_close()
