"""Names that are spelled alike in an address are two names, and a name of any script is taken at the desk."""

import json
import unicodedata
from functools import partial
from html import unescape

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from broadsheet.newsroom.actions.places import Places
from broadsheet.newsroom.models import Author, Section, Topic
from broadsheet.newsroom.naming import ByName
from broadsheet.prose.slugs import slugify
from factories import make_edition

pytestmark = pytest.mark.django_db

LONG = "The committee of inquiry into what became of the money that was meant for the bridge over the river "
ALIKE = [
    ("李明", "黎明"), ("C++", "C#"), ("C", "C++"), ("权力", "权利"), (LONG + "in Narrin", LONG + "in Varr"), ("AT&T", "AT T"),
    ("Müller", "Mueller"), ("Jürgen", "Jurgen"), ("Zoë Kay", "Zoe Kay"), ("+++", "***"), ("Ира", "Ирa"), ("A.C.", "AC"),
]  # fmt: skip
SAME = [
    ("Town Council", "TOWN  council"), ("ПОГОДА", "погода"), ("Şəhər", "şəhər"), ("Straße", "STRASSE"),
    ("Café", unicodedata.normalize("NFD", "Café")), ("Ada\u00a0Penn", "Ada Penn"),
]  # fmt: skip
ANY_SCRIPT = ["şəhər", "погода", "Öl und Äpfel", "天气", "مرحبا", "Ærø", "ขนส่ง", "C++", "🎭", LONG]


def test_names_that_are_spelled_alike_are_two():
    edition, places = make_edition(), Places()
    for one, other in ALIKE:
        made = [
            [places.author(name), places.topic(edition, name), places.section(edition, name)]
            for name in (one, other, one)
        ]

        assert made[0] == made[2]
        assert not set(made[0]) & set(made[1]), (one, other)
        assert [each.name for each in made[1]] == [other.strip()] * 3
        assert all(len(each.slug) <= 80 and slugify(each.slug) == each.slug for each in (*made[0], *made[1]))


def test_a_name_in_other_capitals_or_another_way_to_write_an_accent_is_one():
    edition, places = make_edition(), Places()
    of_one = [
        [places.author(one), places.topic(edition, one), places.section(edition, one)] for one, _other in SAME
    ]

    later = Places()

    assert of_one == [
        [later.author(other), later.topic(edition, other), later.section(edition, other)]
        for _one, other in SAME
    ]


def test_a_slug_that_an_editor_has_given_does_not_hide_the_name():
    Author.objects.create(name="Ada Penn", slug="our-ada")

    assert Places().author("ada penn").slug == "our-ada"


def test_a_slug_of_another_name_is_stepped_round():
    Author.objects.create(name="Ida Moor", slug="ada-penn")
    Author.objects.create(name="Ib Lund", slug="ada-penn-2")

    assert Places().author("Ada Penn").slug == "ada-penn-3"


def test_a_thousand_names_ask_the_database_once_what_is_there(django_assert_num_queries):
    Author.objects.bulk_create(Author(name=f"Author {each}", slug=f"author-{each}") for each in range(50))
    authors = ByName(Author.objects.all())

    with django_assert_num_queries(1):
        assert [authors.find(f"Nobody {each}") for each in range(1000)] == [None] * 1000


@pytest.mark.parametrize("kind", ["section", "topic", "author"])
def test_the_desk_takes_a_name_of_any_script_with_the_slug_that_it_proposes(kind):
    make_edition()
    desk = chief()
    asked = [{"kind": kind, "name": name, "language": "en"} for name in ANY_SCRIPT]
    proposed = [desk.get(reverse("desk_slug_proposal"), each).json()["slug"] for each in asked]

    answers = [
        desk.post(
            address(kind), {"name": name[:120], "slug": slug, "position": "0", "role": "", "biography": ""}
        )
        for name, slug in zip(ANY_SCRIPT, proposed, strict=True)
    ]

    assert [each.status_code for each in answers] == [302] * len(ANY_SCRIPT)
    assert sorted(stored(kind)) == sorted(
        (name[:120].strip(), slug) for name, slug in zip(ANY_SCRIPT, proposed, strict=True)
    )
    assert proposed == [slugify(name, language="en" if kind != "author" else "") for name in ANY_SCRIPT]


@pytest.mark.parametrize("typed", ["", "погода", "Погода сегодня"])
def test_a_slug_that_is_missing_or_typed_in_letters_of_the_script_is_spelled_for_the_address(typed):
    make_edition()

    chief().post(address("topic"), {"name": "погода", "slug": typed})

    assert stored("topic") == [("погода", slugify(typed or "погода", language="ru"))]


def test_the_desk_proposes_a_free_slug_where_another_name_has_it():
    edition = make_edition()
    Places().topic(edition, "C++")
    desk = chief()

    proposed = desk.get(
        reverse("desk_slug_proposal"), {"kind": "topic", "name": "C#", "language": "en"}
    ).json()

    assert proposed == {"slug": "c-2"}


@pytest.mark.parametrize("kind", ["topic", "section", "author"])
def test_the_desk_proposes_no_slug_at_whose_address_another_has_stood(kind):
    edition = make_edition()
    places = Places()
    make = {
        "topic": partial(places.topic, edition), "section": partial(places.section, edition), "author": places.author,
    }[kind]  # fmt: skip
    moved = make("Harbour")
    moved.slug = "port"
    moved.save()

    asked = {"kind": kind, "name": "Harbour!", "language": "en"}

    assert chief().get(reverse("desk_slug_proposal"), asked).json() == {"slug": "harbour-2"}
    assert make("Harbour!").slug == "harbour-2"


def test_a_topic_that_is_typed_with_an_article_is_another_than_the_one_spelled_alike():
    edition = make_edition()
    Places().topic(edition, "权力")

    page = chief().get(reverse("desk_topic_names"), {"term": "权", "locale": "en"})

    assert json.loads(page.content) == ["权力"]


def test_the_form_asks_the_server_for_proposals():
    make_edition()

    page = unescape(chief().get(address("topic")).content.decode())

    assert (
        "desk/slugs.js" in page and 'data-slug-proposals="/desk/slugs/?kind=topic&language=en&name="' in page
    )
    assert 'data-controller="w-slug"' not in page


def address(kind):
    return reverse(f"wagtailsnippets_newsroom_{kind}:add")


def stored(kind):
    model = {"section": Section, "topic": Topic, "author": Author}[kind]
    return list(model.objects.values_list("name", "slug"))


def chief():
    client = Client()
    client.force_login(get_user_model().objects.create(username="chief", is_superuser=True, is_active=True))
    return client
