"""axe and the Nu checker find no fault in any template in any language, on a phone and on a wide screen."""

import pytest
from accessibility import needs_axe, page_faults
from chromium import chromium
from django.test import Client
from validity import messages_on, needs_nu

from paper_of_each_language import WORDS, print_paper_in

SCREENS = [(360, 740, "light"), (1440, 900, "dark")]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@needs_axe
@needs_nu
@pytest.mark.parametrize("language", WORDS)
def test_each_page_of_a_language_can_be_read_by_everyone(
    transactional_db, live_server, picture, tmp_path, language
):
    paths = print_paper_in(language, picture)

    with chromium() as browser:
        wrong = list(page_faults(browser, [live_server.url + path for path in paths], SCREENS))
    said = messages_on({path: Client().get(path).content for path in paths}, tmp_path)

    assert (wrong, said) == ([], [])
