"""Sections have one level of sub-sections, whose stories are the section's own."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from broadsheet.newsroom.models import Article, Section
from broadsheet.newsroom.models.editions import UnfitParent
from broadsheet.newsroom.queries import newest_of
from factories import NOW, make_article, make_edition, make_section

pytestmark = pytest.mark.django_db


def test_a_sub_section_has_none_of_its_own():
    below = make_section("Elections", parent=make_section("Politics"))

    with pytest.raises(UnfitParent):
        make_section("Recounts", parent=below)


def test_a_section_with_sub_sections_does_not_become_one():
    politics, town = make_section("Politics"), make_section("Town")
    make_section("Elections", parent=politics)
    politics.parent = town

    with pytest.raises(ValidationError, match="sub-sections of its own"):
        politics.full_clean()
    with pytest.raises(UnfitParent):
        politics.save()


def test_a_section_stands_under_none_of_another_edition():
    russian = make_section("Политика", edition=make_edition("ru"), slug="politika")

    with pytest.raises(UnfitParent):
        make_section("Elections", edition=make_edition("en"), parent=russian)


def test_not_even_the_database_takes_a_section_under_itself():
    town = make_section("Town")

    with pytest.raises(UnfitParent):
        Section(pk=town.pk, name="Town", slug="town", locale=town.locale, parent=town).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Section.objects.filter(pk=town.pk).update(parent=town.pk)


def test_a_translated_sub_section_stands_under_the_translated_section():
    make_edition("en")
    politics = make_section("Politics")
    elections = make_section("Elections", parent=politics)
    russian = make_edition("ru").locale
    alone = elections.copy_for_translation(russian)
    above = politics.copy_for_translation(russian)
    above.save()

    assert (alone.parent, elections.copy_for_translation(russian).parent) == (None, above)


def test_a_section_with_sub_sections_is_not_deleted():
    politics = make_section("Politics")
    make_section("Elections", parent=politics)

    with pytest.raises(ProtectedError):
        politics.delete()


@pytest.mark.parametrize("span", [slice(0, 4), slice(3, 7), slice(8, 12), slice(20, 24)])
def test_stories_of_a_section_and_its_sub_sections_are_one_list_newest_first(span, django_assert_num_queries):
    politics = make_section("Politics")
    family = [politics, *(make_section(name, parent=politics) for name in ("Elections", "Courts"))]
    for number in range(9):
        make_article(section=family[number % 3 if number != 4 else 0], days_ago=number + 1)
    make_article(section=family[1], days_ago=None)
    make_article(section=make_section("Sport"), days_ago=0.5)
    make_article(section=family[2], days_ago=0.1, embargoed_until=NOW + timedelta(days=3))
    expected = sorted(
        Article.objects.visible(NOW).filter(section__in=family),
        key=lambda each: each.published_at.timestamp() if each.published_at else 0.0,
        reverse=True,
    )

    with django_assert_num_queries(1):
        found = newest_of(family[0].locale.edition, family, now=NOW)[span].prefetch_related(None)
        numbers = [each.pk for each in found]

    assert numbers == [each.pk for each in expected][span]
