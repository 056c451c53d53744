"""Find out what Chromium asks a site for on a first visit: each address, with what the browser accepts there.

python benchmarks/first_visit.py http://127.0.0.1:8000/ prints it for a phone and a desktop.
Needs Chromium (Debian: apt-get install chromium), which Playwright drives.
"""

import shutil
import sys
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Request, sync_playwright

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
             "--disable-background-networking", "--disable-component-update"]  # fmt: skip
# Viewports in CSS pixels, and device pixels to each of them: these choose the pictures.
SCREENS = {"phone": ((390, 844), 3), "desktop": ((1440, 900), 1)}


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of a browser: path and query, and the two headers that choose among answers."""

    target: str
    accept: str
    accept_encoding: str


def visits(base: str, pages: dict[str, str]) -> dict[str, list[Asked]]:
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


if __name__ == "__main__":
    address = urlsplit(sys.argv[1])
    for name, found in visits(
        f"{address.scheme}://{address.netloc}", {address.path: address.path or "/"}
    ).items():
        print(
            name, *(f"{each.target}   {each.accept_encoding}   {each.accept}" for each in found), sep="\n  "
        )
