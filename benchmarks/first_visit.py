"""Visit the demo edition for the first time, with a phone on a slow network, in a real Chromium.

    python benchmarks/first_visit.py

Shows for the front page, an article without a picture and one with: bytes and requests, how much the page moves while it
arrives (CLS), and when its largest part stands there (LCP); with each of two fonts alone on the machine. The network is
Chrome's "slow 4G", and the link that Lighthouse simulates; once, the fonts come long after the rest.
"""

import argparse
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.request import urlopen

from commands import run
from loading import broadsheet
from playwright.sync_api import Browser, Page, Route, sync_playwright
from results import Cell, show

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
             "--disable-background-networking", "--disable-component-update"]  # fmt: skip
ROUNDS = 3
LATE_MILLISECONDS, SETTLED_MILLISECONDS = 2500, 500
PHONE = {"viewport": {"width": 412, "height": 823}, "device_scale_factor": 1.75, "is_mobile": True}
# Seconds until the first byte of an answer, and bits a second down and up.
SLOW_4G = (0.5625, 1_474_560, 675_000)
SIMULATED = (0.150, 1_638_400, 675_000)
FALLBACKS = {"DejaVu Serif": "dejavu", "Noto Serif": "noto"}
FONT_FOLDERS = Path("/usr/share/fonts/truetype")
# What a page has moved in its worst five seconds, and when its largest part was painted: https://web.dev/articles/cls
OBSERVE = """
window.shifts = []; window.largest = 0;
new PerformanceObserver(list => { for (const e of list.getEntries()) if (!e.hadRecentInput) shifts.push([e.startTime, e.value]); })
  .observe({type: 'layout-shift', buffered: true});
new PerformanceObserver(list => { for (const e of list.getEntries()) largest = e.startTime; })
  .observe({type: 'largest-contentful-paint', buffered: true});
"""


@dataclass(frozen=True, slots=True)
class Visit:
    """What a first visit to a page took."""

    kilobytes: float
    requests: int
    shift: float
    largest_seconds: float


def main() -> None:
    missing = [each for each in FALLBACKS.values() if not (FONT_FOLDERS / each).is_dir()]
    if shutil.which("chromium") is None or missing:
        print(f"A first visit needs Chromium, and the fonts DejaVu Serif and Noto Serif. Missing: {missing}")
        return
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--at", help="look at a site that runs already, at this address")
    chosen = parser.parse_args()
    with ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        base = chosen.at or _demo(stack, work)
        rows = measure(base, work)
    columns = ("page", "font of the machine", "KB", "requests", "CLS", "CLS, fonts late", "LCP s, slow 4G", "LCP s, simulated link")  # fmt: skip
    show("A first visit by phone", columns, rows)


def _demo(stack: ExitStack, work: Path) -> str:
    """Serve a site with the demo edition until the stack is left; return its address."""
    os.environ["BROADSHEET_DATA"] = str(work / "var")
    run("demo", "load", "--as-written")
    return f"http://127.0.0.1:{stack.enter_context(broadsheet('serve')).port}"


def measure(base: str, work: Path) -> list[list[Cell]]:
    """Return a row for each page and font."""
    pages = {
        "front": "/",
        "article without a picture": an_article(base, has_picture=False),
        "article with a picture": an_article(base, has_picture=True),
    }
    rows: list[list[Cell]] = []
    for font, folder in FALLBACKS.items():
        with browser_with(folder, work) as browser:
            rows += [[name, font, *measured(browser, base + path)] for name, path in pages.items()]
    return rows


def an_article(base: str, *, has_picture: bool) -> str:
    """Return the path of an article on the front page."""
    for path in dict.fromkeys(re.findall(r'href="(/20\d\d/\d\d/\d\d/[^"#]+)"', read(base))):
        if ('class="story-picture"' in read(base + path)) is has_picture:
            return path
    raise LookupError(f"No article on the front page {'has a' if has_picture else 'is without a'} picture.")


def read(address: str) -> str:
    with urlopen(address, timeout=30) as response:
        return str(response.read().decode())


@contextmanager
def browser_with(fonts: str, work: Path) -> Iterator[Browser]:
    """Start a browser on a machine with these fonts alone."""
    told = work / f"{fonts}.conf"
    told.write_text(
        f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>{FONT_FOLDERS / fonts}</dir>'
        f"<cachedir>{work / 'fonts-cache'}</cachedir></fontconfig>"
    )
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=ARGUMENTS, env={"FONTCONFIG_FILE": str(told)}
        )
        yield browser
        browser.close()


def measured(browser: Browser, address: str) -> list[Cell]:
    slow = [visit(browser, address, SLOW_4G) for _round in range(ROUNDS)]
    simulated = [visit(browser, address, SIMULATED) for _round in range(ROUNDS)]
    late = visit(browser, address, SIMULATED, fonts_late=True)
    return [
        median(each.kilobytes for each in slow),
        int(median(each.requests for each in slow)),
        max(each.shift for each in (*slow, *simulated)),
        late.shift,
        median(each.largest_seconds for each in slow),
        median(each.largest_seconds for each in simulated),
    ]


def visit(
    browser: Browser, address: str, network: tuple[float, int, int], *, fonts_late: bool = False
) -> Visit:
    """Open a page with nothing cached, and wait until nothing of it is on its way.

    With `fonts_late` the fonts come when the page has stood for a while, as they may where the network stalls.
    """
    context = browser.new_context(**PHONE, bypass_csp=True)
    page = context.new_page()
    received, requests = throttled(page, network)
    page.add_init_script(OBSERVE)
    held: list[Route] = []
    if fonts_late:
        page.route("**/*.woff2", lambda route: held.append(route))
    page.goto(address, wait_until="domcontentloaded")
    if fonts_late:
        page.wait_for_timeout(LATE_MILLISECONDS)
        for each in held:
            each.continue_()
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(SETTLED_MILLISECONDS)
    shifts, largest = page.evaluate("[shifts, largest]")
    context.close()
    return Visit(sum(received) / 1000, len(requests), worst_window(shifts), largest / 1000)


def throttled(page: Page, network: tuple[float, int, int]) -> tuple[list[int], list[str]]:
    """Slow the network of a page; return lists that its bytes and requests are added to."""
    received: list[int] = []
    requests: list[str] = []
    wait, down, up = network
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": wait * 1000,
            "downloadThroughput": down / 8,
            "uploadThroughput": up / 8,
        },
    )
    devtools.on("Network.loadingFinished", lambda said: received.append(int(said["encodedDataLength"])))
    devtools.on("Network.requestWillBeSent", lambda said: requests.append(said["request"]["url"]))
    return received, requests


def worst_window(shifts: list[list[float]]) -> float:
    """Return the largest sum of shifts less than a second apart, in at most five seconds."""
    worst = total = 0.0
    began = before = -1e9
    for at, value in shifts:
        if at - before > 1000 or at - began > 5000:
            began, total = at, 0.0
        before, total = at, total + value
        worst = max(worst, total)
    return worst


if __name__ == "__main__":
    main()
