"""A process that asks the database as requests do, follows the outbox and does background work beside that.

Reads `ask COUNT` and `turns SECONDS` from its input, a line each, and answers a line each: how many of as many threads
failed and after how many seconds, or in how many seconds the worker and the follower each did a turn again.
"""

import json
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import django
from django.db import Error, close_old_connections, connection

django.setup()

from broadsheet.press.pressing import Press  # noqa: E402
from broadsheet.worker.following import Follower  # noqa: E402
from broadsheet.worker.working import Worker  # noqa: E402

SECONDS = 0.3
done: dict[str, float] = {}


def ask(count: int) -> str:
    """Have threads ask at the same moment, each for a while; they give back what they were lent, as after a request."""
    failures: list[str] = []
    together = threading.Barrier(count)

    def request() -> None:
        together.wait()
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(%s)", [SECONDS])
        except Error as error:
            failures.append(str(error))
        finally:
            close_old_connections()

    threads = [threading.Thread(target=request) for _number in range(count)]
    begun = time.monotonic()
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return json.dumps({"failures": failures, "seconds": time.monotonic() - begun})


def turns(seconds: float) -> str:
    """Wait until each does a turn, and say how long that took."""
    begun = time.monotonic()
    done.clear()
    while len(done) < 2 and time.monotonic() - begun < seconds:
        time.sleep(0.01)
    return json.dumps({name: at - begun for name, at in done.items()})


class Busy:
    """Whatever does turns, with the moment of the last that was done written down."""

    def __init__(self, name: str, kind: Callable[[], Any]) -> None:
        self.name, self.work = name, kind()
        turn = self.work.turn

        def noted(now):
            found = turn(now)
            done[name] = time.monotonic()
            return found

        self.work.turn = noted


def main() -> None:
    stop = threading.Event()
    worker, follower = Busy("worker", lambda: Worker(stop)), Busy("follower", Follower)
    press = Press(room=1_000_000, pause=0.05)
    press.start()
    for run in (worker.work.run, lambda: follower.work.run(stop)):
        threading.Thread(target=run, daemon=True).start()
    print("ready", flush=True)
    for line in sys.stdin:
        word, number = line.split()
        print(ask(int(number)) if word == "ask" else turns(float(number)), flush=True)
    stop.set()
    press.stop()


main()
