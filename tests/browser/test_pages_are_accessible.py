"""Every kind of page is free of what axe finds wrong, on a phone and a wide screen, light and dark."""

import pytest
from accessibility import needs_axe, page_faults
from chromium import chromium

from whole_paper import dress_the_paper, print_whole_paper

SCREENS = [(320, 640, "light"), (1440, 900, "dark")]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@needs_axe
@pytest.mark.parametrize("is_branded", [False, True], ids=["plain", "branded"])
def test_every_kind_of_page_can_be_read_by_everyone(transactional_db, live_server, picture, is_branded):
    paths = print_whole_paper(picture)
    if is_branded:
        dress_the_paper()
        # The front page, one from the right, an article, a list, and where nothing is.
        paths = [paths[0], *paths[2:5], "/section/town/", "/nowhere/"]

    with chromium() as browser:
        wrong = list(page_faults(browser, [live_server.url + path for path in paths], SCREENS))

    assert wrong == []


@needs_axe
def test_a_target_that_is_too_small_for_a_finger_is_found(tmp_path):
    small = '<button style="inline-size: 12px; block-size: 12px; padding: 0">a</button>'
    page = tmp_path / "small.html"
    page.write_text(
        f'<!doctype html><html lang="en"><title>A</title><main><h1>A</h1>{small}{small}</main></html>'
    )

    with chromium() as browser:
        rules = {each[3] for each in page_faults(browser, [page.as_uri()], SCREENS)}

    assert rules == {"target-size"}
