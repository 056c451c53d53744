"""Make the pictures in docs/screenshots: serve the demo edition, look at it with Chromium, keep what is seen.

`tools/screenshots.py NAME...` keeps only those of these names, such as desk-paper.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

REPOSITORY = Path(__file__).resolve().parent.parent
TARGET = REPOSITORY / "docs" / "screenshots"
TABLOID = REPOSITORY / "themes" / "tabloid"
# A small paper in each language that the demo has none in.
PAPERS = sorted((REPOSITORY / "tools" / "papers").glob("*.xml"))
FILLING = REPOSITORY / "tools" / "small_papers.py"
PROGRAM = [sys.executable, "-m", "broadsheet.cli"]
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
DESKTOP, PHONE = (1360, 1000), (390, 844)
# Long, for a machine on which tests run.
START_SECONDS = 300
COLOURS = 200
# What is looked for in the editions whose lists are looked at.
SEARCHED = {"en": "bridge", "az": "körpü", "fa": "پل"}
# Pictures that are named on the command line; all where none is.
ONLY = frozenset(sys.argv[1:])


def main() -> None:
    """Make every picture anew, or those that are named."""
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        site = Path(folder)
        # As it is written, so that a picture changes only where the paper does.
        _command(site, "demo", "load", "--as-written")
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        with _served(site) as (base, user, password):
            _pages(browser, base)
            _desk(browser, base, user, password)
        # Last, for the pages of all editions name them.
        for paper in PAPERS:
            _command(
                site, "import", str(paper), "--new-edition", paper.stem, "--edition-name", _name_of(paper)
            )
        _command(site, "manage", "shell", "-v0", "-c", FILLING.read_text())
        with _served(site) as (base, _user, _password):
            _languages(browser, base)
        with _served(site, theme=TABLOID) as (base, _user, _password):
            _theme(browser, base)
        browser.close()


def _pages(browser: Browser, base: str) -> None:
    article = _an_article(base)
    for name, path in (("front", "/"), ("article", article)):
        _look(browser, f"{name}-desktop-light", base + path, DESKTOP, "light")
        _look(browser, f"{name}-desktop-dark", base + path, DESKTOP, "dark")
        _look(browser, f"{name}-phone-light", base + path, PHONE, "light")
    _look(browser, "rails-desktop-light", base + article, DESKTOP, "light", scroll_to=".rails, .rail")


def _languages(browser: Browser, base: str) -> None:
    """Look at front and article in each other language, and at the lists of three of them."""
    for language in sorted({"az", "ru"} | {each.stem for each in PAPERS}):
        front = f"/{language}/"
        for name, path in (("front", front), ("article", _lead_of(base, front))):
            _look(browser, f"{name}-{language}-desktop-light", base + path, DESKTOP, "light")
            _look(browser, f"{name}-{language}-phone-dark", base + path, PHONE, "dark")
    for language, word in SEARCHED.items():
        root = base + ("/" if language == "en" else f"/{language}/")
        answer = f"{root}search/?q={quote(word)}"
        with urllib.request.urlopen(answer, timeout=30) as response:
            narrower = re.findall(r'href="([^"]+[?&;]section=[^"]+)"', response.read().decode())[0]
        for name, address in (
            ("popular", f"{root}popular/week/"), ("corrections", f"{root}corrections/"), ("search", answer),
            ("search-empty", f"{root}search/"), ("search-narrowed", base + unescape(narrower)),
        ):  # fmt: skip
            _look(browser, f"{name}-{language}-desktop-dark", address, DESKTOP, "dark")
            _look(browser, f"{name}-{language}-phone-light", address, PHONE, "light")


def _theme(browser: Browser, base: str) -> None:
    """Look at the example theme."""
    article = _an_article(base)
    _look(browser, "tabloid-front-desktop-light", base + "/", DESKTOP, "light")
    _look(browser, "tabloid-front-phone-dark", base + "/", PHONE, "dark")
    _look(browser, "tabloid-article-desktop-dark", base + article, DESKTOP, "dark")
    _look(browser, "tabloid-article-phone-light", base + article, PHONE, "light")
    _look(browser, "tabloid-front-fa-desktop-light", base + "/fa/", DESKTOP, "light")
    _look(browser, "tabloid-search-phone-light", f"{base}/search/?q={SEARCHED['en']}", PHONE, "light")
    _look(browser, "tabloid-popular-desktop-dark", f"{base}/popular/week/", DESKTOP, "dark")


def _name_of(paper: Path) -> str:
    return ElementTree.parse(paper).findtext("channel/title") or ""


def _lead_of(base: str, front: str) -> str:
    """Return the path of the story that leads a front page."""
    with urllib.request.urlopen(base + front, timeout=30) as response:
        return re.findall(r'class="card-headline"><a href="([^"#]+)', response.read().decode())[0]


def _command(site: Path, *arguments: str) -> None:
    """Run a command of the site and show what it says."""
    subprocess.run([*PROGRAM, *arguments], env=_environment(site), check=True)


def _environment(site: Path) -> dict[str, str]:
    return os.environ | {"BROADSHEET_DATA": str(site / "var")}


@contextmanager
def _served(site: Path, *, theme: Path | None = None) -> Iterator[tuple[str, str, str]]:
    """Serve the site, and give its address, its account and the password."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = _environment(site) | {"BROADSHEET_PORT": str(port)}
    if theme is not None:
        environment["BROADSHEET_THEME"] = str(theme)
    log = site / "said.log"
    with log.open("a") as output:
        process = subprocess.Popen([*PROGRAM, "serve"], env=environment, stdout=output, stderr=output)
        try:
            base = f"http://127.0.0.1:{port}"
            _wait_for(base)
            # The account is named once, at the first start.
            user, kept = re.search(
                r"editor +(\S+) \(administrator\) +password in +(\S+)", log.read_text()
            ).groups()  # type: ignore[union-attr]
            yield base, user, Path(kept).read_text().strip()
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)


def _wait_for(base: str) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            urllib.request.urlopen(f"{base}/robots.txt", timeout=5).close()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.3)


def _an_article(base: str) -> str:
    """Return the path of a demo article with a picture, a quotation and a table in it."""
    with urllib.request.urlopen(f"{base}/search/?q=barrier", timeout=30) as response:
        found = re.findall(r'href="(/20\d\d/\d\d/\d\d/[^"]+)"', response.read().decode())
    for path in dict.fromkeys(found):
        with urllib.request.urlopen(base + path, timeout=30) as response:
            page = response.read().decode()
        if "<table" in page and "<blockquote" in page and 'fetchpriority="high"' in page:
            return path
    return found[0]


def _look(
    browser: Browser, name: str, url: str, size: tuple[int, int], scheme: str, *, scroll_to: str = ""
) -> None:
    if ONLY and name not in ONLY:
        return
    width, height = size
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(url)
    if scroll_to:
        page.locator(scroll_to).first.scroll_into_view_if_needed()
        page.locator(scroll_to).first.evaluate("each => each.scrollIntoView()")
    _keep(page, name)
    context.close()


def _desk(browser: Browser, base: str, user: str, password: str) -> None:
    page = browser.new_page(viewport={"width": DESKTOP[0], "height": DESKTOP[1]})
    page.goto(f"{base}/desk/login/")
    page.fill("[name=username]", user)
    page.fill("[name=password]", password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/")
    _keep(page, "desk-home")
    page.goto(f"{base}/desk/snippets/newsroom/article/")
    _keep(page, "desk-articles")
    page.get_by_role("link", name=re.compile("Toll passes")).first.click()
    page.wait_for_load_state("networkidle")
    _keep(page, "desk-edit")
    _article_parts(page, base)
    page.goto(f"{base}/desk/picks/")
    _keep(page, "desk-picks")
    _furniture(page, base)


def _article_parts(page: Page, base: str) -> None:
    """Look at the rails of the open article, at a correction of it, and at the question before it is killed."""
    number = re.findall(r"/(\d+)/", page.url)[-1]
    page.get_by_role("tab", name=re.compile("Rails")).click()
    _keep(page, "desk-rails")
    page.get_by_role("tab", name=re.compile("Corrections")).click()
    page.get_by_role("button", name="Add correction").click()
    # Under those that it has already.
    page.locator("textarea[name^=corrections-]:visible").last.fill(
        "An earlier version gave the wrong year of the bridge."
    )
    _keep(page, "desk-corrections")
    page.goto(f"{base}/desk/articles/{number}/kill/")
    _keep(page, "desk-kill")


def _furniture(page: Page, base: str) -> None:
    """Look at what is around the news: users, look, menu and pages."""
    page.goto(f"{base}/desk/users/")
    _keep(page, "desk-users")
    page.goto(f"{base}/desk/paper/")
    _keep(page, "desk-paper")
    page.goto(f"{base}/desk/snippets/newsroom/edition/")
    page.get_by_role("link", name="The Narrin Lantern").first.click()
    page.wait_for_load_state("networkidle")
    if page.get_by_role("link", name="Put all sections in the menu").count():
        page.get_by_role("link", name="Put all sections in the menu").click()
        page.wait_for_load_state("networkidle")
    _keep(page, "desk-menu")
    page.goto(f"{base}/desk/snippets/newsroom/page/add/?propose=imprint&locale=en")
    _keep(page, "desk-page")


def _keep(page: Page, name: str) -> None:
    """Keep what the browser shows, in as many colours as a newspaper needs, if this picture is wanted."""
    if ONLY and name not in ONLY:
        return
    page.wait_for_timeout(900)
    path = TARGET / f"{name}.png"
    page.screenshot(path=path)
    Image.open(path).convert("RGB").quantize(COLOURS).save(path, optimize=True)
    print(path.relative_to(TARGET.parent.parent), f"{path.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
