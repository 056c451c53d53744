"""Load article pages of a paper that changes all the time, and see how soon every change is to be seen.

python benchmarks/live_rails.py [--articles 2000] [--rounds 8] [--seconds 10] [--look 80] [--postgresql] [--alone]
Beside `broadsheet serve` run nginx with the same pages as files, a bare dictionary of them behind our web server, and
nginx with pressed pages; `--alone` leaves the last one out.
Needs nginx and wrk (Debian: apt-get install nginx-light wrk). Everything runs on this machine, interleaved.
"""

import argparse
import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from papers import django_script, paper

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from postgresql_server import postgresql  # it lies beside the tests


def main() -> None:
    """Make the paper and have live_servers.py measure it, whose settings depend on what is started here."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=8)
    # As many changes of every kind fall into the turn of each server.
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--look", type=int, default=80, help="seconds for which changes are looked for")
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--alone", action="store_true", help="`broadsheet serve` and nothing beside it")
    chosen = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        os.environ["BROADSHEET_ALLOWED_HOSTS"] = "*"
        if chosen.postgresql:
            os.environ["BROADSHEET_DATABASE_URL"] = stack.enter_context(postgresql(folder))
        if not chosen.alone:
            # Files that are written again all the time, and never needed after a restart, belong in memory.
            place = tempfile.TemporaryDirectory(dir="/dev/shm")
            os.environ["BROADSHEET_PRESS_FOLDER"] = stack.enter_context(place)
        paper(folder / "var", chosen.articles)
        figures = (chosen.rounds, chosen.seconds, chosen.look)
        django_script("live_servers.py", folder / "var", *map(str, figures))


if __name__ == "__main__":
    main()
