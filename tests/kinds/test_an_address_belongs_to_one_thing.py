"""An address that was public once belongs to one thing for ever: for each owner, each change of state and its answer."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings as site_settings
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.contrib.redirects.models import Redirect

from broadsheet.newsroom.actions.filing import file_stories
from broadsheet.newsroom.actions.killing import kill, revive
from broadsheet.newsroom.actions.publishing import publish as publish_again
from broadsheet.newsroom.actions.publishing import unpublish
from broadsheet.newsroom.addresses import Claim, FeedClaim, ninjs_path, register
from broadsheet.newsroom.models import Address, Article, Author, DatePrecision, Section, Topic
from broadsheet.newsroom.stories import Paragraph, Story
from factories import make_author, make_edition, make_section, make_topic
from newsstand import publish

pytestmark = [pytest.mark.django_db, pytest.mark.measured]

DAY = datetime(2012, 11, 16, 12, tzinfo=UTC)
OLD, NEW = "/2012/11/16/marta/", "/2012/11/16/marta-the-boat/"
SHORT = "/?p=7"


def unpublished(article: Article) -> None:
    unpublish(article, by=None, now=timezone.now())


def embargoed(article: Article) -> None:
    article.embargoed_until = timezone.now() + timedelta(days=1)
    article.save()


def embargoed_and_renamed(article: Article) -> None:
    embargoed(article)
    renamed(article, "marta-under-embargo")


def expired(article: Article) -> None:
    article.expire_at = timezone.now() - timedelta(minutes=5)
    article.save()


def killed(article: Article) -> None:
    kill(article, by=None, now=timezone.now())


def killed_under_a_new_embargo(article: Article) -> None:
    embargoed(article)
    killed(article)


def deleted(article: Article) -> None:
    article.delete()


def revived(article: Article) -> None:
    killed(article)
    revive(article, by=None, now=timezone.now())


def revived_and_published(article: Article) -> None:
    revived(article)
    publish_again(Article.objects.get(pk=article.pk), by=None, now=timezone.now())


def untouched(_article: Article) -> None: ...


FATES = {
    untouched: 200, unpublished: 404, embargoed: 404, embargoed_and_renamed: 404, expired: 410, killed: 410,
    killed_under_a_new_embargo: 410, deleted: 410, revived: 404, revived_and_published: 200,
}  # fmt: skip


@pytest.mark.parametrize("deed", FATES)
def test_the_address_of_an_article_says_what_became_of_it(deed):
    article = boat(slug="marta")
    deed(article)

    assert status(OLD) == FATES[deed]


@pytest.mark.parametrize("deed", FATES)
def test_the_ninjs_of_an_article_says_the_same_as_its_page(deed):
    article = boat(slug="marta")
    deed(article)

    assert status(ninjs_path(OLD)) == FATES[deed]


@pytest.mark.parametrize("deed", FATES)
def test_the_ninjs_at_an_address_that_an_article_has_left_says_the_same_as_the_page(deed):
    article = boat(slug="marta")
    renamed(article, "marta-the-boat")
    deed(article)

    fate = FATES[deed]
    assert answer(ninjs_path(OLD)) == {200: (301, ninjs_path(NEW)), 404: (404, ""), 410: (410, "")}[fate]


@pytest.mark.parametrize(
    "path", [OLD, OLD.rstrip("/"), f"{OLD}?utm_source=mail&fbclid=1", SHORT, f"{SHORT}&utm_medium=x"]
)
@pytest.mark.parametrize("deed", FATES)
def test_an_address_that_an_article_has_left_leads_to_it_while_it_is_public(deed, path):
    article = boat(slug="marta")
    register([Claim(f"https://old.example{SHORT}", article)])
    renamed(article, "marta-the-boat")
    deed(article)

    fate = FATES[deed]
    # What is hidden is answered as what never was: where only a slash is missing, it is added first.
    missing = (301, OLD) if path == OLD.rstrip("/") else (404, "")
    assert answer(path) == {200: (301, NEW), 404: missing, 410: (410, "")}[fate]


def test_an_address_that_nobody_has_seen_is_not_remembered():
    future = timezone.now() + timedelta(days=1)
    for number, fields in enumerate(({"live": False}, {"embargoed_until": future})):
        article = publish("Marta", slug=f"marta-{number}", published_at=DAY, **fields)
        path = article.get_absolute_url()
        renamed(article, f"otter-{number}")
        kill(article, by=None, now=timezone.now())

        assert [status(path), status(article.get_absolute_url())] == [404, 404]
        article.delete()
        assert status(article.get_absolute_url()) == 404


def test_every_former_address_leads_to_the_last_in_one_hop():
    article = boat(slug="marta")
    for slug in ("marta-one", "marta-two", "marta-the-boat"):
        renamed(article, slug)

    assert [answer(f"/2012/11/16/{each}/") for each in ("marta", "marta-one", "marta-two")] == [
        (301, NEW)
    ] * 3


def test_an_article_may_have_its_own_former_address_back():
    article = boat(slug="marta")
    renamed(article, "marta-the-boat")
    renamed(article, "marta")

    assert [answer(OLD), answer(NEW)] == [(200, ""), (301, OLD)]


@pytest.mark.parametrize("deed", [untouched, unpublished, killed, deleted])
def test_a_second_article_never_gets_what_belonged_to_the_first(deed):
    article = boat(slug="marta")
    renamed(article, "marta-the-boat")
    deed(article)
    singer = boat("Marta sings", slug="marta")
    filed = file_stories([story("Marta runs", slug="marta")], by=None, now=timezone.now())[0].article

    assert (singer.slug, filed.slug) == ("marta-2", "marta-3")
    assert answer(OLD)[0] == {untouched: 301, unpublished: 404, killed: 410, deleted: 410}[deed]


@pytest.mark.parametrize("make", [make_section, make_topic, make_author])
def test_what_articles_are_filed_under_leads_from_its_former_addresses_to_its_present_one(make):
    place = filed_under(make, "Blog")
    kind = type(place).__name__.lower()
    for slug in ("columns", "humour"):
        place.slug = slug
        place.save()

    ends = ("", "feed/", "feed/atom/", "feed/json/")
    assert [answer(f"/{kind}/{old}/{end}") for old in ("blog", "columns") for end in ends] == [
        (301, f"/{kind}/humour/{end}") for end in ends
    ] * 2
    assert answer(f"/{kind}/blog/?page=2&utm_source=x") == (301, f"/{kind}/humour/?page=2")


@pytest.mark.parametrize("make", [make_section, make_topic, make_author])
def test_the_address_of_what_was_deleted_is_gone_and_nobody_else_s(make):
    place = filed_under(make, "Blog")
    kind = type(place).__name__.lower()
    register([FeedClaim("/old/blog/rss.xml", place)])
    removed(place)

    assert [answer(f"/{kind}/blog/"), answer(f"/{kind}/blog/feed/"), answer("/old/blog/rss.xml")] == [
        (410, "")
    ] * 3
    assert make("Blog").slug == "blog-2"


@pytest.mark.parametrize("make", [make_section, make_topic, make_author])
def test_a_new_place_gets_the_next_free_address(make):
    place = filed_under(make, "Blog")
    place.slug = "humour"
    place.save()
    newcomer = make("Blog")

    assert newcomer.slug == "blog-2"
    assert answer(f"/{type(place).__name__.lower()}/blog/")[0] == 301


def test_a_topic_that_nobody_used_leaves_its_address_free():
    make_topic("Blog").delete()

    assert make_topic("Blog").slug == "blog"
    assert not Address.objects.exists()


def test_an_edition_leads_from_its_former_code_to_its_present_one():
    make_edition("en", is_main=True)
    edition = make_edition("pt")
    section = make_section("Cidade", edition=edition)
    publish("Barco", edition=edition, slug="barco", published_at=DAY, section=section)
    edition.locale.language_code = "pt-br"
    edition.locale.save()

    paths = ["", "feed/", "2012/11/16/barco/", "section/cidade/", "section/cidade/feed/", "2012/"]
    assert [answer(f"/pt/{each}") for each in paths] == [(301, f"/pt-br/{each}") for each in paths]
    assert status("/pt/nothing-of-ours/") == 404


def test_articles_of_an_edition_that_was_the_main_one_are_found():
    english, portuguese = make_edition("en", is_main=True), make_edition("pt")
    boat(slug="marta", section=make_section("Town"))
    killed(boat(slug="rumour"))
    publish("Barco", edition=portuguese)
    english.is_main = False
    english.save()
    portuguese.is_main = True
    portuguese.save()

    assert [answer(each) for each in (OLD, "/section/town/", "/2012/11/16/rumour/", "/2012/11/16/no/")] == [
        (301, f"/en{OLD}"), (301, "/en/section/town/"), (410, ""), (404, ""),
    ]  # fmt: skip


def test_an_address_with_a_query_is_asked_before_any_page():
    filed = file_stories(
        [story("Marta runs", former_addresses=("https://old.example/?p=7", "http://old.example/story.php?id=7&lang=en"))],
        by=None, now=timezone.now(),
    )[0].article  # fmt: skip
    here = filed.get_absolute_url()

    found = [
        "/?p=7",
        "/?utm_source=a&p=7&gclid=b",
        "/?p=7&from=mail",
        "/story.php?lang=en&id=7",
        "/story.php?id=7&lang=en",
    ]
    assert [answer(each) for each in found] == [(301, here)] * 5
    assert [status(each) for each in ("/", "/?p=8", "/?page=7", "/story.php", "/story.php?id=8")] == [
        200,
        200,
        200,
        404,
        404,
    ]


def test_the_addresses_of_another_system_lead_to_sections_topics_authors_and_feeds():
    section, topic, author = (filed_under(each, "Blog") for each in (make_section, make_topic, make_author))
    edition = make_edition()
    register([
        Claim("https://old.example/category/bl%C3%B6g/", section), Claim("/?cat=3", section), Claim("/tag/blog", topic),
        Claim("/?author=1", author), FeedClaim("/?feed=rss2", edition), FeedClaim("/index.xml", edition),
    ])  # fmt: skip

    assert [answer(each) for each in (
        "/category/bl%C3%B6g", "/category/blög/feed/", "/?cat=3", "/tag/blog/", "/tag/blog/feed/", "/?author=1",
        "/?feed=rss2", "/index.xml",
    )] == [(301, each) for each in (
        "/section/blog/", "/section/blog/feed/", "/section/blog/", "/topic/blog/", "/topic/blog/feed/", "/author/blog/",
        "/feed/", "/feed/",
    )]  # fmt: skip


def test_who_registered_an_address_first_keeps_it_and_the_front_page_is_nobody_s():
    first, second = boat(slug="marta"), boat(slug="otter")
    register([Claim("/a.html", first), Claim("/", first)])
    register([Claim("/a.html", second), Claim("/" + "x" * 600, second), Claim("/2012/11/16/otter/", second)])

    assert list(Address.objects.values_list("path", "owner")) == [("/a.html", first.pk)]


@pytest.mark.parametrize("deed", FATES)
def test_a_claim_from_elsewhere_takes_no_address_at_which_an_article_stands(deed):
    article = boat(slug="marta")
    register([Claim(OLD, boat("Otter"))])
    deed(article)

    assert status(OLD) == FATES[deed]


@pytest.mark.parametrize(
    ("deed", "fate"), [(untouched, 301), (unpublished, 404), (killed, 410), (deleted, 410)]
)
def test_a_redirect_of_the_desk_leads_to_the_end_in_one_hop(deed, fate):
    article = boat(slug="marta")
    Redirect.add_redirect("/first.html", "/second.html")
    Redirect.add_redirect("/second.html", OLD)
    Redirect.add_redirect("/?p=9", f"{site_settings.BASE_URL}{OLD}")
    renamed(article, "marta-the-boat")
    deed(article)

    expected = (301, NEW) if fate == 301 else (fate, "")
    assert [answer(each) for each in ("/first.html", "/second.html/?utm_source=x", "/?p=9&fbclid=1")] == [
        expected
    ] * 3


def test_redirects_of_the_desk_to_what_we_know_nothing_of_stay_as_they_are():
    boat()
    Redirect.add_redirect("/away.html", "https://other.example/x?y=1")
    Redirect.add_redirect("/for-now.html", "/search/", is_permanent=False)
    Redirect.add_redirect("/circle.html", "/circle.html")

    assert [answer(each) for each in ("/away.html", "/for-now.html", "/circle.html")] == [
        (301, "https://other.example/x?y=1"), (302, "/search/"), (404, ""),
    ]  # fmt: skip


def test_the_slug_follows_the_headline_until_the_first_publication():
    article = boat("Marta sails", live=False)
    slugs = [article.slug]
    for headline, live in (("Marta sinks", False), ("Marta swims", True), ("Marta is dry", True)):
        article.headline, article.live = headline, live
        article.first_published_at = DAY if live else None
        article.save()
        slugs.append(article.slug)

    assert slugs == ["marta-sails", "marta-sinks", "marta-swims", "marta-swims"]


def test_a_slug_that_somebody_wrote_follows_nothing():
    article = boat("Marta sails", live=False, slug="boat")
    article.headline = "Marta sinks"
    article.save()

    assert article.slug == "boat"


DEEDS: dict[str, Callable[[Article], Any]] = {
    "rename": lambda each: renamed(each, "marta-the-boat"), "rename back": lambda each: renamed(each, "marta"),
    "unpublish": unpublished, "kill": killed, "revive": lambda each: revive(each, by=None, now=timezone.now()),
    "publish": lambda each: each.killed_at or publish_again(each, by=None, now=timezone.now()),
    "delete": deleted,
}  # fmt: skip


@given(deeds=st.lists(st.sampled_from(sorted(DEEDS)), max_size=6))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_any_deeds_an_address_shows_its_owner_or_nothing(db, deeds):
    article = boat(slug=f"marta-{Article.objects.count()}-{Address.objects.count()}")
    path, number = article.get_absolute_url(), article.pk
    for deed in deeds:
        if (stored := Article.objects.filter(pk=number).first()) is not None:
            DEEDS[deed](stored)
    left = Article.objects.filter(pk=number).first()
    found, where = answer(path)

    if left is None:
        assert found == 410
    elif not left.is_visible(timezone.now()):
        assert found == (410 if left.killed_at else 404)
    else:
        assert (found, where) == (
            (200, "") if left.get_absolute_url() == path else (301, left.get_absolute_url())
        )


def boat(headline: str = "Marta", **fields: Any) -> Article:
    return publish(headline, published_at=DAY, **fields)


def renamed(article: Article, slug: str) -> None:
    article.slug = slug
    article.save()


def removed(place: Any) -> None:
    """Delete a section, topic or author once no article is filed under it any more."""
    article = Article.objects.get()
    article.section, article.topics, article.bylines = None, [], []
    article.save()
    place.delete()


def story(headline: str, **fields: Any) -> Story:
    text = f"{headline}, and this is told here at some length so that it is a story of its own."
    body = (Paragraph(f"<p>{text}</p>"),)
    return Story(
        headline, body, published_at=DAY, date_precision=DatePrecision.SECOND, language="en", **fields
    )


def filed_under(make: Callable[..., Any], name: str) -> Any:
    """Return a section, topic or author under which an article is filed that readers can see."""
    place = make(name)
    article = publish(f"About {place.pk}", **({"section": place} if isinstance(place, Section) else {}))
    if isinstance(place, Topic):
        article.topics = [place]
    if isinstance(place, Author):
        article.bylines.create(author=place)
    article.save()
    return place


def answer(path: str) -> tuple[int, str]:
    found = Client().get(path)
    return found.status_code, found.headers.get("Location", "")


def status(path: str) -> int:
    return answer(path)[0]
