"""Run Broadsheet's web processes with no room for a page, neither at the kiosk nor at the press, for cold_pages.py.

python benchmarks/cold_door.py --port 8001
What pages share, the board above all, is kept as always. At /asked it says how often Django was asked for a page.
"""

import argparse
import os
import sys
from collections.abc import Iterable
from multiprocessing import Value
from typing import Any

import typer

ASKED = "/asked"


class Asked:
    """Django's application; `times` counts how often it was asked, in memory that all web processes share."""

    def __init__(self, django: Any, times: Any) -> None:
        self.django = django
        self.times = times

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] == ASKED:
            start_response("200 OK", [("Content-Type", "text/plain")])
            return [str(self.times.value).encode()]
        with self.times.get_lock():
            self.times.value += 1
        return self.django(environ, start_response)


def main() -> None:
    """Do what `broadsheet web` does. Web processes are copies of this one, so they have what is changed here."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", required=True)
    os.environ["BROADSHEET_PORT"] = parser.parse_args().port
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "broadsheet.project.settings")
    from broadsheet.project.commands import serving  # noqa: PLC0415  # it reads the settings

    _keep_nothing()
    try:
        serving.web()
    except typer.Exit as left:
        sys.exit(left.exit_code)


def _keep_nothing() -> None:
    from broadsheet.project import press_room, reading_room, web_process  # noqa: PLC0415

    for each in (press_room, web_process):
        each.room_of_pages = lambda: 0
    times, application = Value("q"), reading_room.get_wsgi_application
    reading_room.get_wsgi_application = lambda: Asked(application(), times)


if __name__ == "__main__":
    main()
