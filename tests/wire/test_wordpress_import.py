"""An export becomes articles: what was public is public, nothing else is, and the report says so in numbers."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from typer.testing import CliRunner
from wagtail.models import Revision

from broadsheet.cli.main import app
from broadsheet.newsroom.actions.places import Places
from broadsheet.newsroom.models import Address, Article, Author, Topic
from broadsheet.newsroom.models.addresses import Kind
from broadsheet.wire.former_addresses import register_former
from broadsheet.wire.importer import import_files
from broadsheet.wire.items import FormerAddress
from broadsheet.wire.reading import Wishes
from factories import make_section
from wire.wordpress_exports import attachment, export, meta, post

pytestmark = pytest.mark.django_db
# Every state: two public stories, and one of each that is not.
IN_A_MONTH = (datetime.now(UTC) + timedelta(days=30)).strftime("%Y-%m-%d %H:%M:%S")
EVERY_STATE = export(
    post(1, "Bridge closed"),
    post(2, "Tram runs again", more="<wp:comment><wp:comment_id>1</wp:comment_id></wp:comment>"),
    post(3, "A draft", status="draft"),
    post(4, "For review", status="pending"),
    post(5, "Private note", status="private"),
    post(6, "Behind a password", post_password="secret"),  # a post's password
    post(7, "For later", status="future", post_date_gmt=IN_A_MONTH),
    post(8, "Was for later", status="future"),
    post(9, "Of a plugin", status="pitch"),
    post(10, "For members", more=meta("_members_access_role", "subscriber")),
    post(11, "Thrown away", status="trash"),
    post(12, "Begun", status="auto-draft"),
    post(13, "An earlier version", status="inherit", post_type="revision"),
    post(14, "An entry", post_type="nav_menu_item"),
    post(15, "About us", post_type="page"),
    post(16, "Goulash", post_type="recipe"),
    attachment(17, "https://lantern.example/files/harbour.jpg"),
)


def test_nothing_that_was_not_public_becomes_public(tmp_path):
    import_files([written(tmp_path, EVERY_STATE)])

    assert seen(timezone.now()) == {"Bridge closed", "Tram runs again"}


def test_after_its_moment_only_the_scheduled_post_has_come(tmp_path):
    import_files([written(tmp_path, EVERY_STATE)])
    later = timezone.now() + timedelta(days=3650)
    scheduled = Revision.objects.filter(approved_go_live_at__isnull=False)

    assert seen(later) == {"Bridge closed", "Tram runs again"}
    assert [each.as_object().headline for each in scheduled] == ["For later"]


def test_the_report_says_in_numbers_what_came_in_and_what_did_not(tmp_path):
    report = import_files([written(tmp_path, EVERY_STATE)])

    assert report.kinds == {
        "published": 2,
        "scheduled": 1,
        "draft": 1,
        "submitted": 1,
        "withheld": 5,
        "dropped: status trash": 1,
        "dropped: status auto-draft": 1,
        "dropped: revision": 1,
        "dropped: nav_menu_item": 1,
        "dropped: page": 1,
        "dropped: recipe": 1,
        "dropped: attachment": 1,
        "comments": 1,
    }


def test_the_report_names_each_withheld_post_with_its_reason(tmp_path):
    report = import_files([written(tmp_path, EVERY_STATE)])

    assert [
        each.removeprefix("withheld: export.xml: ") for each in report.lines if each.startswith("withheld: ")
    ] == [
        "“A draft” is a draft: it was a draft where it comes from",
        "“For review” is a draft: it waited for its review where it comes from",
        "“Private note” is a draft: it is private",
        "“Behind a password” is a draft: it has a password",
        "“Was for later” is a draft: it was scheduled for 2017-10-02 06:30 UTC, which has passed",
        "“Of a plugin” is a draft: its status “pitch” is not known",
        "“For members” is a draft: “_members_access_role” says that not everybody may read it",
    ]


def test_the_same_export_twice_adds_its_posts_once(tmp_path):
    path = written(tmp_path, EVERY_STATE)

    assert [import_files([path]).added, import_files([path]).added] == [10, 0]


def test_types_that_are_asked_for_come_in(tmp_path):
    report = import_files([written(tmp_path, EVERY_STATE)], Wishes(post_types=frozenset({"page", "recipe"})))

    assert {"About us", "Goulash"} < seen(timezone.now())
    assert report.kinds["published"] == 4


def test_the_command_says_the_numbers_and_takes_types(tmp_path):
    report = tmp_path / "report.json"
    command = ["import", str(written(tmp_path, EVERY_STATE)), "--post-type", "page", "--post-type", "Recipe"]
    done = CliRunner().invoke(app, [*command, "--report", str(report)])

    assert (done.exit_code, json.loads(report.read_text("utf-8"))["kinds"]["published"]) == (0, 4)
    assert "\nwithheld: 5\n" in done.output


def test_former_addresses_belong_to_what_the_stories_named(tmp_path):
    import_files([written(tmp_path, EVERY_STATE)])
    hana = Author.objects.get(name="Hana Ostrow")
    registered = Address.objects.filter(kind=Kind.AUTHOR, is_feed=False)

    assert set(registered.values_list("path", "owner")) == {
        ("/author/hana", hana.pk),
        ("/?author=7", hana.pk),
    }


def test_an_address_is_registered_for_what_is_there_and_for_nothing_else():
    town = make_section("Town")
    names = [("section", "town"), ("section", "Empty"), ("topic", "River"), ("author", "Nobody")]
    register_former(
        [FormerAddress(kind, name, f"https://lantern.example/{name}/", "en") for kind, name in names],
        Places(),
    )

    assert list(Address.objects.values_list("kind", "owner")) == [(Kind.SECTION, town.pk)]
    assert not Topic.objects.exists() and not Author.objects.exists()


def seen(at):
    return set(Article.objects.visible(at).values_list("headline", flat=True))


def written(tmp_path, text):
    path = tmp_path / "export.xml"
    path.write_text(text, encoding="utf-8")
    return path
