"""Opinion is set apart from news, wherever it stands: by its mark, the name, and the face where there is one."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from broadsheet.newsroom.models import Author
from factories import make_section
from newsstand import publish, publish_many, read

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the closing of renditions' temporary files to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
LISTS = ("/", "/section/views/", "/author/rana-idrisi/", "/search/?q=toll")


@pytest.fixture
def opinion(picture):
    article = publish(
        "I would pay the toll",
        kind="opinion",
        authors=["Rana Idrisi"],
        section=make_section("Views"),
        text="The toll. " * 9,
    )
    Author.objects.update(picture=picture)
    return article


@pytest.mark.parametrize("path", LISTS)
def test_a_card_of_opinion_has_its_mark_name_and_face(opinion, path):
    card = _card(read(path), opinion.pk)

    assert 'class="kind">Opinion<' in card and 'href="/author/rana-idrisi/">Rana Idrisi<' in card
    assert 'alt="Portrait of Rana Idrisi"' in card


@pytest.mark.parametrize("path", ["article", "/author/rana-idrisi/"])
def test_the_face_stands_on_the_opinion_and_on_the_page_of_its_author(opinion, path):
    page = read(opinion.get_absolute_url() if path == "article" else path)
    head = page[page.index("<main") : page.index("</header>", page.index("<main"))]

    assert 'alt="Portrait of Rana Idrisi"' in head


def test_news_has_neither(opinion):
    news = publish("Toll passes by one vote", authors=["Rana Idrisi"])
    card = _card(read("/"), news.pk)
    page = read(news.get_absolute_url())

    assert ("card-opinion" in card, "Rana Idrisi" in card, "story-opinion" in page) == (False, False, False)


@pytest.mark.parametrize("path", LISTS)
def test_faces_cost_no_query_more_than_other_pictures(opinion, picture, path):
    with_pictures = {"picture": picture, "picture_alt": "Cranes", "section": opinion.section}
    publish("The toll in figures", authors=["Rana Idrisi"], **with_pictures)
    publish_many(8, **with_pictures)
    read(path)
    with_opinion = _queries(path)
    opinion.kind = "news"
    opinion.save()
    read(path)

    assert with_opinion == _queries(path)


def test_a_mark_that_is_the_name_of_the_section_is_said_once():
    article = publish(kind="opinion", authors=["Rana Idrisi"], section=make_section("Opinion"))
    card = _card(read("/"), article.pk)

    assert (card.count(">Opinion<"), 'class="kind" href="/section/opinion/"' in card) == (1, True)


def test_a_card_says_its_short_headline_kicker_kind_and_that_it_was_updated():
    article = publish(
        "The inquiry into the flood hears the master of the Corvane", short_headline="The master speaks", kicker="Flood inquiry",
        kind="interview",
    )  # fmt: skip
    article.headline += " again"
    article.save()
    card = _card(read("/"), article.pk)

    assert re.findall(r">(Interview|Flood inquiry|The master speaks|Updated|The inquiry[^<]*)<", card) == [
        "Interview", "Flood inquiry", "The master speaks", "Updated",
    ]  # fmt: skip


def test_the_page_has_its_own_headline_and_a_title_for_search_engines():
    article = publish(
        "The master speaks", search_title="Corvane: what its master said", short_headline="He speaks"
    )
    page = read(article.get_absolute_url())

    assert "<title>Corvane: what its master said · " in page
    assert '<meta property="og:title" content="The master speaks">' in page
    assert '<h1 id="headline">The master speaks</h1>' in page


@pytest.mark.parametrize(
    ("standfirst", "told"), [("Two hundred came.", "Two hundred came."), ("The master: speaks!", "A teaser")]
)
def test_feeds_and_search_engines_are_told_the_standfirst_first(standfirst, told):
    article = publish("The master speaks", standfirst=standfirst, teaser="A teaser")
    page = read(article.get_absolute_url())

    assert f'<meta name="description" content="{told}">' in page
    assert f'<meta property="og:description" content="{told}">' in page
    assert f'"description": "{told}"' in page
    assert f"<description>{told}</description>" in read("/feed/")
    assert ('<p class="standfirst">' in page) == (standfirst == told)


def _card(page: str, number: int) -> str:
    start = page.index(f'data-article="{number}">')
    return page[page.rindex("<article", 0, start) : page.index("</article>", start)]


def _queries(path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        read(path)
    return len(captured)
