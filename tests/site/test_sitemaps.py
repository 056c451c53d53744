"""Sitemaps: of news, articles with their pictures, topics, authors, the archive, and the index of all."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from broadsheet.newsroom.models import Article, Correction, DatePrecision
from broadsheet.press.models import Change
from broadsheet.press.outbox import PURGE
from broadsheet.site import sitemap_keeping, sitemap_xml
from broadsheet.site.views import news_sitemap, sitemaps
from factories import make_article, make_edition, make_section
from newsstand import publish, publish_many, read
from reader import Reader
from schemas import IMAGE, NEWS, SITEMAP, addresses, valid

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
# With an article of today about a topic, by an author.
ALL = (
    "/news-sitemap.xml", "/news-sitemap-1.xml", "/sitemap-0.xml", "/sitemap-1.xml", "/sitemap-topics-1.xml",
    "/sitemap-authors-1.xml", f"/sitemap-archive-{timezone.now() - HOUR * 2.4:%Y}.xml",
)  # fmt: skip
# Those that name articles.
NAMING = ("/news-sitemap.xml", "/news-sitemap-1.xml", "/sitemap-1.xml")


def test_a_story_is_in_the_news_sitemap_with_paper_language_date_and_headline():
    released = timezone.now() - HOUR
    publish("Cranes & <cranes>", edition=make_edition("en", name="Quay & Co"), published_at=released)
    publish("Краны", edition=make_edition("ru", name="Причал"), published_at=released, slug="krany")

    found = [
        tuple(each.findtext(f"{NEWS}{name}") for name in ("publication_date", "title"))
        + tuple(each.findtext(f"{NEWS}publication/{NEWS}{name}") for name in ("name", "language"))
        for each in valid(read("/news-sitemap.xml")).iter(f"{NEWS}news")
    ]

    when = timezone.localtime(released, timezone.get_default_timezone()).isoformat()
    assert set(found) == {
        (when, "Cranes & <cranes>", "Quay & Co", "en"),
        (when, "Краны", "Причал", "ru"),
    }


@pytest.mark.parametrize(
    ("tag", "language"),
    [("en", "en"), ("pt-br", "pt"), ("zh-hans", "zh-cn"), ("zh-hant", "zh-tw"), ("ckb", "ckb")],
)
def test_news_sitemaps_name_languages_without_their_country_but_for_chinese(tag, language):
    assert sitemap_xml.news_language(tag) == language


@pytest.mark.parametrize(
    ("fields", "is_news"),
    [
        ({"published_at": -48 * HOUR + timedelta(seconds=20)}, True),
        ({"published_at": -48 * HOUR - timedelta(seconds=1)}, False),
        ({"published_at": -300 * HOUR, "embargoed_until": -HOUR}, True),
        ({"published_at": -300 * HOUR, "embargoed_until": -50 * HOUR}, False),
        ({"published_at": -HOUR, "embargoed_until": HOUR}, False),
        ({"published_at": -HOUR, "date_precision": DatePrecision.DAY}, True),
        ({"published_at": -HOUR, "date_precision": DatePrecision.MONTH}, False),
    ],
)
def test_news_are_what_readers_see_since_less_than_48_hours(fields, is_news):
    now = timezone.now()
    moments = {name: now + each if isinstance(each, timedelta) else each for name, each in fields.items()}
    story = publish("A story", **moments)
    # An editor has stated the date, which saving would not let be later than now.
    Article.objects.filter(pk=story.pk).update(**moments)

    assert bool(addresses(read("/news-sitemap.xml"))) == is_news


def test_the_date_in_the_news_sitemap_is_the_end_of_the_embargo_if_that_came_later():
    end = timezone.now().replace(microsecond=0) - HOUR
    story = publish("A story", days_ago=30)
    Article.objects.filter(pk=story.pk).update(embargoed_until=end)

    [said] = valid(read("/news-sitemap.xml")).iter(f"{NEWS}publication_date")

    assert datetime.fromisoformat(said.text) == end


def test_a_story_leaves_the_news_sitemap_to_the_second():
    released = timezone.now() - 48 * HOUR + timedelta(seconds=5)
    publish("A story", published_at=released)
    reader = Reader()
    before = addresses(reader.read("/news-sitemap.xml"))

    [kept] = [each for path, each in reader.press.cache.fresh.items() if path == "/news-sitemap.xml"]

    assert len(before) == 1
    assert kept.joined.until == pytest.approx((released + 48 * HOUR).timestamp())


def test_too_many_news_for_one_file_stand_in_several_with_an_index(monkeypatch):
    monkeypatch.setattr(news_sitemap, "MOST", 3)
    stories = [publish(f"Story {number}", days_ago=0.1) for number in range(8)]

    parts = [each.text for each in valid(read("/news-sitemap.xml"), "siteindex").iter(f"{SITEMAP}loc")]
    listed = [each for part in parts for each in addresses(read(part.removeprefix(settings.BASE_URL)))]

    assert sorted(listed) == sorted(settings.BASE_URL + each.get_absolute_url() for each in stories)
    assert set(parts) <= {
        each.text for each in valid(read("/sitemap.xml"), "siteindex").iter(f"{SITEMAP}loc")
    }
    assert max(len(addresses(read(part.removeprefix(settings.BASE_URL)))) for part in parts) <= 3
    read("/news-sitemap-99.xml", status=404)


def test_the_index_says_when_a_part_with_the_newest_articles_has_changed(monkeypatch):
    for module in (sitemaps, sitemap_keeping):
        monkeypatch.setattr(module, "CHUNK", 2)
    stories = publish_many(10)
    corrected = stories[-2]
    Article.objects.filter(pk=corrected.pk).update(updated_at=timezone.now())
    Article.objects.filter(pk=stories[-1].pk).update(published_at=None, date_precision=DatePrecision.UNKNOWN)

    parts = {
        each.findtext(f"{SITEMAP}loc").removeprefix(settings.BASE_URL): each.findtext(f"{SITEMAP}lastmod")
        for each in valid(read("/sitemap.xml"), "siteindex")
    }

    told = {name: when for name, when in parts.items() if when}
    assert 2 <= len(told) <= 3 < len([each for each in parts if each.startswith("/sitemap-")])
    for name, when in told.items():
        listed = [each.text for each in valid(read(name)).iter(f"{SITEMAP}lastmod")]
        assert datetime.fromisoformat(when) == max(map(datetime.fromisoformat, listed))
    own = f"/sitemap-{sitemap_keeping.chunk_of(corrected.pk)}.xml"
    assert datetime.fromisoformat(told[own]) == Article.objects.get(pk=corrected.pk).updated_at


def test_without_news_the_news_sitemap_is_empty_and_not_in_the_index():
    publish("Old", days_ago=9)

    assert addresses(read("/news-sitemap.xml")) == []
    assert "news-sitemap" not in read("/sitemap.xml")
    assert f"Sitemap: {settings.BASE_URL}/news-sitemap.xml" in read("/robots.txt")


def test_sitemaps_list_what_search_engines_may_show_and_nothing_that_they_may_not():
    """An empty edition, section or list of corrections has a page for readers, which is not indexed."""
    main = make_edition("en", is_main=True)
    make_edition("ru")
    town = make_section("Town", edition=main)
    below = make_section("Harbour", edition=main, parent=town)
    make_section("Empty", edition=main)
    make_section("Город", slug="gorod", edition=make_edition("ru"), translation_key=town.translation_key)
    story = publish("Cranes", section=below, topics=["Bridge"], authors=["Hana Ostrow"], edition=main)
    secret = make_section("Secret", edition=main)
    publish("Later", section=secret, embargoed_until=timezone.now() + HOUR)
    walked = Reader()
    pages = every_page(walked, ["/", "/ru/"])

    def listed() -> set[str]:
        parts = [each.text for each in valid(read("/sitemap.xml"), "siteindex").iter(f"{SITEMAP}loc")]
        return {
            each.removeprefix(settings.BASE_URL)
            for part in parts
            if "news" not in part
            for each in addresses(read(part.removeprefix(settings.BASE_URL)))
        }

    indexed = {path for path in pages if "noindex" not in read(path)}
    before = listed()
    Correction.objects.create(article=story, at=timezone.now(), text="It is 214 metres.")

    assert before == indexed
    assert {"/", "/section/town/", "/section/harbour/", "/popular/week/"} <= before
    assert listed() - before == {"/corrections/"}


def test_topics_and_authors_with_something_to_read_are_listed_in_their_editions():
    publish(
        "One", edition=make_edition("en", is_main=True), topics=["Bridge"], authors=["Hana Ostrow", "Ivo Tal"]
    )
    publish("Odin", edition=make_edition("ru"), authors=["Ivo Tal"])
    publish("Secret", topics=["Secret"], authors=["Deep Throat"], embargoed_until=timezone.now() + HOUR)

    listed = addresses(read("/sitemap-topics-1.xml")) + addresses(read("/sitemap-authors-1.xml"))

    paths = ["/author/hana-ostrow/", "/author/ivo-tal/", "/ru/author/ivo-tal/", "/topic/bridge/"]
    assert sorted(listed) == [f"{settings.BASE_URL}{path}" for path in paths]
    for address in listed:
        read(address.removeprefix(settings.BASE_URL))


def test_the_archive_lists_years_months_and_days_that_have_a_page():
    publish("A day", published_at=datetime(2012, 11, 16, 12, tzinfo=UTC))
    publish("A month", published_at=datetime(2012, 5, 15, 12, tzinfo=UTC), date_precision="month")
    publish("A year", published_at=datetime(2011, 7, 1, 12, tzinfo=UTC), date_precision="year")
    make_article("Nobody knows when", days_ago=None)

    parts = [each.text for each in valid(read("/sitemap.xml"), "siteindex").iter(f"{SITEMAP}loc")]
    years = [each.removeprefix(settings.BASE_URL) for each in parts if "archive" in each]
    listed = [each.removeprefix(settings.BASE_URL) for year in years for each in addresses(read(year))]

    assert sorted(listed) == ["/2011/", "/2012/", "/2012/05/", "/2012/11/", "/2012/11/16/"]
    assert {"/archive/", "/undated/"} <= {
        each.removeprefix(settings.BASE_URL) for each in addresses(read("/sitemap-0.xml"))
    }
    for path in listed:
        read(path)
    read("/sitemap-archive-2013.xml", status=404)
    read("/sitemap-archive-0000.xml", status=404)
    read("/sitemap-archive-9999.xml", status=404)


# Wagtail leaves the closing of renditions' temporary files to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_article_is_listed_with_the_largest_file_of_its_lead_picture_once_a_page_has_shown_it(picture):
    story = publish("Cranes", picture=picture, picture_alt="Two cranes")
    publish("No picture")
    reader = Reader()
    before = list(valid(reader.read("/sitemap-1.xml")).iter(f"{IMAGE}loc"))

    page = read(story.get_absolute_url())
    [shown] = valid(read("/sitemap-1.xml")).iter(f"{IMAGE}loc")
    Change.objects.all().delete()
    picture.delete()

    assert before == []
    assert shown.text.removeprefix(settings.BASE_URL) in page
    assert "sitemaps" in Change.objects.get().tags.split()
    assert list(valid(read("/sitemap-1.xml")).iter(f"{IMAGE}loc")) == []


@pytest.mark.parametrize("state", ["embargoed", "killed", "expired", "draft", "dated tomorrow"])
def test_what_nobody_may_see_is_in_no_sitemap(state):
    now = timezone.now()
    story = publish("The secret", slug="secret", topics=["Secret"], authors=["Secret Author"], days_ago=0.1)
    before = {path: Reader().get(path).status for path in ALL}
    Article.objects.filter(pk=story.pk).update(
        **{
            "embargoed": {"embargoed_until": now + HOUR},
            "killed": {"killed_at": now, "live": False},
            "expired": {"expire_at": now},
            "draft": {"live": False},
            "dated tomorrow": {"published_at": now + 24 * HOUR},
        }[state]
    )

    after = {path: Reader().get(path) for path in ALL}

    assert set(before.values()) == {200}
    assert [path for path, each in after.items() if each.status == 200] == [
        "/news-sitemap.xml",
        "/sitemap-0.xml",
    ]
    assert [path for path, each in after.items() if each.status == 200 and "secret" in each.text] == []
    assert "archive" not in Reader().read("/sitemap.xml")


def test_a_sitemap_is_kept_until_the_next_change_and_never_longer_than_its_stories_may_be_seen():
    soon = timezone.now() + timedelta(seconds=60)
    next_change = soon - timedelta(seconds=10)
    publish("Cranes", topics=["Bridge"], authors=["Hana Ostrow"], days_ago=0.1, expire_at=soon)
    publish("Later", embargoed_until=next_change, slug="later")
    reader = Reader()
    for path in ALL:
        reader.read(path)

    kept = {path: reader.press.cache.fresh[path].joined for path in ALL}

    assert [each.until for each in kept.values()] == pytest.approx([next_change.timestamp()] * len(ALL))
    assert [path for path, each in kept.items() if each.gone <= soon.timestamp()] == list(NAMING)


def test_a_killed_article_is_purged_from_all_sitemaps():
    story = publish("Cranes", days_ago=0.1)
    reader = Reader()
    assert story.path in reader.read("/news-sitemap.xml")
    Change.objects.all().delete()
    story.live = False
    story.save()
    reader.look()

    assert f"{PURGE}sitemaps" in Change.objects.get().tags.split()
    assert story.path not in reader.read("/news-sitemap.xml")


def test_a_change_is_in_the_sitemaps_at_the_next_look():
    story = publish("Cranes", days_ago=0.1, topics=["Bridge"], authors=["Hana Ostrow"])
    reader = Reader()
    for path in ALL:
        reader.read(path)
    story.headline = "Cranes that turn"
    story.save()
    topic, author = story.topics.get(), story.bylines.get().author
    topic.slug, author.slug = "new-bridge", "hana-new"
    topic.save()
    author.save()
    publish("Tugs", days_ago=0.1, section=make_section("Sport"))
    reader.look()

    assert "Cranes that turn" in reader.read("/news-sitemap.xml")
    assert "tugs" in reader.read("/sitemap-1.xml")
    assert "/section/sport/" in reader.read("/sitemap-0.xml")
    assert "new-bridge" in reader.read("/sitemap-topics-1.xml")
    assert "hana-new" in reader.read("/sitemap-authors-1.xml")


QUERIES = {
    "/sitemap.xml": 9, "/sitemap-0.xml": 6, "/sitemap-1.xml": 2, "/sitemap-topics-1.xml": 2, "/sitemap-authors-1.xml": 2,
    ALL[-1]: 4, "/news-sitemap.xml": 3, "/news-sitemap-1.xml": 3,
}  # fmt: skip


@pytest.mark.parametrize("count", [2, 15])
def test_sitemaps_make_the_same_queries_however_much_there_is(count):
    for number in range(count):
        publish(f"Story {number}", days_ago=0.1, topics=[f"T {number}"], authors=[f"A {number}"])
    reader = Reader()
    made = {}
    for path in QUERIES:
        reader.read(path)
        reader.forget()
        with CaptureQueriesContext(connection) as asked:
            reader.read(path)
        made[path] = len(asked)

    assert made == QUERIES


def test_addresses_in_a_sitemap_have_no_letter_beyond_ascii():
    [loc] = addresses(
        sitemap_xml.sitemap([sitemap_xml.Entry("https://x.example/погода/&/")]).content.decode()
    )

    assert loc == "https://x.example/%D0%BF%D0%BE%D0%B3%D0%BE%D0%B4%D0%B0/&/"


def test_every_sitemap_is_valid(picture):
    publish_many(5, topics=["Bridge"], authors=["Hana Ostrow"], section=make_section("Town"))

    for part in valid(read("/sitemap.xml"), "siteindex").iter(f"{SITEMAP}loc"):
        assert addresses(read(part.text.removeprefix(settings.BASE_URL)))


def every_page(reader: Reader, begin: list[str]) -> set[str]:
    """Follow the links of pages, and return the paths of all pages of ours that answer, without those of searches."""
    seen: set[str] = set()
    waiting = list(begin)
    while waiting:
        path = waiting.pop()
        if (
            path in seen
            or not path.startswith("/")
            or re.search(r"search/|feed/|[.][a-z]+$|^/(?:desk|oembed)", path)
        ):
            continue
        seen.add(path)
        waiting += re.findall(r'<a [^>]*href="([^"#]+)', reader.read(path))
    return seen
