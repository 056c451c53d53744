"""What stands on the front page."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from broadsheet.press.tags import dependence_of
from broadsheet.site.views.front import front
from factories import make_edition, make_pick, make_section
from newsstand import headlines, publish, publish_many, read, take_picture
from reader import Reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture_of(settings, tmp_path):
    settings.MEDIA_ROOT, settings.UPLOADS = tmp_path / "media", tmp_path / "uploads"
    return lambda size: take_picture(size=size)


def test_no_story_stands_twice():
    sections = [make_section(name) for name in ("Town", "Sport", "Culture")]
    for section in sections:
        for number in range(15):
            publish(f"{section} story {number}", days_ago=number + 1, section=section)
    make_pick(publish("The pick", days_ago=2), ends_at=timezone.now() + timedelta(days=1))

    stories = headlines(read("/"))

    assert len(stories) == len(set(stories)) > 30


def test_a_fresh_pick_leads():
    publish_many(5)
    make_pick(publish("Chosen to lead", days_ago=2), ends_at=timezone.now() + timedelta(days=1))

    assert headlines(read("/"))[0] == "Chosen to lead"


def test_an_old_pick_does_not_lead():
    publish("The newest", days_ago=0)
    make_pick(publish("A classic", days_ago=900), ends_at=timezone.now() + timedelta(days=1))

    assert headlines(read("/")) == ["The newest", "A classic"]


def test_a_section_that_is_quiet_still_has_its_block():
    quiet = make_section("Opinion")
    publish("The last column", days_ago=800, section=quiet)
    publish_many(125, section=make_section("Town"))

    assert "The last column" in headlines(read("/"))


@pytest.mark.parametrize(("size", "leads"), [((1200, 675), True), ((1199, 675), False), ((400, 2000), False)])
def test_the_newest_with_a_picture_that_is_large_enough_leads(picture_of, size, leads):
    publish("The newest", days_ago=0)
    publish("With a picture", days_ago=1, picture=picture_of(size), picture_alt="Cranes")
    page = read("/")

    assert headlines(page)[0] == ("With a picture" if leads else "The newest")
    assert ('class="card-picture"' in page) is True


def test_a_picture_below_400_pixels_is_on_no_card(picture_of):
    publish("The newest", days_ago=0)
    found = publish("A stamp", days_ago=1, picture=picture_of((399, 300)), picture_alt="Cranes")

    assert 'class="card-picture"' not in read("/")
    assert 'class="story-picture"' in read(found.get_absolute_url())


def test_a_pick_without_a_picture_that_is_large_enough_leads_without_one(picture_of):
    small = publish("The pick", days_ago=1, picture=picture_of((800, 600)), picture_alt="Cranes")
    make_pick(small, ends_at=timezone.now() + timedelta(days=1))

    assert re.search(r'class="card card-lead"[^>]*>\s*<h2', read("/"))


def test_of_few_stories_the_rails_have_theirs_before_a_column_more():
    publish_many(19, section=make_section("Town"))
    page = read("/")

    rails = [each.partition("</section>")[0] for each in page.split('<section class="rail')[1:]]
    assert len(rails) == 2 and min(len(headlines(each)) for each in rails) >= 4
    assert "top-newest" not in page


def test_of_many_stories_there_is_a_column_more():
    publish_many(40, section=make_section("Town"))

    assert "top-newest" in read("/")


def test_an_edition_without_a_story_says_so():
    make_edition()

    assert "The first edition is being written" in read("/")


def test_the_page_is_kept_no_longer_than_the_day_that_it_prints(rf):
    publish()
    from_midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(
        days=1
    )
    request = rf.get("/")

    front(request)

    assert dependence_of(request).until == from_midnight


def test_the_front_page_keeps_to_its_queries(django_assert_num_queries):
    publish_many(60, section=make_section("Town"))

    reader = Reader()
    reader.read("/")
    reader.forget()

    with django_assert_num_queries(2):
        reader.read("/")
