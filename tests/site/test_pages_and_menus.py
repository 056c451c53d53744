"""The menu, the footer, sub-sections and pages that are no articles, as readers find them."""

import re

import pytest
from django.utils import timezone

from broadsheet.newsroom.models import Correction, Page
from broadsheet.newsroom.models.addresses import Address
from factories import make_edition, make_page, make_section
from newsstand import headlines, publish, read
from reader import Reader
from searchable import index_articles

pytestmark = pytest.mark.django_db


def test_without_a_menu_or_pages_the_masthead_and_the_footer_are_as_ever():
    publish(section=make_section("Town"))

    page = read("/")

    assert _links(page, "sections") == [("/section/town/", "Town")]
    assert "This paper sets no cookies and follows nobody" in page
    assert "footer-links" not in page and "subsections" not in page


def test_a_section_that_the_menu_hides_keeps_its_page_and_its_block_on_the_front():
    edition = make_edition()
    town, sport = make_section("Town", edition=edition), make_section("Sport", edition=edition)
    for section in [town, sport] * 12:
        publish(section=section)
    edition.menu = [("section", {"section": town}), ("section", {"section": sport, "is_hidden": True})]
    edition.save()

    front = read("/")

    assert _links(front, "sections") == [("/section/town/", "Town")]
    assert 'href="/section/sport/">Sport</a></h2>' in front
    assert read("/section/sport/")


def test_the_pledge_can_be_left_out():
    publish()
    edition = make_edition()
    edition.has_pledge = False
    edition.save()

    assert "follows nobody" not in read("/")


def test_the_footer_has_the_pages_and_then_the_links():
    make_page("Privacy", position=2)
    make_page("Imprint", position=1)
    make_page("Of the house", is_in_footer=False)
    make_page("A draft", live=False)
    edition = make_edition()
    edition.footer_links = [("link", {"name": "Mail <us>", "address": "mailto:desk@example.org"})]
    edition.save()

    footer = read("/").partition("footer-links")[2].partition("</ul>")[0]

    assert re.findall(r'<a href="([^"]+)">([^<]+)</a>', footer) == [
        ("/page/imprint/", "Imprint"),
        ("/page/privacy/", "Privacy"),
        ("mailto:desk@example.org", "Mail &lt;us&gt;"),
    ]


def test_a_page_is_read_and_stands_in_no_list_feed_or_search():
    publish("On the bridge", section=make_section("Town"))
    make_page("About us", body=[("paragraph", "<p>We have printed since 1872.</p>")])

    assert "We have printed since 1872." in read("/page/about-us/")
    for path in ("/", "/section/town/", "/archive/"):
        assert "About us" not in headlines(read(path))
    assert "About us" not in read("/feed/")
    index_articles()
    assert "Nothing was found for “1872”" in read("/search/?q=1872")


def test_a_page_is_in_the_sitemap_and_names_its_translations():
    english = make_page("About us")
    make_page("О нас", edition=make_edition("ru"), slug="o-nas", translation_key=english.translation_key)

    assert "/page/about-us/</loc>" in read("/sitemap-0.xml") and "/ru/page/o-nas/</loc>" in read(
        "/sitemap-0.xml"
    )
    assert re.search(r'hreflang="ru" href="[^"]+/ru/page/o-nas/"', read("/page/about-us/"))


def test_a_page_that_is_a_draft_or_of_another_edition_is_not_found():
    make_page("A draft", live=False)
    make_page("О нас", edition=make_edition("ru"), slug="o-nas")

    read("/page/a-draft/", status=404)
    read("/page/o-nas/", status=404)


def test_a_page_that_moves_leads_on_and_one_that_is_deleted_is_gone():
    publish()
    page = make_page("About us")
    page.slug = "about-the-paper"
    page.save()
    moved = Reader().get("/page/about-us/")
    page.delete()

    assert (moved.status, moved.headers["Location"]) == (301, "/page/about-the-paper/")
    read("/page/about-the-paper/", status=410)


def test_the_slug_of_a_page_that_nobody_saw_is_kept_for_nobody():
    page = make_page("A draft", live=False)
    page.slug = "another"
    page.save()
    page.delete()

    assert not Address.objects.exists()


def test_a_page_that_is_published_late_takes_no_slug_of_another():
    draft = make_page("About us", live=False)
    draft.slug = "imprint"
    revision = draft.save_revision()
    make_page("Imprint")
    revision.publish()

    assert Page.objects.get(pk=draft.pk).slug == "imprint-2"


def test_an_article_names_the_policy_on_corrections():
    article = publish("On the bridge")
    Correction.objects.create(article=article, at=timezone.now(), text="It is 214 metres.")
    make_page("Correction policy", purpose="corrections")

    page = read(article.get_absolute_url())

    assert '<a href="/page/correction-policy/">How we correct mistakes</a>' in page
    assert re.search(r'"correctionsPolicy": "https?://[^"/]+/page/correction-policy/"', page)


def test_after_the_last_edition_is_deleted_there_is_no_front():
    edition, reader = make_edition(), Reader()
    assert reader.get("/").status == 200
    edition.delete()
    reader.look()

    assert reader.get("/").status == 404


def test_an_article_and_a_page_of_one_name_stand_beside_each_other():
    article = publish("Privacy", slug="privacy")
    make_page("Privacy")

    assert "<h1" in read("/page/privacy/") and "<h1" in read(article.get_absolute_url())


def test_a_sections_page_and_feed_have_the_stories_of_its_sub_sections():
    politics = make_section("Politics")
    publish("Of the council", section=politics, days_ago=2)
    publish("Of the vote", section=make_section("Elections", parent=politics), days_ago=1)

    assert headlines(read("/section/politics/"))[:2] == ["Of the vote", "Of the council"]
    assert headlines(read("/section/elections/"))[0] == "Of the vote"
    assert read("/section/politics/feed/").count("<item>") == 2


def test_a_list_of_several_sections_ends_where_the_database_would_only_skip_rows():
    politics = make_section("Politics")
    make_section("Elections", parent=politics)
    publish(section=politics)

    read("/section/politics/?page=501", status=404)


def test_the_front_has_a_block_for_a_section_and_none_for_its_sub_section():
    politics = make_section("Politics")
    elections = make_section("Elections", parent=politics)
    for number in range(40):
        publish(f"Vote {number}", section=elections, days_ago=number + 1)

    blocks = read("/").partition('<div class="blocks">')[2]

    assert f"section-{politics.pk}" in blocks and f"section-{elections.pk}" not in blocks
    assert len(headlines(blocks)) >= 4


def test_a_section_opens_its_sub_sections_without_a_script():
    politics = make_section("Politics")
    article = publish("Of the vote", section=make_section("Elections", parent=politics))
    publish("Of the council", section=politics)

    on_section, on_front = read("/section/politics/"), read("/")
    on_article = read(article.get_absolute_url())

    assert _links(on_section, "subsections") == [("/section/elections/", "Elections")]
    assert _links(on_article, "subsections") == [("/section/elections/", "Elections")]
    assert 'class="subsections"' not in on_front
    assert 'href="/section/politics/" aria-current="true"' in on_article
    label = on_article.partition('<p class="label">')[2].partition("</p>")[0]
    assert re.findall(r'href="([^"]+)"', label) == ["/section/politics/", "/section/elections/"]


@pytest.mark.parametrize(
    ("path", "queries"), [("/section/politics/", 6), ("/page/about-us/", 2), ("/section/politics/feed/", 4)]
)
def test_they_keep_to_their_queries(path, queries, django_assert_num_queries):
    politics = make_section("Politics")
    make_page("About us")
    for number in range(30):
        section = make_section("Elections", parent=politics) if number % 2 else politics
        publish(f"Vote {number}", section=section, days_ago=number + 1)
    reader = Reader()
    reader.get(path)
    reader.forget()

    with django_assert_num_queries(queries):
        reader.get(path)


def test_a_change_of_the_menu_or_of_a_page_is_on_kept_pages_at_once():
    publish()
    edition, page = make_edition(), make_page("About us")
    reader = Reader()
    assert "About us" in reader.get("/").text
    page.name = "About the paper"
    page.last_published_at = timezone.now()
    page.save()
    edition.menu = [("link", {"name": "The shop", "address": "https://shop.example/"})]
    edition.save()
    reader.look()

    assert "About the paper" in reader.get("/").text and "The shop" in reader.get("/").text
    assert "About the paper" in reader.get("/page/about-us/").text


def _links(page: str, name: str) -> list[tuple[str, str]]:
    nav = page.partition(f'<nav class="{name}"')[2].partition("</nav>")[0]
    return re.findall(r'<a href="([^"]+)"[^>]*>([^<]+)</a>', nav)
