"""What is typed at the desk in a real browser: every character is kept, and slugs follow what is typed."""

import json
import re
import time
from collections.abc import Collection, Iterator
from itertools import product
from urllib.parse import parse_qs

import pytest
from chromium import chromium, sign_in
from playwright.sync_api import APIResponse, Page, Request, Route, expect
from running_paper import Paper, running_paper

pytestmark = pytest.mark.browser

# Ten pages, on each of which nine tries are read from what the browser sends and the tenth from what was stored.
PAGES, TRIES = 10, 10
LATEST_MS = 300
WORDS = "The ferry sails again said the minister"
BODY = ".public-DraftEditor-content"
FIELDS = {"headline": "[name=headline]", "standfirst": "[name=standfirst]", "body-0-value": BODY}
SLUGS = {"şəhər": "seher", "погода": "pogoda", "李明": "li-ming", "Ärger": "arger"}
WAYS = [*product(FIELDS, ("Control+s", "button"))]


@pytest.fixture(scope="module")
def paper(tmp_path_factory) -> Iterator[Paper]:
    with running_paper(tmp_path_factory.mktemp("paper")) as paper:
        yield paper


@pytest.fixture(scope="module")
def desk(paper) -> Iterator[Page]:
    with chromium() as browser:
        page = browser.new_context(viewport={"width": 1400, "height": 1000}, base_url=paper.base).new_page()
        # A machine that is busy with other tests is slow to load the desk's scripts.
        page.set_default_timeout(60_000)
        sign_in(page, paper)
        yield page


def test_every_character_is_kept_when_it_is_saved_at_once(desk):
    edit = _new_draft(desk)
    lost = []
    for load in range(PAGES):
        desk.goto(edit)
        for number in range(load * TRIES, (load + 1) * TRIES):
            field, way = WAYS[number % len(WAYS)]
            said = f"{WORDS} {number}"
            _type(desk, field, said)
            time.sleep(number * LATEST_MS / (PAGES * TRIES - 1) / 1000)
            is_last = (number + 1) % TRIES == 0
            kept = _stored(desk, edit, field, way) if is_last else _sent(desk, edit, field, way)
            if kept != said:
                lost.append((number, field, way, kept))

    assert lost == []


@pytest.mark.parametrize("kind", ["section", "topic", "author"])
def test_the_slug_follows_a_name_in_any_script_and_is_not_refused(desk, kind):
    for name, slug in SLUGS.items():
        desk.goto(f"/desk/snippets/newsroom/{kind}/add/")
        desk.locator("[name=name]").click()
        desk.keyboard.type(name)
        expect(desk.locator("[name=slug]")).to_have_value(slug)
        with desk.expect_navigation(url=re.compile(rf"/newsroom/{kind}/(\?|$)"), wait_until="commit"):
            _save(desk, "button")


def test_the_slug_of_an_article_follows_the_headline_until_it_is_published(desk):
    edit = _new_draft(desk)
    seen = []
    for headline in SLUGS:
        desk.goto(edit)
        _type(desk, "headline", headline)
        seen.append(_saved(desk, edit))
    desk.locator("[name=section]").select_option(label="News")
    for headline in ("Published", "Published again"):
        _type(desk, "headline", headline)
        desk.get_by_role("button", name="More actions").click()
        with desk.expect_navigation(wait_until="commit"):
            desk.locator("button[name=action-publish]").first.click()
        desk.goto(edit)
        seen.append(desk.input_value("[name=slug]"))

    assert seen == [*SLUGS.values(), "published", "published"]


def test_what_is_published_while_its_draft_is_being_made_is_one_article(desk):
    headline = "Published before the draft was made"
    answers: list[tuple[Route, APIResponse]] = []

    def hold(route: Route, request: Request) -> None:
        if request.is_navigation_request():
            route.continue_()
        else:
            # The desk has made the draft, and the page does not know it yet.
            answers.append((route, route.fetch()))

    desk.goto("/desk/snippets/newsroom/article/add/")
    desk.route(re.compile("/newsroom/article/add/"), hold)
    desk.locator("[name=section]").select_option(label="News")
    _type(desk, "body-0-value", "It came faster than the desk.")
    _type(desk, "headline", headline)
    _type_until(desk, answers)
    _press_publish(desk)
    for route, answer in answers:
        route.fulfill(response=answer)
    expect(desk.locator(".messages .success")).to_contain_text("published")
    desk.unroute_all()

    assert len(answers) == 1
    desk.goto(f"/desk/snippets/newsroom/article/?q={headline}")
    expect(desk.get_by_role("link", name=headline)).to_have_count(1)


def test_save_does_not_wait_for_ever_for_a_draft_that_is_not_made(desk):
    lost: list[str] = []

    def lose(route: Route, request: Request) -> None:
        if request.is_navigation_request():
            route.continue_()
        else:
            lost.append(request.url)
            route.abort()

    desk.goto("/desk/snippets/newsroom/article/add/")
    desk.route(re.compile("/newsroom/article/add/"), lose)
    _type(desk, "headline", "Saved although the draft was not made")
    _type_until(desk, lost)
    _save(desk, "button")
    expect(desk.locator(".messages .success")).to_contain_text("created")
    desk.unroute_all()


def _type_until(desk: Page, sent: Collection[object]) -> None:
    """Type until an autosave was sent: what is typed before the page has looked at its fields is no change to it."""
    until = time.monotonic() + 60
    while not sent and time.monotonic() < until:
        desk.keyboard.type("!")
        desk.wait_for_timeout(1500)


def _press_publish(desk: Page) -> None:
    desk.get_by_role("button", name="More actions").click()
    desk.locator("button[name=action-publish]").first.click(no_wait_after=True)


def _saved(desk: Page, edit: str) -> str:
    """Save, open the form again, and return the slug that it has now."""
    with desk.expect_navigation(wait_until="commit"):
        _save(desk, "Control+s")
    desk.goto(edit)
    return desk.input_value("[name=slug]")


def _new_draft(desk: Page) -> str:
    """Write a draft and return the address of its edit screen."""
    desk.goto("/desk/snippets/newsroom/article/add/")
    _type(desk, "headline", "The ferry sails again")
    _type(desk, "body-0-value", "It had been away for a week.")
    with desk.expect_navigation(wait_until="commit"):
        _save(desk, "Control+s")
    return desk.url


def _type(desk: Page, field: str, said: str) -> None:
    desk.locator(FIELDS[field]).first.click()
    desk.keyboard.press("Control+a")
    desk.keyboard.type(said)


def _save(desk: Page, way: str) -> None:
    if way == "button":
        desk.locator("button.action-save[data-w-kbd-key-value]").first.click()
    else:
        desk.keyboard.press(way)


def _stored(desk: Page, edit: str, field: str, way: str) -> str:
    """Save, and return what the next page has in the field."""
    with desk.expect_navigation(wait_until="commit"):
        _save(desk, way)
    desk.goto(edit)
    return _words(field, desk.input_value(f"[name={field}]"))


def _sent(desk: Page, edit: str, field: str, way: str) -> str:
    """Save, and return what the browser sends of the field; the answer "204 No Content" leaves it on the page."""
    sent: list[str] = []

    def answer(route: Route, request: Request) -> None:
        if request.method == "POST" and request.is_navigation_request():
            sent.extend(parse_qs(request.post_data or "", keep_blank_values=True)[field])
            route.fulfill(status=204)
        else:
            route.continue_()

    desk.route(edit, answer)
    _save(desk, way)
    until = time.monotonic() + 20
    while not sent and time.monotonic() < until:
        desk.wait_for_timeout(10)
    desk.unroute(edit, answer)
    # The pressed button waits for the next page, which does not come.
    desk.evaluate("document.querySelectorAll('button[disabled]').forEach(each => { each.disabled = false; })")
    return _words(field, sent[0]) if sent else "nothing was sent"


def _words(field: str, value: str) -> str:
    if field != "body-0-value":
        return value
    # An editor into which nothing was ever typed has the value null.
    return "\n".join(block["text"] for block in (json.loads(value) or {"blocks": []})["blocks"])
