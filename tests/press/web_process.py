"""A stand-in for a web process: keeps pages, follows the outbox, and says when each page is gone.

Reads `keep TAG...` and `gone? SECONDS` from its input, a line each; answers a line each.
"""

import sys
import time

import django
from django.utils import timezone

django.setup()

from broadsheet.press.store import Page, PageStore  # noqa: E402
from broadsheet.press.tail import Tail  # noqa: E402


def main() -> None:
    store = PageStore(room=10_000_000)
    tail = Tail(store, pause=0.1)
    tail.start()
    print("ready", flush=True)
    for line in sys.stdin:
        word, *rest = line.split()
        if word == "keep":
            kept = [
                store.keep(f"/{tag}", Page(b"", (), "", frozenset([tag])), made_from=store.heard)
                for tag in rest
            ]
            print(sum(kept), flush=True)
        else:
            until = time.monotonic() + float(rest[0])
            while len(store) and time.monotonic() < until:
                time.sleep(0.005)
            print(f"{len(store)} {timezone.now().timestamp()}", flush=True)
    tail.stop()


main()
