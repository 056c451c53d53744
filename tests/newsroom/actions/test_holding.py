"""A hold says why and until when, and lists of what is read hear of it."""

from datetime import timedelta

import pytest

from broadsheet.newsroom.actions.holding import hold, release
from broadsheet.newsroom.models import PopularHold
from broadsheet.press.models import Change
from factories import NOW, make_article, make_edition

pytestmark = pytest.mark.django_db


def test_a_second_hold_takes_the_place_of_the_first():
    article = make_article()
    hold(article, reason="Bought readers", by=None, now=NOW)

    hold(article, reason="Found out", ends_at=NOW + timedelta(days=1), by=None, now=NOW)

    held = PopularHold.objects.get()
    assert (held.reason, held.ends_at) == ("Found out", NOW + timedelta(days=1))


@pytest.mark.parametrize("deed", [lambda each: hold(each, reason="Bought readers", by=None, now=NOW), lambda each: release(each, by=None, now=NOW)], ids=["hold", "release"])  # fmt: skip
def test_the_edition_of_the_story_hears_of_it(deed):
    article = make_article(edition=make_edition("az"))
    PopularHold.objects.create(article=article, reason="Bought readers")
    Change.objects.all().delete()

    deed(article)

    assert Change.objects.get().tags == "popular:az"
