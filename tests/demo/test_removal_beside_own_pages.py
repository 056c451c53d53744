"""What the newsroom made of the demo edition's sections stays with what it needs, and the removal says why."""

import pytest

from broadsheet.demo.models import DemoMark
from broadsheet.demo.remover import remove
from broadsheet.demo.things import created_meanwhile, mark
from broadsheet.newsroom.models import Edition, Section, Topic
from factories import make_edition, make_page, make_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo() -> Edition:
    """A small demo edition: two sections, one with a sub-section, and a topic."""
    with created_meanwhile() as created:
        edition = make_edition()
        town = make_section("Town", edition=edition)
        make_section("Council", edition=edition, parent=town)
        make_section("Sport", edition=edition)
        Topic.objects.create(locale=edition.locale, name="Harbour", slug="harbour")
    mark(created)
    return edition


def kept() -> dict[str, str]:
    return {each.name: each.reason for each in remove().kept}


def test_sections_go_with_their_sub_sections_where_nothing_needs_them(demo):
    assert kept() == {}
    assert (Edition.objects.count(), Section.objects.count(), DemoMark.objects.count()) == (0, 0, 0)


def test_what_another_process_makes_while_it_is_loaded_is_not_the_demo_s():
    with created_meanwhile() as created:
        edition = make_edition()
        # As rows of another process: they are there, and nothing in this one was told.
        Section.objects.bulk_create([Section(locale=edition.locale, name="Ferries", slug="ferries")])
    mark(created)

    assert kept() == {str(edition): "it has Ferries"}


def test_a_section_stays_under_which_the_newsroom_has_made_its_own(demo):
    make_section("Ferries", edition=demo, parent=Section.objects.get(name="Sport"))

    assert kept() == {
        "Sport": "these stand under it: Ferries",
        str(demo): "it has Ferries, Sport",
    }
    assert set(Section.objects.values_list("name", flat=True)) == {"Sport", "Ferries"}


def test_what_stands_in_a_menu_stays_there(demo):
    council, harbour = Section.objects.get(name="Council"), Topic.objects.get()
    demo.menu = [("section", {"section": council}), ("topic", {"topic": harbour})]
    demo.save()

    found = kept()
    demo.refresh_from_db()

    menu = f"it stands in the menu of {demo.name}"
    assert found == {
        "Harbour": menu,
        "Council": menu,
        "Town": "these stand under it: Council",
        str(demo): "it has Council, Harbour, Town",
    }
    assert [each["type"] for each in demo.menu.raw_data] == ["section", "topic"]


def test_an_edition_with_pages_of_its_own_stays(demo):
    make_page("Imprint", edition=demo)

    assert kept() == {str(demo): "it has Imprint"}


def test_an_edition_whose_menu_was_made_at_the_desk_stays(demo):
    demo.menu = [("link", {"name": "Archive", "address": "/archive/"})]
    demo.save()

    assert kept() == {str(demo): "its menu or footer was made at the desk"}
