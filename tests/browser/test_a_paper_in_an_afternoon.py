"""A newsroom makes an empty site its own paper at the desk, without code, and without wearing out its mouse."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import chromium, sign_in
from PIL import Image, ImageDraw
from playwright.sync_api import expect
from pointer import Pointer
from running_paper import BROADSHEET, Paper, new_paper, wait_for

pytestmark = pytest.mark.browser

NAME, TAGLINE = "The Harbour Post", "News of the harbour and the town"
ACCENT = "#0a5c7a"
SECTIONS = ("Harbour", "Town", "Business", "Culture", "Sport")
STORIES = (
    (
        "Ferry returns after the storm",
        "The first boat sailed at noon.",
        "The ferry sailed with forty people.",
    ),
    ("Council votes for a new library", "It opens in two years.", "Nine of eleven members voted for it."),
    (
        "Fish market reopens in the old hall",
        "Thirty stalls are let.",
        "The hall had stood empty since spring.",
    ),
)
PICKED = STORIES[1][0]
# Stands wherever a proposed text asks for something that only the newsroom knows.
ANSWER = "The Harbour Post Ltd, 1 Quay Street, post@harbour.example"
MOST_CLICKS = 90
# "Within a second or two": the press looks for changes ten times a second.
AT_ONCE = 2.0
# Milliseconds; a busy machine fails no test.
SLOWEST_ANSWER = 30_000


@pytest.fixture(scope="module")
def paper(tmp_path_factory) -> Iterator[Paper]:
    with new_paper(tmp_path_factory.mktemp("afternoon")) as paper:
        yield paper


@pytest.fixture(scope="module")
def hand(paper) -> Iterator[Pointer]:
    """A hand at the desk, just signed in."""
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1400, "height": 1000}, base_url=paper.base)
        sign_in(page, paper)
        yield Pointer(page)


def test_an_empty_site_becomes_a_paper_of_its_own_in_few_clicks(hand, paper, tmp_path):
    clicks = {}
    for part, deed in {
        "look": lambda: _look(hand, _logo(tmp_path)),
        "sections": lambda: _sections(hand),
        "edition": lambda: _edition(hand),
        "pages": lambda: _pages(hand),
        "stories": lambda: _stories(hand),
        "pick": lambda: _pick(hand, PICKED),
    }.items():
        before = hand.clicks
        deed()
        clicks[part] = hand.clicks - before

    assert hand.clicks <= MOST_CLICKS, clicks
    _readers_see_all(paper)
    assert "0 faults" in _rails_check(paper)


def _logo(folder: Path) -> Path:
    picture = Image.new("RGBA", (480, 96), (0, 0, 0, 0))
    ImageDraw.Draw(picture).rectangle((8, 8, 472, 88), fill=ACCENT)
    picture.save(folder / "logo.png")
    return folder / "logo.png"


def _told(hand: Pointer, text: str) -> None:
    """Wait for what the desk says after a deed."""
    expect(hand.page.get_by_text(text).first).to_be_visible(timeout=SLOWEST_ANSWER)


def _link(hand: Pointer, name: str) -> None:
    hand.click(hand.page.get_by_role("link", name=name, exact=True).first)


def _in_newsroom(hand: Pointer, name: str) -> None:
    """Open the newsroom's menu, unless it is open, and go to one of its screens."""
    entry = hand.page.get_by_role("link", name=name, exact=True).first
    if not entry.is_visible():
        hand.click(hand.page.get_by_role("button", name="Newsroom", exact=True))
    hand.click(entry)


def _look(hand: Pointer, logo: Path) -> None:
    _link(hand, "The paper")
    hand.upload(hand.page.locator("[name=logo]"), logo)
    hand.colour(hand.page.locator("[name=accent]"), ACCENT)
    hand.click(hand.page.get_by_role("button", name="Save", exact=True))
    _told(hand, "The paper is changed, on every page.")


def _sections(hand: Pointer) -> None:
    _in_newsroom(hand, "Sections")
    for name in SECTIONS:
        _link(hand, "Add section")
        hand.write(hand.page.locator("[name=name]"), name)
        hand.click(hand.page.get_by_role("button", name="Save", exact=True))
        _told(hand, f"'{name}' created")


def _edition(hand: Pointer) -> None:
    page = hand.page
    _in_newsroom(hand, "Editions")
    _link(hand, "Paper")
    _link(hand, "Put all sections in the menu")
    hand.write(page.locator("[name=name]"), NAME)
    hand.write(page.locator("[name=tagline]"), TAGLINE)
    hand.click(page.locator("#panel-menu-section").get_by_role("button", name="Insert a block").last)
    hand.click(page.get_by_role("option", name="Link"))
    hand.write(page.locator("[name=menu-5-value-name]"), "Archive")
    hand.write(page.locator("[name=menu-5-value-address]"), "/archive/")
    hand.click(page.get_by_role("button", name="Save", exact=True))
    _told(hand, f"'{NAME}' updated")


def _pages(hand: Pointer) -> None:
    """Write the two pages from the texts that are proposed, with an answer at every place that asks for one."""
    _in_newsroom(hand, "Pages")
    for name in ("Imprint", "Privacy"):
        _link(hand, "Add page")
        hand.click(hand.page.locator(".desk-proposals").get_by_role("link", name=name))
        for paragraph in hand.page.locator(".public-DraftEditor-content", has_text="[FILL IN").all():
            hand.write(paragraph, re.sub(r"\[FILL IN[^]]*\]", ANSWER, paragraph.inner_text()))
        _publish(hand, name)


def _stories(hand: Pointer) -> None:
    _in_newsroom(hand, "Articles")
    for (headline, standfirst, text), section in zip(STORIES, SECTIONS, strict=False):
        _link(hand, "Add article")
        hand.write(hand.page.get_by_placeholder("Headline"), headline)
        hand.write(hand.page.get_by_role("textbox", name="Standfirst"), standfirst)
        hand.write(hand.page.locator(".public-DraftEditor-content").first, text)
        hand.choose(hand.page.locator("[name=section]"), section)
        _publish(hand, headline)


def _publish(hand: Pointer, name: str) -> None:
    hand.click(hand.page.get_by_role("button", name="More actions"))
    hand.click(hand.page.locator("button[name=action-publish]"))
    _told(hand, f"'{name}' created and published")


def _pick(hand: Pointer, headline: str) -> None:
    _link(hand, headline)
    hand.click(hand.page.get_by_role("button", name="Actions").first)
    _link(hand, "Pick")
    hand.click(hand.page.get_by_role("button", name="Save", exact=True))
    _told(hand, "is picked until")


def _readers_see_all(paper: Paper) -> None:
    front = wait_for(lambda: paper.read("/"), lambda page: STORIES[-1][0] in page, seconds=AT_ONCE)
    wanted = (
        NAME, TAGLINE, *SECTIONS, *(headline for headline, _standfirst, _text in STORIES),
        'href="/archive/"', 'href="/page/imprint/"', 'href="/page/privacy/"', 'src="/paper/logo',
    )  # fmt: skip
    assert [each for each in wanted if each not in front] == []
    style = re.search(r"/paper/style-[^\"]+\.css", front).group()
    assert ACCENT in paper.read(style)
    for path in ("/page/imprint/", "/page/privacy/"):
        page = paper.read(path)
        assert (ANSWER in page, "FILL IN" in page) == (True, False), path
    other = re.search(r'href="[^"]*?(/20\d\d/[^"]+ferry[^"]+)"', front).group(1)
    choice = paper.read(other).partition('id="rail-editors-choice"')[2].partition("</li>")[0]
    assert PICKED in choice


def _rails_check(paper: Paper) -> str:
    """Return what `rails check` says of the paper in its own folder."""
    checked = subprocess.run(
        [*BROADSHEET, "rails", "check"],
        cwd=paper.folder,
        env=paper.environment,
        capture_output=True,
        text=True,
    )
    return checked.stdout + checked.stderr
