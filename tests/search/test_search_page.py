"""The page of readers' search: what it shows, and how it is narrowed."""

import json
import re
import time
from datetime import timedelta
from html import unescape

import pytest
from django.conf import settings
from django.test import RequestFactory
from django.utils import timezone

from broadsheet.newsroom.actions.killing import kill
from broadsheet.newsroom.models import Edition, Topic
from broadsheet.newsroom.spelling import spelling_of
from broadsheet.press.tags import dependence_of
from broadsheet.search.index import IndexReader
from broadsheet.serving.making import Rendered, cacheable
from broadsheet.site.views.names import names
from factories import make_edition, make_section
from newsstand import headlines, publish, publish_many, read
from searchable import index_articles

pytestmark = pytest.mark.django_db


def test_words_that_were_looked_for_are_marked_in_the_passage():
    publish("A crossing for all", text="The new bridge opens on Friday with a concert.")
    index_articles()

    page = read("/search/?q=bridge+concert")

    assert "The new <mark>bridge</mark> opens on Friday with a <mark>concert</mark>." in page


@pytest.mark.parametrize("field", ["teaser", "short_headline", "kicker", "search_title"])
def test_an_article_is_found_by_every_text_that_its_cards_show(field):
    publish("A crossing for all", **{field: "A zeppelin over the quay"})
    publish("Rain")
    index_articles()

    assert len(headlines(read("/search/?q=zeppelin+quay"))) == 1


def test_words_of_the_teaser_are_marked():
    publish("A crossing for all", teaser="A zeppelin lands.")
    index_articles()

    assert "A <mark>zeppelin</mark> lands." in read("/search/?q=zeppelin")


def test_what_was_written_by_anybody_is_escaped_in_a_passage():
    publish("A crossing", text="He said &lt;script&gt;alert(1)&lt;/script&gt; at the bridge.")
    index_articles()

    page = read("/search/?q=bridge")

    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page


def test_an_answer_is_counted_and_narrowed_by_section_author_and_year():
    town, sport = make_section("Town"), make_section("Sport")
    publish_many(3, section=town, authors=["Hana Ostrow"])
    publish_many(2, section=sport, authors=["Ivo Tal"])
    index_articles()

    page = read("/search/?q=story")
    narrowed = read("/search/?q=story&section=sport")

    assert "5 articles" in page
    assert ("Town", "3") in choices(page)
    assert ("Ivo Tal", "2") in choices(page)
    assert "2 articles" in narrowed
    assert len(headlines(narrowed)) == 2


def test_a_filter_that_is_chosen_can_be_left_again():
    publish_many(2, section=make_section("Town"))
    publish_many(2, section=make_section("Sport"))
    index_articles()

    page = unescape(read("/search/?q=story&section=town&order=newest"))

    assert '<a href="/search/?q=story&order=newest" aria-current="true">Town</a>' in page


def test_a_filter_that_leaves_nothing_can_be_left_again():
    publish_many(2, section=make_section("Town"))
    make_section("Sport")
    index_articles()

    page = unescape(read("/search/?q=story&section=sport"))

    assert '<a href="/search/?q=story" aria-current="true">Sport</a> <span>0</span>' in page


def test_the_newest_come_first_where_a_reader_asks_for_that():
    publish("The bridge and the bridge of bridges", days_ago=300)
    publish("A town hall meets", days_ago=1, text="Somebody mentioned a bridge.")
    index_articles()

    assert headlines(read("/search/?q=bridge&order=newest"))[0] == "A town hall meets"


def test_pages_of_that_name_stand_above_the_results():
    publish("The mayor resigns", authors=["Hana J. Ostrow"], topics=["Harbour"], section=make_section("Town"))
    index_articles()

    assert 'href="/author/hana-j.-ostrow/">Hana J. Ostrow</a> <span>Author</span>' in read(
        "/search/?q=hana+ostrow"
    )
    assert 'href="/topic/harbour/">Harbour</a> <span>Topic</span>' in read("/search/?q=HARBOUR")
    assert 'href="/section/town/">Town</a> <span>Section</span>' in read("/search/?q=town")


@pytest.mark.parametrize(
    ("letters", "language", "name", "typed"),
    [
        ("own", "ru", "Экономика", "ekonomika"), ("own", "el", "Πολιτική", "politiki"), ("own", "fa", "ورزش", "varzesh"),
        ("latin", "ru", "Экономика", "ekonomika"), ("latin", "de", "Müller", "Mueller"),
    ],
)  # fmt: skip
def test_pages_of_that_name_are_offered_in_whichever_letters_it_is_typed(letters, language, name, typed):
    edition = _edition(language, letters)
    slug = spelling_of(edition).slug(name)
    _file_under(Topic(locale=edition.locale, name=f"{name} 21", slug=f"{slug}-21"))
    make_section(name, edition=edition, slug=slug)
    index_articles()

    assert [direct_hits(read(f"/search/?q={each}")) for each in (name, typed, f"{typed}+21")] == [
        [name],
        [name],
        [f"{name} 21"],
    ]


def test_a_page_with_an_address_in_latin_letters_is_offered_where_addresses_keep_their_script():
    edition = _edition("ru", "own")
    _file_under(Topic(locale=edition.locale, name="Театр", slug="teatr"))
    index_articles()

    assert [direct_hits(read(f"/search/?q={typed}")) for typed in ("театр", "teatr")] == [["Театр"]] * 2


def test_a_topic_of_which_readers_see_nothing_is_not_offered():
    publish("The mayor stays", topics=["Mayor"])
    publish("A secret", topics=["Harbour"], live=False)
    index_articles()

    assert "/topic/harbour/" not in read("/search/?q=harbour")


def test_a_word_that_was_meant_is_offered():
    publish_many(3, text="Accessibility of every page was asked for.")
    index_articles()

    page = read("/search/?q=accesibillity")

    assert re.search(r'<a href="/search/\?q=Accessibility">Accessibility</a>', page)


def test_a_killed_article_is_not_shown_even_before_the_index_knows():
    gone, here = publish("The bridge falls"), publish("The bridge stands")
    index_articles()
    kill(gone, by=None, now=timezone.now(), reason="")

    page = read("/search/?q=bridge")

    assert headlines(page) == [here.headline]
    assert "1 article" in page


def test_without_an_index_the_page_says_that_search_is_being_prepared():
    publish("The bridge stands")
    settings.DATA.joinpath("search", "current").unlink(missing_ok=True)

    page = read("/search/?q=bridge")

    assert "Search is being prepared" in page
    assert headlines(page)


@pytest.mark.parametrize(
    "query", ["q=story&section=nowhere", "q=story&author=nobody", "q=story&year=x", "q=story&order=worst"]
)
def test_what_narrows_to_something_that_is_not_there_is_left_aside(query):
    publish_many(2)
    index_articles()

    assert len(headlines(read(f"/search/?{query}"))) == 2


def test_no_more_than_twelve_words_are_looked_for():
    words = "oak elm ash fir yew bay fig box may pine lime plum"
    publish("The bridge stands", text=words)
    index_articles()

    assert headlines(read(f"/search/?q={words.replace(' ', '+')}+zeppelin")) == ["The bridge stands"]


def test_what_a_long_question_is_about_may_stand_at_its_end():
    publish("The bridge stands")
    publish("Rain")
    index_articles()
    question = (
        "could you please tell me where on these pages I can find what you have written about the bridge"
    )

    assert headlines(read(f"/search/?q={question.replace(' ', '+')}")) == ["The bridge stands"]


@pytest.mark.parametrize("asked", ["q=story", "q=nothing", "q=story&page=50", "q=story&page=x"])
def test_no_cache_and_no_other_address_learns_the_words(client, asked):
    publish_many(2)
    index_articles()

    response = client.get(f"/search/?{asked}")

    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "strict-origin"
    assert cacheable(Rendered(f"{response.status_code} -", [], response), time.time(), "") is None


def test_an_edition_answers_in_its_own_address():
    publish("Köprü açıldı", edition=make_edition("en"))
    publish("Körpü açıldı", edition=make_edition("az"), slug="korpu")
    index_articles()

    assert headlines(read("/az/search/?q=korpu")) == ["Körpü açıldı"]


def direct_hits(page: str) -> list[str]:
    """List the names of the pages that are offered above the results."""
    nav = re.search(r'<nav class="direct".*?</nav>', page, re.DOTALL)
    return re.findall(r"<a [^>]+>([^<]+)</a>", nav[0]) if nav else []


def choices(page: str) -> list[tuple[str, str]]:
    """List the choices of the filters with their counts."""
    return re.findall(r'<li><a href="[^"]+">([^<]+)</a> <span>(\d+)</span>', page)


def test_a_search_is_sent_on_with_its_words(client):
    make_edition("en", is_main=True)

    assert client.get("/en/search/?q=bridge&page=2").headers["Location"] == "/search/?q=bridge&page=2"


def test_names_that_are_used_most_are_offered_and_none_that_readers_may_not_see():
    publish_many(3, topics=["Harbour"], authors=["Hana Ostrow"])
    secret = publish(topics=["Mayor"], section=make_section("Town"))
    index_articles()
    kill(secret, by=None, now=timezone.now(), reason="")

    assert json.loads(read("/search/names/")) == ["Hana Ostrow", "Harbour", "Town"]


def test_a_name_is_gone_with_its_last_article_however_long_ago_names_were_counted():
    secret = publish(topics=["Mayor"], section=make_section("Town"))
    publish(authors=["Hana Ostrow"])
    index_articles()
    before = json.loads(read("/search/names/"))
    kill(secret, by=None, now=timezone.now(), reason="")

    assert (sorted(before), sorted(json.loads(read("/search/names/")))) == (
        ["Hana Ostrow", "Mayor", "Town"],
        ["Hana Ostrow", "Town"],
    )


def test_names_are_counted_once_in_half_a_minute(monkeypatch):
    publish(topics=["Mayor"])
    index_articles()
    counted = []
    monkeypatch.setattr(
        IndexReader, "names", lambda self, **asked: counted.append(asked["edition"]) or ["Mayor"]
    )

    assert [json.loads(read("/search/names/")) for _ in range(3)] == [["Mayor"]] * 3
    assert len(counted) == 1


def test_the_list_of_names_is_asked_for_again_when_an_article_comes_or_goes():
    expires = timezone.now() + timedelta(seconds=9)
    publish(topics=["Mayor"], expire_at=expires)
    index_articles()
    request = RequestFactory().get("/search/names/")
    names(request)
    told = dependence_of(request)

    assert "edition:en" in told.tags
    assert told.gone == told.until == expires


def test_the_first_five_are_the_same_whatever_the_database():
    for number, headline in enumerate(FERRIES):
        publish(
            headline,
            days_ago=number + 1,
            text=f"{headline}. The quay was full on day {number}.",
            slug=f"f-{number}",
        )
    index_articles()

    assert [headlines(read(f"/search/?q={words}"))[:5] for words in ("ferry", "feries", "%22old+ferry%22", "quay+storm")] == [
        ["Ferry sails again", "The old ferry is sold", "A ferry in a storm", "Ferries for everybody"],
        ["Ferries for everybody"],
        ["The old ferry is sold"],
        # Both words are in two; where so few have both, those with one of them follow, the newest first.
        ["Storm over the town", "A ferry in a storm", "Ferry sails again", "The old ferry is sold", "Ferries for everybody"],
    ]  # fmt: skip


FERRIES = [
    "Ferry sails again", "The old ferry is sold", "A ferry in a storm", "Ferries for everybody", "Storm over the town",
]  # fmt: skip


def _edition(language: str, letters: str) -> Edition:
    edition = make_edition(language)
    edition.address_letters = letters
    edition.save()
    return edition


def _file_under(topic: Topic) -> None:
    topic.save()
    article = publish("1", edition=topic.locale.edition)
    article.topics.add(topic)
    article.save()
