"""The desk says so when an address was taken, and which one was given in its place."""

import pytest
from newsdesk import address

from broadsheet.newsroom.models import Section

pytestmark = pytest.mark.django_db

SAID = "belongs to something else"


def test_a_taken_slug_is_numbered_and_the_editor_is_told(editor, section):
    first = editor.write(
        headline="Marta lies at the quay", slug="marta", section=section.pk, action="publish"
    )
    assert SAID not in editor.see("article:edit", first.pk)
    editor.rewrite(
        first, headline="Marta lies here", slug="marta-the-boat", section=section.pk, action="publish"
    )
    second = editor.write(headline="Marta sings", slug="marta", section=section.pk, action="publish")

    assert second.slug == "marta-2"
    assert "“marta” belongs to something else" in editor.see("article:edit", second.pk)


def test_an_editor_is_told_of_a_headline_whose_address_is_taken(editor, section):
    for _day in range(2):
        editor.write(headline="Weather", section=section.pk, action="publish")

    assert "“weather” belongs to something else" in editor.see("article:list")


def test_a_section_gets_no_address_that_another_has_left(chief, section):
    section.slug = "city"
    section.save()
    chief.client.post(address("section:add"), {"name": "Town", "slug": "town", "position": 1})

    assert sorted(Section.objects.values_list("slug", flat=True)) == ["city", "town-2"]
    assert "“town” belongs to something else" in chief.see("section:list")


def test_a_section_that_keeps_its_address_is_not_mentioned(chief, section):
    chief.client.post(
        address("section:edit", section.pk), {"name": "Our town", "slug": "town", "position": 1}
    )

    assert SAID not in chief.see("section:list")
