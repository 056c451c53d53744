"""Files become articles, each once, with a line for everything that was not taken as it stood."""

import json
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client

from broadsheet.newsroom.matching import best_matches
from broadsheet.newsroom.models import Article, Author, DatePrecision, Edition, Section
from broadsheet.newsroom.page_rails import page_rails
from broadsheet.press.models import Change
from broadsheet.wire.importer import import_files
from broadsheet.wire.reading import Wishes
from broadsheet.wire.text.moments import date_of
from factories import make_edition

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, tzinfo=UTC)
TEXT = "The council of Narrin closed the bridge on Monday after inspectors had found cracks in its northern pier. "


def test_the_seed_adds_three_articles_and_the_second_time_none(seed_page):
    wishes = Wishes(rail_stories=True)

    assert [import_files([seed_page], wishes).added, import_files([seed_page], wishes).added] == [3, 0]
    assert Article.objects.count() == 3


def test_the_same_file_twice_in_one_call_adds_its_stories_once(seed_page):
    assert import_files([seed_page, seed_page], Wishes(rail_stories=True)).added == 3


def test_the_karabakh_story_is_of_unknown_date_and_says_why(seed_page):
    import_files([seed_page])
    article = Article.objects.get(headline__startswith="Karabakh")

    assert (article.published_at, article.date_precision, article.source) == (
        None,
        DatePrecision.UNKNOWN,
        "News.Az",
    )
    assert "16 November" in article.date_basis
    assert article.get_absolute_url().startswith("/undated/karabakh-conflict-settlement")
    assert article.standfirst.startswith("“I’ve broadly expressed")


def test_whoever_imports_may_say_the_date(seed_page):
    import_files([seed_page], Wishes(date=date_of("2012-11-16")))
    article = Article.objects.get(headline__startswith="Karabakh")

    assert (article.path[:11], article.date_precision, article.date_basis) == (
        "2012/11/16/",
        "day",
        "given at import",
    )


def test_the_three_pages_share_what_rails_there_can_be(seed_page):
    import_files([seed_page], Wishes(rail_stories=True))
    rails = [
        page_rails(each, now=NOW) for each in Article.objects.select_related("locale__edition", "section")
    ]

    assert [[len(cards) for cards in each.rails.values()] for each in rails] == [[1, 1, 0]] * 3


def test_a_story_is_known_by_its_source_s_identifier_even_when_its_words_changed(tmp_path):
    first = written(tmp_path, [story("urn:x-paper:1", "Bridge closed")])
    second = written(tmp_path, [story("urn:x-paper:1", "Bridge is closed", text="Other words. " + TEXT)])
    import_files([first])
    report = import_files([second])

    assert (report.added, report.already_here) == (0, 1)
    assert "already here" in report.lines[0]


def test_a_newer_version_updates_the_article_and_the_report_says_so(tmp_path):
    newer = {**story("urn:x-paper:1", "Bridge is open"), "versioncreated": "2020-02-02T10:00:00Z"}
    import_files([written(tmp_path, [story("urn:x-paper:1", "Bridge closed")])])
    report = import_files([written(tmp_path, [newer])])

    assert (report.added, report.updated, Article.objects.get().headline) == (0, 1, "Bridge is open")
    assert report.lines == ["updated: wire-1.jsonl: “Bridge is open”"]


def test_an_update_that_takes_a_story_down_is_reported_with_the_reason(tmp_path):
    newer = {
        **story("urn:x-paper:1", "Bridge is open"), "versioncreated": "2020-02-02T10:00:00Z", "pubstatus": "withheld",
    }  # fmt: skip
    import_files([written(tmp_path, [story("urn:x-paper:1", "Bridge closed")])])
    report = import_files([written(tmp_path, [newer])])

    assert (report.added, report.updated, report.withheld) == (0, 1, 1)
    assert report.lines[0] == "updated: wire-1.jsonl: “Bridge is open”"
    assert report.lines[1].startswith("withheld: wire-1.jsonl: “Bridge is open” is a draft: ")


def test_what_is_repaired_in_an_update_is_named(tmp_path):
    newer = {**story("urn:x-paper:1", "Bridge is open"), "versioncreated": "2020-02-02T10:00:00Z"}
    markup = f'<p>{TEXT}</p><figure><img src="https://a.example/bridge.jpg" alt="A bridge"></figure>'
    newer["bodies"] = [{"role": "main", "contenttype": "text/html", "value": markup}]
    import_files([written(tmp_path, [story("urn:x-paper:1", "Bridge closed")])])
    report = import_files([written(tmp_path, [newer])])

    assert (report.updated, report.repaired) == (1, 1)
    assert any("https://a.example/bridge.jpg is not here" in each for each in report.lines)


def test_a_story_that_moves_to_its_edition_and_is_a_draft_there_is_not_added_again(tmp_path):
    waiting = {**story("urn:x-paper:1", "Körpü bağlandı"), "language": "az"}
    import_files([written(tmp_path, [waiting])])
    report = import_files(
        [written(tmp_path, [{**waiting, "pubstatus": "withheld"}])], Wishes(new_editions=("az",))
    )

    assert (report.added, report.updated, report.withheld) == (0, 1, 1)


def test_a_cancelled_story_is_killed_here_too(tmp_path):
    import_files([written(tmp_path, [story("1", "Bridge closed")])])
    report = import_files([written(tmp_path, [{**story("1", "Bridge closed"), "pubstatus": "canceled"}])])

    assert Article.objects.visible(NOW).count() == 0
    assert "withdrawn here too" in report.lines[0]


def test_a_withheld_story_is_a_draft_and_an_embargoed_one_is_not_seen(tmp_path):
    withheld = {**story("1", "Bridge closed"), "pubstatus": "withheld"}
    embargoed = {**story("2", "Bridge opened"), "embargoed": "2030-01-01T00:00:00Z"}
    import_files([written(tmp_path, [withheld, embargoed])])

    assert Article.objects.count() == 2
    assert Article.objects.visible(NOW).count() == 0


def test_bylines_topics_section_and_body_come_along(tmp_path):
    item = {
        **story("1", "Bridge closed"),
        "people": [{"name": "Hana Ostrow", "rel": "author"}, {"name": "Ivo Lund", "rel": "author"}],
        "subjects": [{"name": "Bridges"}, {"name": "bridges"}],
    }
    import_files([written(tmp_path, [item])], Wishes(section="Town"))
    article = Article.objects.get()

    assert [each.author.name for each in article.bylines.all()] == ["Hana Ostrow", "Ivo Lund"]
    assert [each.name for each in article.topics.all()] == ["Bridges"]
    assert (article.section.name, article.body[0].block_type) == ("Town", "paragraph")


def test_a_language_without_an_edition_gets_one_where_that_was_asked_for(tmp_path):
    make_edition("en")
    item = {**story("1", "Körpü bağlandı"), "language": "az"}
    import_files([written(tmp_path, [item])], Wishes(new_editions=("az",)))

    assert [(each.language, each.is_main) for each in Edition.objects.all()] == [("en", True), ("az", False)]
    assert Article.objects.get().get_absolute_url().startswith("/az/2020/02/01/korpu-baglandi")


def test_a_language_that_is_only_guessed_opens_no_edition_and_the_story_says_so(tmp_path):
    make_edition("en")
    page = tmp_path / "words.txt"
    page.write_text(
        "Körpü bağlandı\n\n" + "Şəhər şurası körpünü bazar ertəsi bağladı, çünki çatlar tapılmışdı. " * 4
    )
    report = import_files([page])

    assert [each.language for each in Edition.objects.all()] == ["en"]
    assert (report.added, report.withheld) == (1, 1)
    assert any("looks like 'az'" in line and "--language az" in line for line in report.lines)


@pytest.mark.parametrize(
    "wishes",
    [Wishes(language="az", new_editions=("az",)), Wishes()],
    ids=["asked for", "an edition is there"],
)
def test_a_story_comes_into_the_edition_of_its_language(tmp_path, wishes):
    make_edition("en")
    if not wishes.language:
        make_edition("az", is_main=False)
    page = tmp_path / "words.txt"
    page.write_text(
        "Körpü bağlandı\n\n" + "Şəhər şurası körpünü bazar ertəsi bağladı, çünki çatlar tapılmışdı. " * 4
    )
    report = import_files([page], wishes)

    assert (Article.objects.get().locale.language_code, report.repaired) == ("az", 0)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("attributes.html", "<article><p {}>{}".format(" ".join(f'a{n}="b"' for n in range(300_000)), TEXT), "300000 attributes"),
        ("paragraphs.html", "<article>" + f"<p>{TEXT}</p>" * 100_000, "200001 tags"),
        ("nested.html", "<article>" + "<div>" * 90_000 + TEXT, "stand open"),
        ("many.txt", f"{TEXT}\n\n" * 15_000, "paragraphs"),
        ("feed.xml", "<rss version='2.0'><channel><item {}>".format(" ".join(f"a{n}='b'" for n in range(300_000))), "attributes"),
        ("long.txt", TEXT * 25_000, "characters"),
    ],
    ids=lambda value: value if "." in value and len(value) < 20 else "",
)  # fmt: skip
def test_a_file_that_would_take_too_long_is_named_and_the_rest_is_imported(tmp_path, name, content, reason):
    absurd = tmp_path / name
    absurd.write_text(content)
    rest = written(tmp_path, [story("1", "Bridge closed")])
    begun = time.process_time()
    report = import_files([absurd, rest])

    assert (report.added, report.unreadable, report.needs_a_person) == (1, 1, True)
    assert any(line.startswith(f"unreadable: {name}") and reason in line for line in report.lines)
    assert time.process_time() - begun < 10


def test_an_item_that_would_take_too_long_is_named_and_the_rest_of_its_file_is_imported(tmp_path):
    value = "<p {}>{}</p>".format(" ".join(f'a{n}="b"' for n in range(300_000)), TEXT)
    absurd = {**story("1", "Bridge"), "bodies": [{"contenttype": "text/html", "value": value}]}
    report = import_files([written(tmp_path, [absurd, story("2", "Bridge closed")])])

    assert (report.added, report.unreadable, report.needs_a_person) == (1, 1, True)


def test_two_stories_of_one_day_and_headline_get_two_addresses(tmp_path):
    items = [story(str(number), "Weather", text=f"{number} degrees. {TEXT}") for number in range(3)]
    import_files([written(tmp_path, items[:2])])
    import_files([written(tmp_path, items[2:])])

    assert sorted(each.path for each in Article.objects.all()) == [
        "2020/02/01/weather", "2020/02/01/weather-2", "2020/02/01/weather-3",
    ]  # fmt: skip


def test_an_import_can_be_searched_and_is_announced(tmp_path):
    import_files([written(tmp_path, [story("1", "Bridge closed")])])
    article = Article.objects.get()

    assert best_matches("bridge cracks") == [article.pk]
    assert any(f"article:{article.pk}" in each.tags.split() for each in Change.objects.all())


def test_what_cannot_be_read_is_named_and_the_rest_is_imported(tmp_path):
    empty, binary = tmp_path / "empty.txt", tmp_path / "photo.jpg"
    empty.write_bytes(b"")
    binary.write_bytes(b"\xff\xd8\xff\xe0\0\x10JFIF")
    broken = written(tmp_path, [{"headline": "No text"}, 7, story("1", "Bridge closed")])
    report = import_files([empty, binary, tmp_path / "gone.txt", broken])

    assert (report.added, report.dropped, report.unreadable, report.needs_a_person) == (1, 2, 3, True)
    assert [
        any(name in line for line in report.lines) for name in ("empty.txt", "photo.jpg", "gone.txt")
    ] == [True] * 3


def test_a_hostile_story_is_harmless_and_whole(tmp_path):
    item = {
        **story("1", "<script>alert(1)</script>Bridge \u202eclosed"),
        "bodies": [
            {
                "contenttype": "text/html",
                "value": f"<p onmouseover=x()>{TEXT}</p><iframe src=//evil></iframe>",
            }
        ],
        "people": [{"name": "x" * 5000, "rel": "author"}],
        "subjects": [{"name": "\0\u202e"}, {"name": "y" * 5000}],
        "infosources": [{"name": "z" * 5000}],
        "uri": "u" * 5000,
    }
    import_files([written(tmp_path, [item])])
    article = Article.objects.get()

    # A headline is plain text by the format: it says what it says, and is printed escaped.
    assert article.headline == "<script>alert(1)</script>Bridge closed"
    assert "&lt;script&gt;alert(1)" in Client().get(article.get_absolute_url()).content.decode()
    assert "onmouseover" not in str(article.body.raw_data[0]["value"])
    assert all(len(each.name) <= 200 for each in Author.objects.all())


def test_an_archive_of_many_sections_makes_each_once(tmp_path):
    items = [
        {**story(str(n), f"Story {n}", text=f"{n} {TEXT}"), "section": ("Town", "Sport")[n % 2]}
        for n in range(450)
    ]
    report = import_files([written(tmp_path, items)])

    assert (report.added, Section.objects.count()) == (450, 2)


def story(uri: str, headline: str, text: str = TEXT) -> dict:
    body = [{"role": "main", "contenttype": "text/plain", "value": text}]
    return {
        "uri": uri,
        "language": "en",
        "versioncreated": "2020-02-01T10:00:00Z",
        "headlines": [{"value": headline}],
        "bodies": body,
    }


def written(folder: Path, items: list) -> Path:
    path = folder / f"wire-{len(list(folder.iterdir()))}.jsonl"
    path.write_text("\n".join(json.dumps(each) for each in items), encoding="utf-8")
    return path
