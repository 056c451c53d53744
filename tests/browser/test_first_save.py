"""A new article that is saved while its first autosave is under way is one article, with all that was typed."""

from collections.abc import Callable, Iterator
from urllib.parse import urlencode

import pytest
from chromium import chromium, sign_in
from playwright.sync_api import Page, Request, Route, expect
from running_paper import Paper, running_paper

pytestmark = pytest.mark.browser

ADD, LIST = "/desk/snippets/newsroom/article/add/", "/desk/snippets/newsroom/article/"
# Longer than the pause of an autosave's interval, so that Save is pressed within it.
UNDER_WAY_MS = 2_500


@pytest.fixture(scope="module")
def paper(tmp_path_factory) -> Iterator[Paper]:
    with running_paper(tmp_path_factory.mktemp("paper")) as paper:
        yield paper


@pytest.fixture
def desk(paper) -> Iterator[Page]:
    with chromium() as browser:
        page = browser.new_context(viewport={"width": 1400, "height": 1000}, base_url=paper.base).new_page()
        page.set_default_timeout(60_000)
        expect.set_options(timeout=60_000)
        sign_in(page, paper)
        yield page


@pytest.mark.parametrize("way", ["save", "publish"])
def test_save_waits_for_an_autosave_that_makes_the_article(desk, way):
    headline = f"The ferry leaves by {way}"
    sent = _hold_back_autosaves(desk)
    desk.goto(ADD)
    _write(desk, headline)
    _until(desk, lambda: sent)
    desk.locator("[name=headline]").fill(f"{headline} at noon")
    _press(desk, way)
    expect(desk.locator(".messages .success")).to_be_visible()

    assert _listed(desk, headline) == [f"{headline} at noon"]
    is_public = desk.request.get("/").text().count(f"{headline} at noon") > 0
    assert is_public == (way == "publish")


def test_save_does_not_wait_for_ever_for_an_autosave_that_fails(desk):
    headline = "The ferry stays"
    desk.route(
        f"**{ADD}*", lambda route, request: route.abort() if _is_autosave(request) else route.continue_()
    )
    desk.goto(ADD)
    _write(desk, headline)
    desk.wait_for_timeout(UNDER_WAY_MS)
    _press(desk, "save")
    expect(desk.locator(".messages .success")).to_be_visible()

    assert _listed(desk, headline) == [headline]


def _hold_back_autosaves(desk: Page) -> list[str]:
    """Have the answers to autosaves of a new article come late; return the list of those that were sent."""
    sent: list[str] = []

    def hold_back(route: Route, request: Request) -> None:
        if not _is_autosave(request):
            route.continue_()
            return
        answer = route.fetch()
        sent.append(request.url)
        desk.wait_for_timeout(UNDER_WAY_MS)
        route.fulfill(response=answer)

    desk.route(f"**{ADD}*", hold_back)
    return sent


def _is_autosave(request: Request) -> bool:
    return request.method == "POST" and not request.is_navigation_request()


def _write(desk: Page, headline: str) -> None:
    """Type a headline and a paragraph: an autosave follows them."""
    # Changes are looked for from two seconds after the form is there.
    desk.wait_for_timeout(UNDER_WAY_MS)
    desk.locator("[name=section]").select_option(label="News")
    desk.locator("[name=headline]").click()
    desk.keyboard.type(headline)
    desk.locator(".public-DraftEditor-content").first.click()
    desk.keyboard.type("It had been away for a week.")


def _press(desk: Page, way: str) -> None:
    if way == "publish":
        desk.get_by_role("button", name="More actions").click()
        desk.locator("button[name=action-publish]").first.click()
    else:
        desk.locator("button.action-save[data-w-kbd-key-value]").first.click()


def _until(desk: Page, is_so: Callable[[], object]) -> None:
    for _ in range(600):
        if is_so():
            return
        desk.wait_for_timeout(50)
    raise AssertionError("no autosave was sent")


def _listed(desk: Page, headline: str) -> list[str]:
    """Return the headlines in the desk's list of articles that begin with these words."""
    desk.goto(f"{LIST}?{urlencode({'q': headline})}")
    found = map(str.strip, desk.locator("main td.title .title-wrapper a").all_inner_texts())
    return [each for each in found if each.startswith(headline)]
