"""Every kind of page is valid HTML, as the Nu checker sees it."""

import pytest
from django.test import Client
from validity import messages_on, needs_nu

from whole_paper import dress_the_paper, print_whole_paper

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@needs_nu
@pytest.mark.parametrize("is_branded", [False, True], ids=["plain", "branded"])
def test_every_kind_of_page_is_valid_html(db, picture, tmp_path, is_branded):
    paths = print_whole_paper(picture)
    if is_branded:
        dress_the_paper()
        # The front page, one from the right, an article, a list, and where nothing is.
        paths = [paths[0], *paths[2:5], "/section/town/", "/nowhere/"]
    pages = {path: Client().get(path).content for path in paths}

    said = messages_on(pages, tmp_path)

    assert len(pages) > (5 if is_branded else 15)
    assert said == []
