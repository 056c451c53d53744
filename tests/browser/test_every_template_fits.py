"""Every kind of page fits every screen: no picture is blown up or soft, and nothing scrolls sideways."""

import time

import pytest
from chromium import CHROMIUM, chromium
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from broadsheet.worker.picture_files import LOOK_EVERY, PictureFiles
from factories import make_edition, make_section
from newsstand import publish, take_picture
from whole_paper import print_whole_paper

# Width and density of screens: phones have two or three pixels where a desk has one or two.
SCREENS = ((320, 2), (320, 3), (360, 1), (360, 2), (768, 2), (1440, 1), (1440, 2), (1440, 3))
SHARPEST = 2
ENOUGH = 0.9
NEXT_WIDTH = 1.43
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


@pytest.fixture
def paper(transactional_db, live_server, picture) -> list[str]:
    """One page of each kind, some with a very long word wherever words stand."""
    paths = print_whole_paper(picture)
    paths += [*pages_with(LONG_WORD, "en"), *pages_with("ا" * len(LONG_WORD), "ar")]
    return [live_server.url + path for path in paths]


@pytest.fixture
def shown(transactional_db, live_server, picture) -> list[str]:
    """One page of each kind that shows pictures, of which the worker has made all files."""
    paths = print_whole_paper(take_picture(size=(2500, 1600)))
    # The first reader has the first files made.
    one_of_each = {path.split("/")[1][:2]: path for path in paths if "<picture" in read_anyhow(path)}
    complete()
    return [live_server.url + path for path in one_of_each.values()]


@pytest.fixture
def tab(live_server):
    """Open a tab of a width and density, which has no picture of another page in its cache."""
    with chromium() as browser:

        def tab_of(width: int, density: int) -> Page:
            viewport = {"width": width, "height": 900}
            return browser.new_page(viewport=viewport, device_scale_factor=density, bypass_csp=True)

        yield tab_of


def test_no_picture_is_blown_up_and_none_is_soft(shown, tab):
    chosen = {(address, *screen): pictures(tab(*screen), address) for address in shown for screen in SCREENS}
    every = [(*where, *each) for where, found in chosen.items() for each in found]
    softest = [
        min(own, ENOUGH * across * min(density, SHARPEST)) for *_where, density, across, _file, own in every
    ]

    assert len(every) > 100
    assert [each for each in every if each[3] > each[5] + 1] == []
    assert [each for each, least in zip(every, softest, strict=True) if each[4] < least] == []
    # At most the next of the widths that are made: a browser may round up.
    assert [
        (where, sharper, sharp)
        for where, found in chosen.items()
        if where[2] > SHARPEST
        for sharper, sharp in zip(files(found), files(chosen[*where[:2], SHARPEST]), strict=True)
        if sharper > NEXT_WIDTH * sharp
    ] == []


def test_nothing_scrolls_sideways(paper, tab):
    page, wider = tab(320, 1), []
    for address in paper:
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


def read_anyhow(path: str) -> str:
    """Return a page, also one of an error."""
    return Client().get(path).content.decode()


def files(found: list[list[float]]) -> list[float]:
    return [file for _shown, file, _own in found]


def pictures(page: Page, address: str) -> list[list[float]]:
    with page:
        page.goto(address)
        page.evaluate(EAGER)
        page.wait_for_function(LOADED)
        return page.evaluate(PICTURES)


def complete() -> None:
    """Let the worker make all files of all pictures."""
    worker, now = PictureFiles(), timezone.now()
    while worker.complete(now) or worker.is_busy:
        time.sleep(0.01)
        now += LOOK_EVERY
