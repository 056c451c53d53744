"""A hundred times in a real browser: type, and save at once. Every character is kept."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, Route, sync_playwright
from running_paper import Paper, running_paper

pytestmark = pytest.mark.browser

CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
# Ten pages, on each of which nine tries are read from what the browser sends and the tenth from what was stored.
PAGES, TRIES = 10, 10
LATEST_MS = 300
WORDS = "The ferry sails again said the minister"


@pytest.fixture(scope="module")
def paper(tmp_path_factory) -> Iterator[Paper]:
    with running_paper(tmp_path_factory.mktemp("paper")) as paper:
        yield paper


@pytest.fixture(scope="module")
def desk(paper) -> Iterator[Page]:
    with sync_playwright() as driver:
        installed = {"executable_path": CHROMIUM} if Path(CHROMIUM).exists() else {}
        browser = driver.chromium.launch(args=QUIET, **installed)
        page = browser.new_page(viewport={"width": 1400, "height": 1000}, base_url=paper.base)
        page.goto("/desk/login/")
        page.fill("[name=username]", paper.user)
        page.fill("[name=password]", paper.password)
        page.keyboard.press("Enter")
        page.wait_for_url("**/desk/")
        yield page
        browser.close()


def test_every_character_is_kept_when_it_is_saved_at_once(desk):
    edit = _new_draft(desk)
    lost = []
    for load in range(PAGES):
        desk.goto(edit)
        for number in range(TRIES - 1):
            said = f"{WORDS} {load}.{number}"
            if said not in _sent(desk, edit, said, after_ms=_pause(load, number)):
                lost.append(said)
        said = f"{WORDS} {load}.stored"
        with desk.expect_navigation():
            _type_and_save(desk, said, after_ms=_pause(load, TRIES - 1))
        if said not in desk.input_value("[name=body-0-value]"):
            lost.append(said)

    assert lost == []


def _new_draft(desk: Page) -> str:
    """Write a draft and return the address of its edit screen."""
    desk.goto("/desk/snippets/newsroom/article/add/")
    desk.get_by_placeholder("Headline").fill("The ferry sails again")
    desk.locator(".public-DraftEditor-content").first.click()
    desk.keyboard.insert_text("It had been away for a week.")
    with desk.expect_navigation():
        desk.keyboard.press("Control+s")
    return desk.url


def _pause(load: int, number: int) -> int:
    """Spread the tries evenly from 0 to LATEST_MS."""
    return (load * TRIES + number) * LATEST_MS // (PAGES * TRIES - 1)


def _sent(desk: Page, edit: str, said: str, *, after_ms: int) -> str:
    """Type and save, and return what the browser sends; the answer "204 No Content" leaves it on the page."""
    saved: list[str] = []

    def answer(route: Route, request: Request) -> None:
        if request.method == "POST" and "text/html" in request.headers.get("accept", ""):
            saved.append(request.post_data or "")
            route.fulfill(status=204)
        else:
            route.continue_()

    desk.route(edit, answer)
    _type_and_save(desk, said, after_ms=after_ms)
    until = time.monotonic() + 20
    while not saved and time.monotonic() < until:
        desk.wait_for_timeout(20)
    desk.unroute(edit, answer)
    # The pressed button waits for the next page, which does not come.
    desk.evaluate("document.querySelectorAll('button[disabled]').forEach(each => { each.disabled = false; })")
    return saved[0] if saved else ""


def _type_and_save(desk: Page, said: str, *, after_ms: int) -> None:
    desk.locator(".public-DraftEditor-content").first.click()
    desk.keyboard.press("Control+a")
    desk.keyboard.type(said)
    time.sleep(after_ms / 1000)
    desk.keyboard.press("Control+s")
