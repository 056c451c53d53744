"""A query makes another page only where the page reads it."""

import pytest

from broadsheet.site.addresses import parameters
from factories import make_edition
from newsstand import publish
from reader import Reader

pytestmark = pytest.mark.django_db


SEARCHED = ("author", "order", "page", "q", "section", "year")


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/", ()), ("/az/", ()), ("/feed/", ()), ("/2026/11/23/story/", ()), ("/undated/story/", ()), ("/archive/", ()),
        ("/section/town/", ("page",)), ("/az/topic/ports/", ("page",)), ("/author/ada/", ("page",)),
        ("/undated/", ("page",)), ("/2026/", ("page",)), ("/2026/11/", ("page",)), ("/2026/11/23/", ("page",)),
        ("/search/", SEARCHED), ("/az/search/", SEARCHED),
        ("/nothing/here/at/all/", ()), ("/\xff/", ()), ("/desk/", ()),
    ],
)  # fmt: skip
def test_the_parameters_of_every_kind_of_page(path, names):
    assert parameters(path) == names


@pytest.mark.parametrize("query", ["?page=2", "?q=crane", "?page=2&q=crane", "?utm_source=mail"])
def test_what_a_page_does_not_read_makes_no_other_of_it(query):
    make_edition()
    path = publish("The one").get_absolute_url()
    reader = Reader()
    for each in (path, "/"):
        reader.get(each)
        reader.get(f"{each}{query}")

    assert len(reader.press.cache) == 2
