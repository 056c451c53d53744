"""The switch leads to the same story, section or page of another edition where it has one, else to its front, and says which."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories import make_edition, make_page, make_section
from newsstand import publish, read
from reader import Reader

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def editions():
    make_edition("en", is_main=True)
    make_edition("ru")
    make_edition("fa")


def test_a_story_leads_to_its_translations_and_else_to_the_front():
    bridge = publish("Bridge opens", slug="bridge")
    most = publish(
        "Мост открыт", slug="most", edition=make_edition("ru"), translation_key=bridge.translation_key
    )

    assert ways(read(bridge.get_absolute_url())) == [
        ("/", "English", ""),
        (most.get_absolute_url(), "Русский", "The same story"),
        ("/fa/", "فارسی", "Front page"),
    ]
    assert ways(read(most.get_absolute_url())) == [
        (bridge.get_absolute_url(), "English", "Тот же материал"),
        ("/ru/", "Русский", ""),
        ("/fa/", "فارسی", "Первая полоса"),
    ]


def test_a_story_that_nobody_may_see_yet_is_no_way():
    bridge = publish("Bridge opens", slug="bridge")
    publish(
        "Мост", slug="most", edition=make_edition("ru"), translation_key=bridge.translation_key, live=False
    )

    assert ways(read(bridge.get_absolute_url()))[1] == ("/ru/", "Русский", "Front page")


def test_a_section_and_a_page_lead_to_theirs():
    town = make_section("Town")
    make_section("Город", slug="gorod", edition=make_edition("ru"), translation_key=town.translation_key)
    about = make_page("About us", slug="about")
    make_page("О нас", slug="o-nas", edition=make_edition("ru"), translation_key=about.translation_key)

    assert ways(read("/section/town/"))[1:] == [
        ("/ru/section/gorod/", "Русский", "The same section"),
        ("/fa/", "فارسی", "Front page"),
    ]
    assert ways(read(about.get_absolute_url()))[1] == ("/ru/page/o-nas/", "Русский", "The same page")


def test_a_front_page_leads_to_fronts_and_need_not_say_so():
    publish("Bridge opens")

    assert ways(read("/")) == [("/", "English", ""), ("/ru/", "Русский", ""), ("/fa/", "فارسی", "")]


def test_a_translation_that_comes_later_is_a_way_at_once():
    town = make_section("Town")
    bridge = publish("Bridge opens", slug="bridge", section=town)
    reader = Reader()
    before = [ways(reader.read(path))[1][0] for path in ("/section/town/", bridge.get_absolute_url())]

    make_section("Город", slug="gorod", edition=make_edition("ru"), translation_key=town.translation_key)
    publish("Мост", slug="most", edition=make_edition("ru"), translation_key=bridge.translation_key)
    reader.look()

    assert before == ["/ru/", "/ru/"]
    after = [ways(reader.read(path))[1][0] for path in ("/section/town/", bridge.get_absolute_url())]
    assert after[0] == "/ru/section/gorod/"
    assert after[1].endswith("/most/")


def test_a_way_costs_no_query(django_assert_num_queries):
    town = make_section("Town")
    alone = publish("Quay opens", slug="quay", section=town)
    bridge = publish("Bridge opens", slug="bridge", section=town)
    publish("Мост", slug="most", edition=make_edition("ru"), translation_key=bridge.translation_key)
    read(alone.get_absolute_url())

    with django_assert_num_queries(queries_of(alone)):
        read(bridge.get_absolute_url())


def queries_of(article) -> int:
    with CaptureQueriesContext(connection) as said:
        read(article.get_absolute_url())
    return len(said)


def ways(page: str) -> list[tuple[str, str, str]]:
    """List the links of the switch: address, name of the language, and what is there."""
    switch = page.partition('class="editions"')[2].partition("</nav>")[0]
    found = []
    for item in switch.split("<li")[1:]:
        [address] = re.findall('href="([^"]+)"', item)
        [name] = re.findall("<span lang=[^>]+>([^<]+)</span>", item)
        heard = re.findall('<span class="unseen">: ([^<]+)</span>', item)
        seen = re.findall('^ title="([^"]+)"', item)
        assert heard == seen
        found.append((address, name, *(seen or [""])))
    return found
