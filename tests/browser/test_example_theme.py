"""The example theme is as accessible and as valid as our own look."""

import pytest
from accessibility import needs_axe, page_faults
from chromium import chromium
from django.test import Client
from validity import messages_on, needs_nu

from themes import TABLOID, wear
from whole_paper import print_whole_paper

SCREENS = [(360, 740, "light"), (1440, 1000, "dark")]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@needs_axe
@needs_nu
def test_the_example_theme_can_be_read_by_everyone_and_is_valid_html(
    transactional_db, live_server, picture, settings, tmp_path
):
    wear(TABLOID, settings)
    paths = print_whole_paper(picture)

    with chromium() as browser:
        wrong = list(page_faults(browser, [live_server.url + path for path in paths], SCREENS))
    said = messages_on({path: Client().get(path).content for path in paths}, tmp_path)

    assert (wrong, said) == ([], [])
