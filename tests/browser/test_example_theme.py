"""The example theme is as accessible and as valid as our own look."""

import json
import shutil
import subprocess

import pytest
from playwright.sync_api import sync_playwright
from test_pages_are_accessible import ARGUMENTS, AXE, CHROMIUM, _violations
from test_pages_are_valid import JAR

from themes import TABLOID, wear
from whole_paper import print_whole_paper

SCREENS = [(360, 740, "light"), (1440, 1000, "dark")]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.mark.skipif(CHROMIUM is None or not AXE.exists(), reason="run `make browser validator`")
@pytest.mark.skipif(shutil.which("java") is None or not JAR.exists(), reason="run `make validator`")
def test_the_example_theme_can_be_read_by_everyone_and_is_valid_html(
    transactional_db, live_server, picture, settings, tmp_path
):
    wear(TABLOID, settings)
    paths = print_whole_paper(picture)
    # The front page, the article with everything, a list, a front from the right, and where nothing is.
    chosen = [paths[0], paths[3], "/section/town/", paths[2], "/nowhere/"]
    wrong = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for width, height, scheme in SCREENS:
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme=scheme, bypass_csp=True
            )
            page = context.new_page()
            for number, path in enumerate(chosen):
                answer = page.goto(live_server.url + path)
                (tmp_path / f"{number}.html").write_bytes(answer.body())
                wrong += [(path, width, scheme, *each) for each in _violations(page)]
                if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                    wrong.append((path, width, scheme, "scrolls sideways", ""))
            context.close()
        browser.close()
    nu = ["java", "-jar", str(JAR), "--format", "json", "--exit-zero-always"]
    checked = subprocess.run(
        [*nu, *map(str, sorted(tmp_path.glob("?.html")))], capture_output=True, check=True
    )

    said = json.loads(checked.stderr)["messages"]
    assert (wrong, [(each["url"][-6:], each["message"]) for each in said]) == ([], [])
