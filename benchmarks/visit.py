"""Load all that a browser asks for on a first visit: from nginx, a bare dictionary, `broadsheet serve`, and both together.

python benchmarks/visit.py [load] [--rounds 5] [--seconds 3] [--folder FOLDER]
python benchmarks/visit.py beside: pages and style sheets while an editor searches and 200 clients guess passwords.
python benchmarks/visit.py memory: what all of `serve` takes with 2,000 warm pages.
Needs Chromium, nginx and wrk (Debian: apt-get install chromium nginx-light wrk). Everything runs on this machine,
interleaved; the paper is the demo's, loaded first, which takes half a minute.
"""

import argparse
import os
import random
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

from commands import run
from loading import Asked, Load, broadsheet, family, median, memory_of, read, requests_of, wrk
from papers import paper
from playwright.sync_api import Browser, Request, sync_playwright
from recorded_wsgi import Recorded
from results import show
from unwelcome import Desk
from web_servers import dictionary, nginx_as_printed, record

CONNECTIONS = 32  # as many as wrk opens
WARMING_SECONDS = 1
# By then pages have settled, and are there in the coding that browsers like best.
SETTLE_SECONDS = 15.0
GUESSERS = 200
ARTICLES = 2000
MEMORY_SECONDS, MOST_TURNS = 5, 40
ARTICLE = re.compile(r'href="(/\d{4}/\d{2}/\d{2}/[^"]+)"')
NGINX, BARE = "nginx, static copies", "a bare dictionary"
OURS, PRESSED = "broadsheet serve", "nginx, pressed files"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
             "--disable-background-networking", "--disable-component-update"]  # fmt: skip
# Viewports in CSS pixels, and device pixels to each of them: these choose the pictures.
SCREENS = {"phone": ((390, 844), 3), "desktop": ((1440, 900), 1)}


def main() -> None:
    """Measure one part."""
    parts = {"load": _load, "beside": _beside, "memory": _memory}
    parser = argparse.ArgumentParser()
    parser.add_argument("part", nargs="?", choices=parts, default="load")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="keep what is made, and use what was made there before")
    chosen = parser.parse_args()
    with ExitStack() as stack:
        folder = chosen.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        os.environ |= {
            "BROADSHEET_DATA": str(folder / "var"),
            "BROADSHEET_PRESS_FOLDER": str(folder / "press"),
            # What readers and attackers send as X-Forwarded-For is where they come from.
            "BROADSHEET_TRUSTED_PROXIES": "127.0.0.1",
        }
        parts[chosen.part](chosen, folder, stack)


def _load(chosen: argparse.Namespace, folder: Path, stack: ExitStack) -> None:
    run("demo", "load", "--as-written")
    serve = stack.enter_context(broadsheet("serve"))
    served = serve.port
    front = read(served, "/")
    asked = _visits(f"http://127.0.0.1:{served}", {"front": "/", "article": ARTICLE.search(front)[1]})
    answers = _settled(served, asked)
    servers = {
        NGINX: stack.enter_context(nginx_as_printed(folder, served, pages=_copied(folder, served, answers))),
        BARE: stack.enter_context(dictionary(folder, answers)),
        OURS: serve,
        PRESSED: stack.enter_context(nginx_as_printed(folder, served)),
    }
    scripts = {
        visit: requests_of(folder / f"visit-{place!s}", found)
        for place, (visit, found) in enumerate(asked.items())
    }
    rounds: dict[tuple[str, str], list[Load]] = {}
    for turn in range(chosen.rounds):
        for visit, script in scripts.items():
            # Whatever one leaves behind for the next, no server is always the next.
            for server in random.Random(turn).sample(list(servers), len(servers)):
                # Pages whose files nobody has read for a while are not kept as files.
                wrk(servers[server], script, WARMING_SECONDS)
                rounds.setdefault((visit, server), []).append(wrk(servers[server], script, chosen.seconds))
    for visit, each in asked.items():
        size = sum(len(answers[one.target].body[0]) for one in each)
        title = f"a first visit to {visit}: {len(each)} addresses, {size:,} bytes"
        _compare(title, {server: median(rounds[visit, server]) for server in servers})


def _compare(title: str, middles: Mapping[str, Load]) -> None:
    """Show what the servers did with one visit, beside nginx and beside the dictionary."""
    nginx, bare = middles[NGINX], middles[BARE]
    columns = (
        "server", "requests/s", "of nginx", "of the dictionary", "p50, ms", "p99, ms", "p99 of nginx", "processor, us", "errors",
    )  # fmt: skip
    rows = [
        [
            server, each.rate, each.rate / nginx.rate, each.rate / bare.rate, each.p50, each.p99,
            each.p99 / nginx.p99, each.processor, each.errors,
        ]
        for server, each in middles.items()
    ]  # fmt: skip
    show(title, columns, rows)


def _beside(chosen: argparse.Namespace, folder: Path, stack: ExitStack) -> None:
    run("demo", "load", "--as-written")
    serve = stack.enter_context(broadsheet("serve"))
    served = serve.port
    front = read(served, "/")
    sheets = re.findall(r'href="(/static/[^"]+\.css)"', front)
    kept = {"kept pages": ["/", *dict.fromkeys(ARTICLE.findall(front))], "style sheets": sheets}
    asked = {
        name: [Asked(each, "*/*", "gzip, deflate, br") for each in paths] for name, paths in kept.items()
    }
    _settled(served, asked)
    scripts = {name: requests_of(folder / f"visit-{name.split()[0]}", each) for name, each in asked.items()}
    desk = Desk(served, GUESSERS, folder)
    calm, busy = {name: [] for name in scripts}, {name: [] for name in scripts}
    for _round in range(chosen.rounds):
        for name, script in scripts.items():
            calm[name].append(wrk(serve, script, chosen.seconds))
        with desk.busy(seconds=(chosen.seconds + 3) * len(scripts)):
            for name, script in scripts.items():
                busy[name].append(wrk(serve, script, chosen.seconds))
    rows = []
    for name in scripts:
        before, beside = median(calm[name]), median(busy[name])
        rows += [
            [f"{name}, calm", before.rate, before.p99, 1.0, before.errors],
            [f"{name}, beside", beside.rate, beside.p99, beside.p99 / before.p99, beside.errors],
        ]
    show("server", ("asked for", "requests/s", "p99, ms", "p99 of calm", "errors"), rows)
    show("beside it", ("who", "tried", "refused"), desk.rows())


def _memory(_chosen: argparse.Namespace, folder: Path, stack: ExitStack) -> None:
    paths = paper(folder / "var", ARTICLES)
    serve = stack.enter_context(broadsheet("serve", "--empty"))
    rows = []
    for codings in ("gzip", "gzip, deflate, br, zstd"):
        script = requests_of(folder / "visit-all", [Asked(each, "*/*", codings) for each in paths])
        # Each worker has half of the connections, and every connection asks for all pages. Who comes while many must be
        # rendered is told to come again.
        if all(wrk(serve, script, MEMORY_SECONDS).errors for _turn in range(MOST_TURNS)):
            sys.exit(f"After {MOST_TURNS * MEMORY_SECONDS} s there are still errors.")
        rows.append([codings, memory_of(family(serve.process)) / 1e6])
    columns = ("readers accept", "MB")
    show(f"memory at {len(paths):,} warm pages (PSS of all of `broadsheet serve`)", columns, rows)


def _visits(base: str, pages: dict[str, str]) -> dict[str, list[Asked]]:
    """Return what is asked for on a first visit to each page, on each screen; the name of a visit is of both."""
    with sync_playwright() as driver:
        installed = shutil.which("chromium")
        browser = driver.chromium.launch(executable_path=installed, args=ARGUMENTS)
        try:
            return {
                f"{page}, {screen}": _visit(browser, base, path, screen)
                for page, path in pages.items()
                for screen in SCREENS
            }
        finally:
            browser.close()


def _visit(browser: Browser, base: str, path: str, screen: str) -> list[Asked]:
    (width, height), scale = SCREENS[screen]
    # A context of its own has an empty cache.
    context = browser.new_context(
        viewport={"width": width, "height": height}, device_scale_factor=scale, is_mobile=screen == "phone"
    )
    seen: list[Request] = []
    page = context.new_page()
    page.on("request", lambda request: seen.append(request))
    page.goto(f"{base}{path}", wait_until="networkidle")
    asked = [_asked(each) for each in seen if each.method == "GET" and each.url.startswith(f"{base}/")]
    context.close()
    return list(dict.fromkeys(asked))


def _asked(request: Request) -> Asked:
    address, headers = urlsplit(request.url), request.all_headers()
    target = f"{address.path}?{address.query}" if address.query else address.path
    return Asked(target, headers.get("accept", "*/*"), headers.get("accept-encoding", "identity"))


def _settled(served: int, visits_asked: Mapping[str, list[Asked]]) -> dict[str, Recorded]:
    """Have every page rendered by every worker, wait until it has settled, and return all answers."""
    headers = {
        each.target: {"Accept": each.accept, "Accept-Encoding": each.accept_encoding}
        for found in visits_asked.values()
        for each in found
    }
    if strange := [each for each in headers if "?" in each]:
        sys.exit(f"A first visit asks for {strange[0]}, whose query the dictionary does not know.")
    for _connection in range(CONNECTIONS):
        record(served, headers)
    time.sleep(SETTLE_SECONDS)
    return record(served, headers)


def _copied(folder: Path, served: int, answers: Mapping[str, Recorded]) -> Path:
    """Write the pages among the answers down as nginx expects them; static files and pictures are files already."""
    root = folder / "copies"
    pages = {path: {"Accept-Encoding": "gzip"} for path in answers if path.endswith("/")}
    for path, answer in record(served, pages).items():
        place = root / path.strip("/")
        place.mkdir(parents=True, exist_ok=True)
        (place / "index.html.gz").write_bytes(answer.body[0])
    return root


if __name__ == "__main__":
    main()
