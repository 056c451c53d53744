"""The screen of an edition says in which language its readers are told what the paper says, and offers calendars."""

import pytest

from broadsheet.newsroom.models import Calendar, Edition
from factories import make_edition

pytestmark = pytest.mark.django_db

NONE = "There is no complete catalogue of Georgian: readers of this edition are told everything"


def test_an_edition_whose_language_has_no_catalogue_is_said_to_be_half_english(editor, edition):
    georgian = make_edition("ka")

    screens = [editor.see("edition:edit", each.pk) for each in (georgian, edition)]

    assert [NONE in each for each in screens] == [True, False]


def test_whoever_makes_an_edition_is_told_which_languages_have_our_words(chief, edition):
    screen = chief.see("edition:add")

    assert "exists in these languages: Arabic, Azerbaijani, German, English, Spanish, Persian" in screen


def test_an_editor_chooses_the_calendar_of_an_edition(editor, edition):
    screen = editor.see("edition:edit", edition.pk)

    assert 'name="calendar"' in screen and "Jalali" in screen
    assert Edition.objects.get(pk=edition.pk).calendar == Calendar.GREGORIAN
