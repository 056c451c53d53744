"""A reporter's day in a real browser: write, preview, publish, pick, un-publish."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import chromium, sign_in
from playwright.sync_api import Page, expect
from running_paper import Paper, running_paper, wait_for

pytestmark = pytest.mark.browser

# "Within a second or two": the press looks for changes ten times a second.
AT_ONCE = 2.0


@pytest.fixture(scope="module")
def paper(tmp_path_factory) -> Iterator[Paper]:
    with running_paper(tmp_path_factory.mktemp("paper")) as paper:
        yield paper


@pytest.fixture(scope="module")
def desk(paper) -> Iterator[Page]:
    """A browser that is signed in to the desk; it must never speak to another host."""
    strangers: set[str] = set()
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1400, "height": 1000}, base_url=paper.base)
        page.on("request", lambda request: strangers.add(request.url))
        sign_in(page, paper)
        yield page
    assert not [url for url in strangers if not url.startswith((paper.base, "data:", "blob:"))]


def test_a_story_goes_from_the_form_to_the_reader_and_is_gone_again(desk, paper, seed_page):
    headline, standfirst, *paragraphs = _story(seed_page)

    _write(desk, headline, standfirst, paragraphs)
    _expect_preview(desk, headline, paragraphs[0])
    _publish(desk)
    address = _seen_everywhere(paper, headline)
    _pick(desk, headline)
    _seen_as_pick(paper, headline, address)
    _unpublish(desk, headline)

    for path in ("/", "/feed/", _other_article(paper, address), "/section/news/"):
        wait_for(lambda path=path: paper.read(path), lambda page: address not in page, seconds=AT_ONCE)
    wait_for(lambda: paper.read(address), lambda page: page == "status 404", seconds=AT_ONCE)


def _write(desk: Page, headline: str, standfirst: str, paragraphs: list[str]) -> None:
    desk.goto("/desk/")
    desk.get_by_role("link", name="Write an article").click()
    desk.get_by_placeholder("Headline").fill(headline)
    desk.get_by_role("textbox", name="Standfirst").fill(standfirst)
    desk.locator(".public-DraftEditor-content").first.click()
    for number, paragraph in enumerate(paragraphs):
        if number:
            desk.keyboard.press("Enter")
        desk.keyboard.insert_text(paragraph)
    desk.locator("[name=section]").select_option(label="News")
    # The paragraph editor hands its text to the form a moment after the last key.
    last = paragraphs[-1][-20:]
    desk.wait_for_function(
        "text => document.querySelector('[name=body-0-value]').value.includes(text)", arg=last
    )


def _expect_preview(desk: Page, headline: str, paragraph: str) -> None:
    desk.get_by_role("button", name="Toggle preview").click()
    preview = desk.frame_locator("#w-preview-iframe")
    expect(preview.get_by_role("heading", level=1, name=headline)).to_be_visible(timeout=15_000)
    expect(preview.get_by_text(paragraph[:60])).to_be_visible()
    desk.get_by_role("button", name="Toggle preview").click()


def _publish(desk: Page) -> None:
    desk.get_by_role("button", name="More actions").click()
    desk.locator("button[name=action-publish]").click()
    desk.wait_for_load_state("networkidle")


def _seen_everywhere(paper: Paper, headline: str) -> str:
    """Return the address of the article once the front page and the feed have it."""
    words = " ".join(headline.split()[:3])
    front = wait_for(lambda: paper.read("/"), lambda page: words in page, seconds=AT_ONCE)
    wait_for(lambda: paper.read("/feed/"), lambda feed: words in feed, seconds=AT_ONCE)
    before = front[: front.index(words)]
    return before[before.rindex('href="') + 6 :].partition('"')[0].removeprefix(paper.base)


def _pick(desk: Page, headline: str) -> None:
    desk.goto("/desk/snippets/newsroom/article/")
    desk.get_by_role("link", name=headline).click()
    desk.get_by_role("button", name="Actions").first.click()
    desk.get_by_role("link", name="Pick", exact=True).click()
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_text("is picked until")).to_be_visible()


def _seen_as_pick(paper: Paper, headline: str, address: str) -> None:
    """Another article's page shows the story first under Editor's choice."""
    other = _other_article(paper, address)

    def leads_the_rail(page: str) -> bool:
        rail = page.partition("Editor")[2].partition('id="rail-popular"')[0]
        return address in rail.partition("</li>")[0] or address in rail.partition("</article>")[0]

    wait_for(lambda: paper.read(other), leads_the_rail, seconds=AT_ONCE)


def _unpublish(desk: Page, headline: str) -> None:
    desk.goto("/desk/snippets/newsroom/article/")
    desk.get_by_role("link", name=headline).click()
    desk.get_by_role("button", name="Actions").first.click()
    desk.get_by_role("link", name="Unpublish", exact=True).click()
    desk.get_by_role("button", name="Yes, unpublish").click()
    desk.wait_for_load_state("networkidle")


def _other_article(paper: Paper, address: str) -> str:
    links = paper.read("/").replace(paper.base, "").split('href="')[1:]
    found = (link.partition('"')[0] for link in links)
    return next(path for path in found if path != address and path[1:5].isdecimal() and path.count("/") == 5)


def _story(seed_page: Path) -> list[str]:
    """Return the first story of the page: headline, standfirst, paragraphs."""
    lines = [line.strip() for line in seed_page.read_text(encoding="utf-8").splitlines() if line.strip()]
    return lines[: lines.index("News.Az")]
