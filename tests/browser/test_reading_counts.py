"""Who reads a page for five seconds in a real browser is counted once, and the next page shows it without a script."""

import re
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import chromium
from lxml import html
from playwright.sync_api import Browser, BrowserContext
from running_paper import Paper, running_paper, wait_for

pytestmark = pytest.mark.browser

# A browser that is driven says so, and is not counted; these tests are about people's.
UNDRIVEN = "--disable-blink-features=AutomationControlled"
AGENT = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
)
READING = 5
# A page is told of a read within this many seconds.
SOON = 20


@pytest.fixture(scope="module")
def running(tmp_path_factory) -> Iterator[tuple[Paper, Path]]:
    folder = tmp_path_factory.mktemp("paper")
    with running_paper(folder) as paper:
        yield paper, folder / "var" / "broadsheet.sqlite3"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium(UNDRIVEN) as found:
        yield found


def test_a_read_counts_once_and_reaches_the_next_page(running, browser):
    paper, database = running
    path, before = least_popular(paper), reads(database)
    reader = browser.new_context(user_agent=AGENT)
    begun = time.monotonic()
    page = reader.new_page()
    page.goto(paper.base + path)

    wait_for(lambda: reads(database), lambda seen: seen == before + 1, seconds=READING + 10)
    assert time.monotonic() - begun >= READING
    page.reload()
    time.sleep(READING + 5)
    assert reads(database) == before + 1

    # Without a script: the list stands in the page as it is sent.
    other = path_of_another(paper, path)
    wait_for(lambda: popular(paper, other), lambda seen: path in seen, seconds=SOON)
    assert reader.cookies() == []
    reader.close()


def test_a_page_that_nobody_looks_at_is_not_counted_until_somebody_does(running, browser):
    paper, database = running
    before = reads(database)
    reader = hidden(browser)
    page = reader.new_page()
    page.goto(paper.base + path_of_another(paper, least_popular(paper)))

    time.sleep(READING + 5)
    assert reads(database) == before

    page.evaluate("window.isLookedAt = true")
    wait_for(lambda: reads(database), lambda seen: seen == before + 1, seconds=READING + 10)
    reader.close()


def test_a_card_tells_which_rail_it_stands_in_and_the_address_forgets_it(running, browser):
    paper, database = running
    reader = browser.new_context(user_agent=AGENT.replace("140", "139"), base_url=paper.base)
    page = reader.new_page()
    page.goto(least_popular(paper))
    page.locator(".rail-related h3 a").first.click()
    page.wait_for_url("**/20*/**")

    assert "#" not in page.url
    wait_for(lambda: came_from_related(database), lambda seen: seen == 1, seconds=READING + 10)
    reader.close()


def hidden(browser: Browser) -> BrowserContext:
    reader = browser.new_context(user_agent=AGENT.replace("140", "138"))
    reader.add_init_script(
        "Object.defineProperty(document, 'visibilityState', {get: () => window.isLookedAt ? 'visible' : 'hidden'})"
    )
    return reader


def least_popular(paper: Paper) -> str:
    return paths(paper)[-1]


def path_of_another(paper: Paper, path: str) -> str:
    return next(each for each in paths(paper)[::-1] if each != path)


def paths(paper: Paper) -> list[str]:
    """The articles, newest first."""
    found = re.findall(
        r'href="(/\d{4}/\d\d/\d\d/[^"#]+)', paper.read("/section/news/").partition('class="side"')[0]
    )
    return sorted(dict.fromkeys(found), reverse=True)


def popular(paper: Paper, path: str) -> list[str]:
    page = html.fromstring(paper.read(path))
    return [
        each.partition("#")[0]
        for each in page.xpath("//section[contains(@class,'rail-popular')]//h3/a/@href")
    ]


def reads(database: Path) -> int:
    return _asked(database, "SELECT COALESCE(SUM(reads), 0) FROM audience_hourlyreads")


def came_from_related(database: Path) -> int:
    return _asked(database, "SELECT COALESCE(SUM(reads), 0) FROM audience_hourlysources WHERE source = 5")


def _asked(database: Path, statement: str) -> int:
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=10)
    try:
        return connection.execute(statement).fetchone()[0]
    finally:
        connection.close()
