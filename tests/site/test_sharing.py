"""An article can be passed on by plain links, and says how long it takes to read."""

import re
from html import unescape
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from django.conf import settings

from broadsheet.prose.reading_time import reading_minutes
from newsstand import publish, read


@pytest.mark.django_db
def test_an_article_is_shared_by_links_that_name_its_address_and_need_no_script():
    found = publish('Cranes & "tugs" + boats')
    address = settings.BASE_URL + found.get_absolute_url()

    page = read(found.get_absolute_url())

    links = [unescape(each) for each in re.findall(r'rel="nofollow noopener external" href="([^"]+)"', page)]
    assert [urlsplit(each).hostname for each in links] == [None, "wa.me", "t.me", "www.facebook.com", "x.com"]
    assert all(any(address in said for _name, said in parse_qsl(urlsplit(each).query)) for each in links)
    assert parse_qs(urlsplit(links[0]).query)["subject"] == ['Cranes & "tugs" + boats']
    assert "+" not in urlsplit(links[0]).query
    # The button waits for a browser that can.
    assert re.search(r'<li hidden><button type="button" data-share="[^"]+"', page)


@pytest.mark.django_db
def test_an_article_says_how_long_it_takes():
    assert "1 minute to read" in read(publish(text="Short.").get_absolute_url())
    assert "3 minutes to read" in read(publish(text="word " * 700).get_absolute_url())


@pytest.mark.parametrize(
    ("text", "language", "minutes"),
    [
        ("", "en", 1),
        ("word " * 238 * 4, "en", 4),
        ("слово " * 238 * 2, "ru", 2),
        ("新聞。" * 255, "zh-hant", 2),
        ("新聞" * 357, "ja", 2),
        ("ข่าว" * 863, "th", 3),
        ("word " * 238 * 2, "pt-br", 2),
    ],
)
def test_time_is_counted_by_words_and_by_letters_where_words_have_no_blanks(text, language, minutes):
    assert reading_minutes(text, language=language) == minutes
