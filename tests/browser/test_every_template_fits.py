"""Every kind of page fits every screen: no picture is blown up or soft, and nothing scrolls sideways."""

from functools import cache
from itertools import product

import pytest
from chromium import CHROMIUM, chromium
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from broadsheet.worker.picture_files import LOOK_EVERY, PictureFiles
from factories import make_edition, make_section
from newsstand import publish, take_picture
from whole_paper import print_whole_paper

WIDTHS = (320, 360, 768, 1440)
DENSITIES = (1, 2, 3)
SHARPEST = 2
ENOUGH = 0.9
LONG_WORD = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"
# Each picture: its width on the page, the width of the file that was chosen, and the widest of its files.
PICTURES = """
() => [...document.images].filter(each => each.offsetWidth).map(each => {
  const files = [...each.closest('picture').querySelectorAll('source, img')].map(one => one.srcset).join(', ');
  const widths = Object.fromEntries(files.split(', ').map(one => one.split(' ')).filter(one => one[1])
    .map(([address, width]) => [new URL(address, location).href, parseInt(width)]));
  return [each.getBoundingClientRect().width, widths[each.currentSrc], Math.max(...Object.values(widths))];
})
"""
LOADED = "() => [...document.images].filter(each => each.offsetWidth).every(each => each.complete && each.currentSrc)"
WIDER = "() => document.documentElement.scrollWidth - window.innerWidth"
EAGER = "() => [...document.images].forEach(each => { each.loading = 'eager'; })"
LARGE_TEXT = "() => { document.documentElement.style.fontSize = '200%'; }"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="run `make browser`"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def tab():
    """Give a tab of a width and density, the same each time."""
    with chromium() as browser:

        @cache
        def tab_of(width: int, density: int) -> Page:
            return browser.new_page(
                viewport={"width": width, "height": 900}, device_scale_factor=density, bypass_csp=True
            )

        yield tab_of


@pytest.fixture
def paper(transactional_db, live_server, picture):
    """The paths of one page of each kind, whose pictures have all of their files."""
    paths = print_whole_paper(take_picture(size=(2500, 1600)))
    for path in paths:
        Client().get(path)  # the first reader has the first files made
    complete()
    return [live_server.url + path for path in paths]


def test_no_picture_is_blown_up_and_none_is_soft(paper, tab):
    chosen = {
        (address, width, density): pictures(tab(width, density), address)
        for address, width, density in product(paper, WIDTHS, DENSITIES)
    }

    assert sum(map(len, chosen.values())) > 500
    assert [
        where for where, found in chosen.items() if any(shown > own + 1 for shown, _file, own in found)
    ] == []
    assert [
        (*where, shown, file)
        for where, found in chosen.items()
        for shown, file, own in found
        if file < min(own, ENOUGH * shown * min(where[2], SHARPEST))
    ] == []


def test_the_sharpest_screens_get_the_files_of_sharp_ones(paper, tab):
    pages = [paper[0], paper[3]]
    found = [
        [[file for _shown, file, _own in pictures(tab(width, density), each)] for density in (2, 3)]
        for each, width in product(pages, WIDTHS)
    ]

    assert [each for each in found if each[0] != each[1]] == []
    assert any(each[0] for each in found)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_scrolls_sideways(paper, live_server, tab, language):
    word = LONG_WORD if language == "en" else "ا" * len(LONG_WORD)
    addresses = [*paper, *(live_server.url + each for each in pages_with(word, language))]
    page, wider = tab(320, 1), []
    for address in addresses:
        page.goto(address)
        plain = page.evaluate(WIDER)
        page.evaluate(LARGE_TEXT)
        wider.append((address, plain, page.evaluate(WIDER)))

    assert [each for each in wider if each[1] > 0 or each[2] > 0] == []


def pages_with(word: str, language: str) -> list[str]:
    """Publish stories with a long word wherever a reader meets words, and return the pages that show it."""
    edition = make_edition(language)
    section = make_section(word, edition=edition, slug=f"long-{language}")
    stories = [
        publish(
            f"{word} {number}", edition=edition, section=section, slug=f"long-{number}", days_ago=number / 9,
            standfirst=f"{word}.", topics=[word], authors=[word], source=word, picture_caption=word,
            body=[
                ("heading", {"text": word, "level": "2"}), ("paragraph", f"<p>{word}</p><ul><li>{word}</li></ul>"),
                ("quotation", {"text": word, "speaker": word, "role": word}),
                ("table", {"columns": [{"type": "text", "heading": word}] * 2, "rows": [{"values": [word, "1"]}] * 2, "caption": word}),
            ],
        )
        for number in range(1, 9)
    ]  # fmt: skip
    root = edition.root
    return [root, stories[0].get_absolute_url(), f"{root}section/{section.slug}/", f"{root}search/?q={word}"]


def pictures(page: Page, address: str) -> list[list[float]]:
    page.goto(address)
    page.evaluate(EAGER)
    page.wait_for_function(LOADED)
    return page.evaluate(PICTURES)


def complete() -> None:
    """Let the worker make all files of all pictures."""
    worker, now = PictureFiles(), timezone.now()
    while worker.complete(now) or worker.is_busy:
        now += LOOK_EVERY
