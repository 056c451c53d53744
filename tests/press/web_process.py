"""A stand-in for a web process: keeps pages, follows the outbox, and says when each page is gone.

Reads `keep TAG...` and `gone? SECONDS` from its input, a line each; answers a line each.
"""

import sys
import time

import django
from django.utils import timezone

django.setup()

from broadsheet.press.cached_pages import NEVER, Assembled, CachedPage, TagSet, Whole, join  # noqa: E402
from broadsheet.press.pieces import Piece  # noqa: E402
from broadsheet.press.pressing import Press  # noqa: E402


def main() -> None:
    press = Press(room=10_000_000, pause=0.1)
    press.start()
    cache = press.cache
    print("ready", flush=True)
    for line in sys.stdin:
        word, *rest = line.split()
        if word == "keep":
            kept = [cache.keep(f"/{tag}", _page(tag), made_from=cache.heard) for tag in rest]
            print(sum(kept), flush=True)
        else:
            until = time.monotonic() + float(rest[0])
            while len(cache) and time.monotonic() < until:
                time.sleep(0.005)
            print(f"{len(cache)} {timezone.now().timestamp()}", flush=True)
    press.stop()


def _page(tag: str) -> CachedPage:
    assembled = Assembled((Piece.of(b""),), (TagSet([tag]),))
    joined = join(NEVER, Whole.share.value, assembled, now=0.0, before=None)
    return CachedPage(Whole(assembled), status="200 OK", headers=(), best_before=NEVER, joined=joined)


main()
