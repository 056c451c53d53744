"""Changes of menus and pages are announced, and what is in use stays."""

import pytest

from broadsheet.newsroom.menus import furniture_of
from broadsheet.newsroom.models import Edition, Page
from broadsheet.newsroom.queries import sections_by_locale, unfinished_pages
from broadsheet.newsroom.uses import StillInUse
from broadsheet.press.models import Change
from factories import make_edition, make_page, make_section, make_topic

pytestmark = pytest.mark.django_db


def menu_of(edition) -> list[tuple[str, str]]:
    found = furniture_of([Edition.objects.get(pk=edition.pk)], sections_by_locale())[edition.locale_id]
    return [(each.name, each.address) for each in found.menu]


def test_an_edition_without_a_menu_has_all_its_sections_in_their_order():
    make_section("Sport", position=2)
    make_section("Elections", parent=make_section("Politics", position=1))

    assert menu_of(make_edition()) == [("Politics", "/section/politics/"), ("Sport", "/section/sport/")]


def test_a_menu_has_what_was_chosen_in_the_order_that_was_chosen():
    edition, sport = make_edition(), make_section("Sport")
    make_section("Politics")
    edition.menu = [
        ("topic", {"topic": make_topic("Bridge"), "name": "The bridge"}),
        ("section", {"section": sport, "name": ""}),
        ("page", {"page": make_page("About us"), "name": ""}),
        ("link", {"name": "Shop", "address": "https://shop.example/"}),
    ]
    edition.save()

    assert menu_of(edition) == [
        ("The bridge", "/topic/bridge/"),
        ("Sport", "/section/sport/"),
        ("About us", "/page/about-us/"),
        ("Shop", "https://shop.example/"),
    ]


def test_what_is_hidden_a_draft_or_unsafe_is_not_in_the_menu():
    edition = make_edition()
    edition.menu = [
        ("section", {"section": make_section("Sport"), "is_hidden": True}),
        ("page", {"page": make_page("A draft", live=False)}),
        ("link", {"name": "Trap", "address": "javascript:alert(1)"}),
        ("section", {"section": make_section("Спорт", edition=make_edition("ru"), slug="sport")}),
        ("link", {"name": "Archive", "address": "/archive/"}),
    ]
    edition.save()

    assert menu_of(edition) == [("Archive", "/archive/")]


@pytest.mark.parametrize("make", [make_section, make_topic])
def test_what_is_deleted_leaves_the_menu(make):
    edition, thing = make_edition(), make("Sport")
    kind = thing._meta.model_name
    edition.menu = [(kind, {kind: thing}), ("link", {"name": "Archive", "address": "/archive/"})]
    edition.save()
    thing.delete()

    assert [each["type"] for each in Edition.objects.get().menu.raw_data] == ["link"]


def test_a_page_that_stands_in_a_menu_is_not_deleted():
    edition, page = make_edition(), make_page("About us")
    edition.menu = [("page", {"page": page})]
    edition.save()

    with pytest.raises(StillInUse, match="The Gazette"):
        page.delete()


def test_an_edition_with_pages_is_not_deleted():
    make_edition()
    edition = make_edition("ru")
    make_page("Impressum", edition=edition)

    with pytest.raises(StillInUse, match="Impressum"):
        edition.delete()


def test_entries_that_another_release_stored_are_left_out():
    edition = make_edition()
    sport = make_section("Sport", edition=edition)
    Edition.objects.filter(pk=edition.pk).update(
        menu=[
            {"type": "podcast", "value": {"podcast": 3}},
            {"type": "section", "value": sport.pk},
            {"type": "section", "value": {"section": "sport"}},
            {"type": "section", "value": {"section": sport.pk}},
        ]
    )

    assert menu_of(edition) == [("Sport", "/section/sport/")]


def test_another_menu_is_announced():
    edition = make_edition()
    Change.objects.all().delete()
    edition.menu = [("link", {"name": "Archive", "address": "/archive/"})]
    edition.save()

    assert "chrome:en" in announced()


def test_a_page_is_announced_when_readers_see_it_and_when_it_goes():
    page = make_page("About us", live=False)
    Change.objects.all().delete()
    page.name = "About the paper"
    page.save_revision()
    assert announced() == set()

    page.latest_revision.publish()
    assert {"chrome:en", f"page:{page.pk}"} <= announced()

    Change.objects.all().delete()
    Page.objects.get().unpublish()
    assert {"chrome:en", f"gone:page:{page.pk}"} <= announced()


def test_published_pages_with_places_to_fill_in_are_found():
    text = [("paragraph", "<p>Publisher: [FILL IN: name]</p>")]
    unfinished = make_page("Imprint", body=text)
    make_page("Privacy", body=text, live=False)
    make_page("About us")

    assert unfinished_pages() == [unfinished]


def announced() -> set[str]:
    return {tag for tags in Change.objects.values_list("tags", flat=True) for tag in tags.split()}
