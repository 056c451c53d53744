"""Every kind of page is free of what axe finds wrong, on a phone and a wide screen, light and dark."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from whole_paper import dress_the_paper, print_whole_paper

AXE = Path(__file__).resolve().parents[2] / "var" / "tools" / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
SCREENS = [(320, 640, "light"), (1440, 900, "dark")]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.mark.skipif(CHROMIUM is None or not AXE.exists(), reason="run `make browser validator`")
@pytest.mark.parametrize("is_branded", [False, True], ids=["plain", "branded"])
def test_every_kind_of_page_can_be_read_by_everyone(transactional_db, live_server, picture, is_branded):
    paths = print_whole_paper(picture)
    if is_branded:
        dress_the_paper()
        # The front page, one from the right, an article, a list, and where nothing is.
        paths = [paths[0], *paths[2:5], "/section/town/", "/nowhere/"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        wrong = []
        for width, height, scheme in SCREENS:
            # axe is brought in from outside the page, whose policy rightly forbids that.
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme=scheme, bypass_csp=True
            )
            page = context.new_page()
            for path in paths:
                page.goto(live_server.url + path)
                wrong += [(path, width, scheme, *each) for each in _violations(page)]
                if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                    wrong.append((path, width, scheme, "scrolls sideways", ""))
            context.close()
        browser.close()

    assert wrong == []


def _violations(page: Page) -> list[tuple[str, str]]:
    page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run()")["violations"]
    return [(each["id"], node["html"][:200]) for each in found for node in each["nodes"]]
