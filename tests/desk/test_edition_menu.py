"""The menu that the desk proposes for an edition that has none."""

import pytest

from factories import make_edition, make_section

pytestmark = pytest.mark.django_db

PROPOSAL = "Put all sections in the menu"


def test_an_empty_menu_may_begin_with_all_sections(admin_client):
    edition = make_edition("en")
    sections = [make_section(name, edition=edition) for name in ("Town", "Harbour")]
    make_section("Ferries", edition=edition, parent=sections[1])
    address = f"/desk/snippets/newsroom/edition/edit/{edition.pk}/"

    assert PROPOSAL in admin_client.get(address).content.decode()

    proposed = admin_client.get(address, {"menu": "sections"}).context["form"].instance.menu

    assert [each.value["section"].name for each in proposed] == ["Harbour", "Town"]
    edition.refresh_from_db()
    assert not edition.menu


def test_each_proposed_entry_is_folded_and_opened_by_itself(admin_client):
    edition = make_edition("en")
    for name in ("Town", "Harbour"):
        make_section(name, edition=edition)
    address = f"/desk/snippets/newsroom/edition/edit/{edition.pk}/"

    proposed = admin_client.get(address, {"menu": "sections"}).context["form"].instance.menu

    assert len({each.id for each in proposed} - {None}) == 2


def test_a_menu_that_somebody_made_stays(admin_client):
    edition = make_edition("en")
    section = make_section("Town", edition=edition)
    make_section("Harbour", edition=edition)
    edition.menu = [{"type": "section", "value": {"section": section.pk}}]
    edition.save()

    page = admin_client.get(f"/desk/snippets/newsroom/edition/edit/{edition.pk}/", {"menu": "sections"})

    assert PROPOSAL not in page.content.decode()
    assert [each.value["section"].name for each in page.context["form"].instance.menu] == ["Town"]
