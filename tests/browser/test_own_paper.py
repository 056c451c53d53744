"""A newsroom makes an empty site its own paper at the desk, with few clicks and without code."""

import re
from collections.abc import Iterator

import pytest
from chromium import chromium
from playwright.sync_api import Locator, Page, expect
from running_paper import Paper, founded_paper, run_command, wait_for

from hostile_logos import SHAPE, svg
from picture_files import Kind, plain

pytestmark = pytest.mark.browser

MOST_CLICKS = 90
# How long a slow machine may take over one page of the desk.
PATIENCE = 120_000
NAME, TAGLINE = "The Harbour Gazette", "News from both banks"
ACCENT = "#0b4f8a"
SECTIONS = ("Town", "Sport", "Business", "Culture", "Opinion")
STORIES = {
    "Ferry sails again after a winter of repairs": "Town",
    "Rovers win the derby in the last minute": "Sport",
    "Fish market moves to the northern quay": "Business",
}
# Counts each press of a mouse's button in the tab itself, so that no page that opens next can lose it.
COUNT = """
addEventListener("pointerdown", press => {
    if (press.isTrusted) sessionStorage.clicks = Number(sessionStorage.clicks || 0) + 1;
}, {capture: true});
"""


@pytest.fixture
def paper(tmp_path) -> Iterator[Paper]:
    with founded_paper(tmp_path, name="Working title") as paper:
        yield paper


@pytest.fixture
def desk(paper) -> Iterator[Page]:
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1400, "height": 1000}, base_url=paper.base)
        page.add_init_script(COUNT)
        page.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        yield page


def test_an_empty_site_is_the_newsroom_s_own_paper_within_ninety_clicks(desk, paper, tmp_path):
    make_paper(desk, paper)

    clicks = int(desk.evaluate("sessionStorage.clicks"))
    checked = run_command(tmp_path / "paper", "rails", "check")
    front = wait_for(
        lambda: paper.read("/"), lambda page: all(each in page for each in STORIES), seconds=PATIENCE / 1000
    )
    assert clicks <= MOST_CLICKS
    assert "0 faults" in checked
    assert_the_front_shows_it_all(front, paper)


def make_paper(desk: Page, paper: Paper) -> None:
    sign_in(desk, paper)
    make_sections(desk)
    give_it_a_look(desk)
    give_it_a_name_and_a_menu(desk)
    write_pages(desk)
    for headline, section in STORIES.items():
        publish_story(desk, headline, section)
    pick(desk, next(iter(STORIES)))


def assert_the_front_shows_it_all(front: str, paper: Paper) -> None:
    menu = front.partition('class="sections"')[2].partition("</ul>")[0]
    footer = front.partition("<footer")[2]
    sheet = paper.read(re.search(r"/paper/style-\w+\.css", front)[0])
    assert re.findall(r">(\w+)</a>", menu) == [*SECTIONS]
    assert re.findall(r'href="(/page/\w+/)"', footer) == ["/page/imprint/", "/page/privacy/"]
    assert f'alt="{NAME}"' in front and TAGLINE in front
    assert re.search(r'<img src="/paper/logo-\w+\.svg"', front) and f"--accent: {ACCENT}" in sheet
    assert "FILL IN" not in paper.read("/page/imprint/") + paper.read("/page/privacy/")
    lead = front.partition('class="top-lead"')[2].partition("</article>")[0]
    assert next(iter(STORIES)) in lead and 'class="pick"' in lead


def sign_in(desk: Page, paper: Paper) -> None:
    desk.goto("/desk/login/")
    desk.locator("[name=username]").click()
    desk.keyboard.type(paper.user)
    desk.keyboard.press("Tab")
    expect(desk.locator("[name=password]")).to_be_focused()
    desk.keyboard.type(paper.password)
    expect(desk.locator("[name=username]")).to_have_value(paper.user)
    expect(desk.locator("[name=password]")).to_have_value(paper.password)
    desk.get_by_role("button", name="Sign in").click()
    expect(desk.get_by_role("link", name="Write an article")).to_be_visible()


def make_sections(desk: Page) -> None:
    open_from_menu(desk, "Newsroom", "Sections")
    for position, name in enumerate(SECTIONS, start=1):
        desk.get_by_role("link", name=re.compile("^Add( a)? section", re.IGNORECASE)).first.click()
        write_into(desk, desk.locator("[name=name]"), name)
        number = desk.locator("[name=position]")
        number.focus()
        number.fill(str(position))
        desk.get_by_role("button", name="Save", exact=True).click()
        expect(
            desk.get_by_text(f"“{name}” created").or_(desk.get_by_text(f"'{name}' created"))
        ).to_be_visible()


def give_it_a_look(desk: Page) -> None:
    desk.locator(".sidebar-main-menu").get_by_role("link", name="The paper", exact=True).click()
    with desk.expect_file_chooser() as chooser:
        desk.locator("[name=logo]").click()
    chooser.value.set_files({"name": "logo.svg", "mimeType": "image/svg+xml", "buffer": svg(SHAPE)})
    with desk.expect_file_chooser() as chooser:
        desk.locator("[name=icon]").click()
    icon = plain(Kind("PNG", "png"), size=(512, 512))
    chooser.value.set_files({"name": "icon.png", "mimeType": "image/png", "buffer": icon})
    # The browser's window for colours takes a typed value.
    desk.locator("[name=accent]").fill(ACCENT)
    desk.get_by_role("button", name="Preview").click()
    expect(desk.get_by_text("This is not saved yet.")).to_be_visible()
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.get_by_text("The paper is changed, on every page.")).to_be_visible()


def give_it_a_name_and_a_menu(desk: Page) -> None:
    desk.get_by_role("link", name="Working title").click()
    desk.get_by_role("link", name="Put all sections in the menu").click()
    expect(desk.locator("[name=menu-count]")).to_have_value(str(len(SECTIONS)))
    write_into(desk, desk.locator("[name=name]"), NAME)
    write_into(desk, desk.locator("[name=tagline]"), TAGLINE)
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.get_by_role("link", name=NAME)).to_be_visible()


def write_pages(desk: Page) -> None:
    for purpose in ("Imprint", "Privacy"):
        open_from_menu(desk, "Newsroom", "Pages")
        desk.get_by_role("link", name=re.compile("^Add( a)? page", re.IGNORECASE)).first.click()
        desk.get_by_role("link", name=purpose, exact=True).click()
        marks = desk.locator(".public-DraftEditor-content", has_text="[FILL IN")
        expect(marks.first).to_be_visible()
        for number in range(marks.count()):
            write_paragraph(desk, marks.first, f"Written by the newsroom, part {number}.")
        publish(desk)


def publish_story(desk: Page, headline: str, section: str) -> None:
    open_from_menu(desk, "Newsroom", "Articles")
    desk.get_by_role("link", name=re.compile("^Add( an?)? article", re.IGNORECASE)).first.click()
    write_into(desk, desk.get_by_placeholder("Headline"), headline)
    body = desk.locator(".public-DraftEditor-content").first
    write_paragraph(desk, body, f"{headline}. Nobody had expected it so early in the year.")
    choose(desk, desk.locator("[name=section]"), section)
    publish(desk)


def pick(desk: Page, headline: str) -> None:
    desk.get_by_role("link", name=headline).first.click()
    desk.get_by_role("button", name="Actions").first.click()
    desk.get_by_role("link", name="Pick", exact=True).click()
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_text("is picked until")).to_be_visible()


def open_from_menu(desk: Page, group: str, entry: str) -> None:
    menu = desk.locator(".sidebar-main-menu")
    menu.get_by_role("button", name=group, exact=True).click()
    menu.get_by_role("link", name=entry, exact=True).click()


def write_into(desk: Page, field: Locator, text: str) -> None:
    """Click into a field and type in the place of what stands there."""
    field.click()
    desk.keyboard.press("Control+A")
    desk.keyboard.type(text)
    expect(field).to_have_value(text)


def write_paragraph(desk: Page, editor: Locator, text: str) -> None:
    """Click into a paragraph, type in the place of what stands there, and wait until the form has it."""
    editor.click()
    desk.keyboard.press("Control+A")
    desk.keyboard.insert_text(text)
    desk.wait_for_function(
        "text => [...document.querySelectorAll('[name^=body-][name$=-value]')].some(each => each.value.includes(text))",
        arg=text[-30:],
    )


def choose(desk: Page, select: Locator, label: str) -> None:
    """Click on a list and type the beginning of what is wanted."""
    select.click()
    desk.keyboard.type(label)
    desk.keyboard.press("Enter")
    expect(select.locator("option:checked")).to_have_text(label)


def publish(desk: Page) -> None:
    desk.get_by_role("button", name="More actions").click()
    desk.locator("button[name=action-publish]").click()
    expect(desk.locator(".messages .success")).to_contain_text("published")
