"""An identifier is one source's; what several stories share is none; a higher version updates, a lower one stays out."""

from datetime import UTC, datetime, timedelta

import pytest
from wagtail.models import ModelLogEntry

from broadsheet.newsroom.actions.filing import Outcome, file_stories
from broadsheet.newsroom.actions.killing import kill
from broadsheet.newsroom.actions.places import Places
from broadsheet.newsroom.identity import comparable_address, is_higher
from broadsheet.newsroom.models import Article
from broadsheet.newsroom.stories import Paragraph, Story
from broadsheet.press.models import Change
from broadsheet.wire.importer import import_files
from broadsheet.wire.reading import Wishes
from factories import NOW, make_edition

pytestmark = [pytest.mark.django_db, pytest.mark.measured]

ITEMS = {
    "sheep": "Two hundred sheep blocked the only road to the village until a boy found the dog of the shepherd.",
    "swans": "Swans have come back to the lake after nine winters, and a class of the school counted eleven.",
    "peat": "Peat is no longer cut on the moor, and the last spade hangs in the hall above the black board.",
    "curlew": "A curlew was heard in the night by two people who had lost their way between the old farms.",
    "bread": "The bakery on the quay bakes again, after its oven had stood cold for most of the long autumn.",
}


@pytest.fixture(autouse=True)
def edition(db):
    return make_edition()


def test_the_same_number_in_two_feeds_is_two_stories(tmp_path):
    one = feed(tmp_path, "one.xml", "https://hill.example/", sheep="1001")
    two = feed(tmp_path, "two.xml", "https://lake.example/", swans="1001")
    import_files([one, two])

    assert came_in() == {"sheep", "swans"}


def test_the_same_number_in_two_feeds_that_do_not_say_whose_they_are_is_two_stories(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir(), two.mkdir()
    import_files([feed(one, "feed.xml", "", sheep="7"), feed(two, "feed.xml", "", swans="7")])

    assert came_in() == {"sheep", "swans"}


@pytest.mark.parametrize("guid", ["https://moor.example/", "blog", "https://moor.example/news", "0"])
def test_a_guid_that_several_items_of_a_feed_have_identifies_none_of_them(tmp_path, guid):
    file = feed(tmp_path, "feed.xml", "https://moor.example/", peat=guid, curlew=guid, bread=guid)
    first, second = import_files([file]), import_files([file])

    assert came_in() == {"peat", "curlew", "bread"}
    assert (first.added, second.added) == (3, 0)


@pytest.mark.parametrize("address", ["https://moor.example/", "https://moor.example/news/"])
def test_five_pages_that_state_one_address_are_five_stories(tmp_path, address):
    pages = [page(tmp_path, name, address) for name in ITEMS]
    first, second = import_files(pages), import_files(pages)

    assert came_in() == set(ITEMS)
    assert (first.added, second.added) == (5, 0)


def test_a_page_that_was_saved_from_another_form_of_its_address_is_one_story(tmp_path):
    plain = page(tmp_path, "swans", "https://www.lake.example/swans/")
    import_files([plain])
    amp = tmp_path / "amp.html"
    amp.write_text(
        plain.read_text().replace(
            "https://www.lake.example/swans/", "http://lake.example/swans/amp/?utm_source=x"
        )
    )

    assert import_files([amp]).added == 0


def test_the_name_that_is_given_at_import_says_whose_the_identifiers_are(tmp_path):
    one, two = (feed(tmp_path, f"{each}.xml", "", **{each: "A-1"}) for each in ("sheep", "swans"))
    import_files([one], Wishes(source_name="Hill"))
    import_files([two], Wishes(source_name="Lake"))

    assert set(Article.objects.values_list("scope", "source_id")) == {("Hill", "A-1"), ("Lake", "A-1")}


def test_an_archive_that_is_imported_again_under_another_name_adds_nothing(tmp_path):
    file = feed(tmp_path, "feed.xml", "", sheep="A-1", swans="2")
    import_files([file])

    assert import_files([file], Wishes(source_name="Hill")).added == 0


@pytest.mark.parametrize(
    "address",
    [
        "http://lake.example/swans",
        "https://www.lake.example/swans/",
        "https://lake.example/swans?utm_source=mail&fbclid=1#top",
        "https://lake.example/swans/amp/",
        "https://amp.lake.example/swans",
        "https://m.lake.example/amp/swans",
        "https://lake.example/swans?print=1",
        "https://lake.example/print/swans",
        "https://lake.example/swans/?outputType=amp",
    ],
)
def test_addresses_of_one_page_compare_as_one(address):
    assert comparable_address(address) == "lake.example/swans"


def test_a_parameter_that_only_begins_as_a_tracker_does_tells_pages_apart():
    assert comparable_address("https://lake.example/story?wt=7") == "lake.example/story?wt=7"


@pytest.mark.parametrize(
    "address", ["https://lake.example/", "https://lake.example/index.html", "urn:x:1", "", "/swans"]
)
def test_a_home_page_is_the_address_of_no_story(address):
    assert comparable_address(address) == ""


def test_addresses_of_two_pages_stay_two():
    assert len({comparable_address(f"https://lake.example/story.php?id={each}") for each in (1, 2)}) == 2


@pytest.mark.parametrize(
    ("version", "than", "expected"),
    [
        ("2", "1", True), ("10", "9", True), ("1.10", "1.9", True), ("1", "1", False), ("1", "2", False),
        ("2020-01-02T00:00:00Z", "2020-01-01T23:00:00-05:00", False), ("2020-01-02", "2020-01-01T00:00:00Z", True),
        ("2", "2020-01-01", False), ("", "1", False), ("1", "", False), ("b", "a", False),
    ],
)  # fmt: skip
def test_versions_are_ordered_where_they_can_be_compared(version, than, expected):
    assert is_higher(version, than) is expected


def test_a_higher_version_updates_the_article_in_its_place():
    add(story("Bridge closed", version="1", topics=("Bridges",), authors=("Hana Ostrow",)))
    before = Article.objects.get()
    [filed] = add(story("Bridge open again", version="2", topics=("Traffic",), authors=("Ivo Lund",)))
    after = Article.objects.get()

    assert (filed.outcome, filed.article, filed.kept) == (Outcome.UPDATED, after, ())
    assert (after.headline, after.path, after.live) == ("Bridge open again", before.path, True)
    assert "open again" in after.plain_body
    assert [each.name for each in after.topics.all()] == ["Traffic"]
    assert [each.author.name for each in after.bylines.all()] == ["Ivo Lund"]


@pytest.mark.parametrize("version", ["1", "2", "", "2020-01-01T00:00:00Z"])
def test_a_version_that_is_not_higher_stays_out(version):
    add(story("Bridge closed", version="2"))
    [filed] = add(story("Bridge open again", version=version))

    assert filed.outcome is Outcome.UNCHANGED
    assert Article.objects.get().headline == "Bridge closed"


def test_the_updated_date_orders_what_states_no_version():
    add(story("Bridge closed", published_at=NOW - timedelta(days=2)))
    add(story("Bridge open", published_at=NOW - timedelta(days=2), updated_at=NOW - timedelta(days=1)))
    add(story("Bridge shut", published_at=NOW - timedelta(days=2)))

    assert Article.objects.get().headline == "Bridge open"


def test_versions_of_one_batch_make_one_article_of_the_highest():
    filed = add(*(story(f"Bridge {each}", version=each) for each in ("2", "1", "3")))

    assert [each.outcome for each in filed] == [Outcome.ADDED, Outcome.UNCHANGED, Outcome.UPDATED]
    assert [each.headline for each in Article.objects.all()] == ["Bridge 3"]


def test_updates_are_announced_once_and_stand_in_the_history(edition):
    add(*(story(f"Bridge {each}", f"urn:x-paper:{each}", version="1") for each in range(5)))
    before = Change.objects.count()
    add(*(story(f"Bridge open {each}", f"urn:x-paper:{each}", version="2") for each in range(5)))

    numbers = list(Article.objects.order_by("pk").values_list("pk", flat=True))
    entry = ModelLogEntry.objects.for_instance(edition).first()
    assert Change.objects.count() == before + 1
    assert entry.data == {"articles": [], "updated": numbers}


def test_what_an_editor_has_changed_stays_and_is_named():
    add(story("Bridge closed", version="1", standfirst="A pier has cracks."))
    article = Article.objects.get()
    article.headline = "Saltgate Bridge closed"
    article.save_revision().publish()
    [filed] = add(story("Bridge open again", version="2", standfirst="The cracks are filled."))
    after = Article.objects.get()

    assert filed.kept == ("headline",)
    assert (after.headline, after.standfirst) == ("Saltgate Bridge closed", "The cracks are filled.")
    assert after.get_latest_revision_as_object().standfirst == "The cracks are filled."


def test_an_unpublished_draft_of_an_editor_stays_and_has_the_rest_of_the_update():
    add(story("Bridge closed", version="1", standfirst="A pier has cracks."))
    article = Article.objects.get()
    article.headline = "Saltgate Bridge closed"
    article.save_revision()
    [filed] = add(story("Bridge open again", version="2", standfirst="The cracks are filled."))
    draft = Article.objects.get().get_latest_revision_as_object()

    assert filed.kept == ("headline",)
    assert (draft.headline, draft.standfirst) == ("Saltgate Bridge closed", "The cracks are filled.")


@pytest.mark.parametrize("state", ["killed", "withheld", "unpublished"])
def test_an_update_of_what_is_not_public_does_not_make_it_public(state):
    add(story("Bridge closed", version="1", status="withheld" if state == "withheld" else "usable"))
    article = Article.objects.get()
    if state == "killed":
        kill(article, by=None, now=NOW)
    if state == "unpublished":
        article.unpublish()
    before = Change.objects.count()
    add(story("Bridge open again", version="2"))

    assert Article.objects.get().headline == "Bridge open again"
    assert not Article.objects.visible(NOW + timedelta(days=9999)).exists()
    assert Change.objects.count() == before


def test_an_update_that_is_withheld_takes_the_article_down_until_a_person_publishes_it():
    add(story("Bridge closed", version="1"))
    add(story("Bridge closed", version="2", status="withheld", withheld_because="a lawyer reads it"))
    add(story("Bridge closed", version="3"))
    article = Article.objects.get()
    assert (article.live, article.withheld_because) == (False, "a lawyer reads it")

    article.save_revision().publish()

    assert (Article.objects.get().live, Article.objects.get().withheld_because) == (True, "")


def test_what_is_to_go_live_later_is_published_by_the_clock_alone():
    later = NOW + timedelta(days=400)
    add(story("Fair opens", go_live_at=later))
    article = Article.objects.get()

    assert (article.live, article.go_live_at, article.scheduled_revision.approved_go_live_at) == (
        False,
        later,
        later,
    )


def test_what_is_withheld_has_no_clock():
    add(story("Fair opens", go_live_at=NOW + timedelta(days=400), status="draft"))
    article = Article.objects.get()

    assert (article.live, article.scheduled_revision) == (False, None)
    assert article.withheld_because == "it was a draft where it comes from"


@pytest.mark.parametrize("status", ["draft", "submitted", "withheld"])
@pytest.mark.parametrize("sizes", [[2], [1, 1]])
def test_what_is_withheld_before_its_clock_has_come_has_none(status, sizes):
    later = NOW + timedelta(days=400)
    messages = iter(
        [story("Fair opens", version="1", go_live_at=later), story("Fair", version="2", status=status)]
    )
    for size in sizes:
        add(*(next(messages) for _each in range(size)))
    article = Article.objects.get()

    assert (article.live, article.scheduled_revision) == (False, None)
    assert article.withheld_because == f"its newest version is {status} where it comes from"


@pytest.mark.parametrize("sizes", [[2], [1, 1]])
def test_what_waited_for_its_language_and_is_withheld_since_is_not_published_with_its_edition(sizes):
    words = {"language": "az"}
    held = story("Körpü bağlıdır", version="2", status="draft", **words)
    messages = iter([story("Körpü bağlandı", version="1", **words), held])
    for size in sizes:
        add(*(next(messages) for _each in range(size)))
    story_again = story("Körpü açıldı", version="3", **words)
    file_stories([story_again], by=None, now=NOW, places=Places(new_editions=["az"]))
    article = Article.objects.get()

    assert (article.live, article.stated_language) == (False, "")
    assert "its newest version is draft where it comes from" in article.withheld_because


@pytest.mark.parametrize("identifier", ["https://lake.example/swans", "urn:x-paper:swans", "17"])
def test_an_article_from_before_scopes_is_known(identifier):
    add(story("Swans return", identifier, url="https://lake.example/swans"))
    Article.objects.update(scope="", link="", source_version="", filed={})
    [filed] = add(story("Swans return", identifier, scope="lake.example", url="https://lake.example/swans"))

    assert filed.outcome is Outcome.UNCHANGED


def test_the_number_of_an_article_from_before_scopes_is_no_other_story_s():
    add(story("Swans return", "17"))
    [filed] = add(story("Sheep block the road", "17", scope="hill.example"))

    assert filed.outcome is Outcome.ADDED


def story(headline: str, identifier: str = "urn:x-paper:1", **fields) -> Story:
    body = (Paragraph(f"<p>{headline}: the council of Narrin met on Monday.</p>"),)
    return Story(headline, body, source_id=identifier, **{"language": "en", **fields})


def add(*stories: Story):
    return file_stories(stories, by=None, now=NOW)


def came_in() -> set[str]:
    headlines = Article.objects.visible(datetime(2030, 1, 1, tzinfo=UTC)).values_list("headline", flat=True)
    return {name for name in ITEMS for each in headlines if each == f"All about {name}"}


def feed(folder, name: str, link: str, **guids: str):
    items = "".join(
        f"<item><title>All about {each}</title><guid isPermaLink='false'>{guid}</guid>"
        f"{f'<link>{link}{each}</link>' if link else ''}<pubDate>Fri, 02 Oct 2026 10:00:00 GMT</pubDate>"
        f"<description>{ITEMS[each]}</description></item>"
        for each, guid in guids.items()
    )
    path = folder / name
    channel = f"<link>{link}</link>" if link else ""
    path.write_text(f"<rss version='2.0'><channel>{channel}<language>en</language>{items}</channel></rss>")
    return path


def page(folder, name: str, address: str):
    path = folder / f"{name}.html"
    path.write_text(
        f"<!doctype html><html lang='en'><head><title>All about {name}</title><link rel='canonical' href='{address}'>"
        f"</head><body><article><h1>All about {name}</h1><p>{ITEMS[name]}</p><p>{ITEMS[name]} So it was.</p></article></body></html>"
    )
    return path
