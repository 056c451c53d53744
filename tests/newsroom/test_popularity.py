"""What readers read now stands in the lists of its edition and section, and on the pages that show them."""

from collections import Counter as Counted
from datetime import datetime, timedelta
from math import pi, sin

import numpy as np
import pytest
from django.contrib.auth import get_user_model

from broadsheet.audience.counting import Counter
from broadsheet.audience.models import DailyReads, HourlyReads
from broadsheet.audience.recording import Recorder
from broadsheet.newsroom.models import PopularHold, PopularList, StoryLine
from broadsheet.newsroom.page_rails import edition_rails, page_rails
from broadsheet.newsroom.popularity import Ranker, save
from broadsheet.newsroom.readers_of_a_day import ReadersOfADay
from broadsheet.press import outbox
from broadsheet.rails import Rail
from broadsheet.rails.popular import PopularStanding
from factories import NOW, make_article, make_articles, make_edition, make_section

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def test_what_is_read_leads_the_rail_and_says_how_often(paper):
    quiet, loud = (make_article(name, days_ago=6.5) for name in ("Quiet", "Loud"))
    make_articles(16)
    paper.read(quiet, 2)
    paper.read(loud, 9)
    paper.rank()

    cards = page_rails(make_article("Beside it"), now=NOW).rails[Rail.POPULAR]

    assert [card.article for card in cards[:2]] == [loud.pk, quiet.pk]
    assert cards[0].reason.kind == "reads"
    assert cards[0].reason.text.endswith("9 in a day")
    assert {card.reason.kind for card in cards[2:]} == {"newest"}


def test_what_is_read_in_a_sub_section_is_read_in_the_section_above_it(paper):
    town = make_section("Town")
    harbour = make_section("Harbour", parent=town)
    above, below = (make_article(each.name, section=each, days_ago=6.5) for each in (town, harbour))
    paper.read(above, 3)
    paper.read(below, 6)
    paper.rank()

    assert (paper.places(town), paper.places(harbour)) == ([below.pk, above.pk], [below.pk])


def test_sections_and_editions_have_lists_of_their_own(paper):
    town, sport = make_section("Town"), make_section("Sport")
    stories = {each: make_article(each.name, section=each, days_ago=6.5) for each in (town, sport)}
    russian = make_article("По-русски", edition=make_edition("ru"))
    for number, article in enumerate([*stories.values(), russian], 1):
        paper.read(article, 3 * number)
    paper.rank()

    assert paper.places(None) == [stories[sport].pk, stories[town].pk]
    assert paper.places(town) == [stories[town].pk]
    assert paper.places(None, language="ru") == [russian.pk]
    make_articles(16)
    make_article("The lead of the section", section=town, days_ago=0.5)
    rails = edition_rails(make_edition(), now=NOW, section=town)
    assert rails.rails[Rail.POPULAR][0].article == stories[town].pk


def test_pages_are_told_when_the_order_changes_and_only_then(paper):
    first, second = make_articles(2)
    paper.read(first, 5)
    paper.rank()
    heard = outbox.latest()

    paper.rank(NOW + timedelta(seconds=3))
    assert outbox.latest() == heard

    paper.read(second, 20)
    paper.rank(NOW + timedelta(seconds=6))
    assert [sorted(each.tags) for each in outbox.since(heard)] == [["popular:en"]]


@pytest.mark.parametrize(("place", "is_told"), [(2, True), (4, True), (14, True), (15, False)])
def test_pages_are_told_of_every_place_that_one_of_their_rails_may_come_to_show(place, is_told):
    locale, before = make_edition().locale_id, list(range(1, 17))
    after = [*before[:place], 99, *before[place:]]
    save({(locale, None): standings(before)}, NOW)
    heard = outbox.latest()

    save({(locale, None): standings(after)}, NOW + timedelta(seconds=3))

    assert [sorted(each.tags) for each in outbox.since(heard)] == [["popular:en"]] * is_told


def test_a_list_whose_order_stays_is_written_only_to_say_that_it_is_of_now(paper):
    first, second = make_articles(2)
    paper.read(first, 5)
    paper.read(second, 2)
    written = []
    for seconds in (0, 3, 12, 15, 18):
        paper.rank(NOW + timedelta(seconds=seconds))
        written.append((PopularList.objects.get(section=None).as_of - NOW).seconds)

    assert written == [0, 0, 0, 15, 15]


def test_a_list_that_nobody_has_confirmed_for_ten_minutes_is_not_shown(paper):
    read_one = make_article("Read", days_ago=6.5)
    make_articles(16)
    paper.read(read_one, 5)
    paper.rank()
    later = NOW + timedelta(minutes=10, seconds=1)
    beside = make_article("Beside it")

    at_once, too_late = (page_rails(beside, now=moment) for moment in (NOW, later))

    assert at_once.rails[Rail.POPULAR][0].article == read_one.pk
    assert at_once.until == NOW + timedelta(minutes=10)
    assert {card.reason.text for card in too_late.rails[Rail.POPULAR]} == {
        "newest in the edition; no reads were counted of late"
    }


def test_a_story_held_back_stands_in_no_list_until_the_hold_ends(paper):
    held, other = make_articles(2)
    paper.read(held, 9)
    paper.read(other, 2)
    editor = get_user_model().objects.create_user("mila")
    hold = PopularHold.objects.create(
        article=held, reason="Bought readers", held_by=editor, ends_at=NOW + timedelta(hours=1)
    )

    paper.rank()
    assert paper.places(None) == [other.pk]

    hold.ends_at = NOW - timedelta(hours=1)
    hold.save()
    paper.rank(NOW + timedelta(seconds=3))
    assert paper.places(None) == [held.pk, other.pk]


def test_what_is_withdrawn_or_killed_leaves_the_lists(paper):
    gone, stays = make_articles(2)
    paper.read(gone, 9)
    paper.read(stays, 2)
    paper.rank()
    gone.live = False
    gone.save()

    paper.rank(NOW + timedelta(seconds=3), changed=[gone.pk])

    assert paper.places(None) == [stays.pk]


def test_a_story_line_has_two_places_and_a_version_none_of_its_own(paper):
    line = StoryLine.objects.create(locale=make_edition().locale)
    stories = [make_article(line=line) for _ in range(3)]
    copy = make_article(version_of=stories[0])
    other = make_article("Another line")
    for number, article in enumerate([*stories, copy, other]):
        paper.read(article, 12 - number)
    paper.rank()

    assert paper.places(None) == [stories[0].pk, stories[1].pk, other.pk]


def test_the_archive_fills_the_list_below_the_stories_of_now(paper):
    old, young = make_article("From the archive", days_ago=2000), make_article("Of this week", days_ago=6.5)
    make_articles(16)
    # Read evenly over the day, not suddenly.
    for hours in reversed(range(48)):
        paper.read(old, 1, at=NOW - timedelta(hours=hours))
    paper.read(young, 1)
    paper.rank()

    assert paper.places(None) == [young.pk, old.pk]
    popular = page_rails(make_article("Beside it"), now=NOW).rails[Rail.POPULAR]
    assert "older than stories of now" in popular[1].reason.text


def test_what_was_read_in_a_month_follows_what_is_read_now_and_says_so(paper):
    now, once = make_article("Of now", days_ago=6.5), make_article("Of the month", days_ago=900)
    make_articles(16)
    DailyReads.objects.create(article_id=once.pk, day=(NOW - timedelta(days=9)).date(), reads=1204)
    DailyReads.objects.create(article_id=now.pk, day=(NOW - timedelta(days=9)).date(), reads=9)
    paper.read(now, 1)
    paper.rank()

    assert paper.places(None) == [now.pk, once.pk]
    popular = page_rails(make_article("Beside it"), now=NOW).rails[Rail.POPULAR]
    assert popular[1].reason.text == "read 1,204 times in 30 days; too few stories are read now"


def test_who_ranks_after_a_start_ranks_the_same(paper):
    for number, article in enumerate(make_articles(6), 1):
        paper.read(article, number)
    paper.rank()
    before = paper.places(None)

    paper.ranker = Ranker()
    paper.rank(NOW + timedelta(seconds=3))

    assert paper.places(None) == before


def test_a_story_that_ten_read_each_hour_for_days_has_240_readers_in_a_day(paper):
    article, other = (make_article(days_ago=6.5) for _ in range(2))
    make_articles(16)
    paper.counter.live.set([article.pk, other.pk], is_live=True)
    for number in range(6 * 240 + 1):
        at = NOW - timedelta(days=6) + timedelta(minutes=6 * number)
        address = f"{20 + number % 200}.{number // 200}.0.1"
        for each in (other, article):
            paper.counter.read(each.pk, address=address, agent=FIREFOX, now=at.timestamp())
        if number % 10 == 0:
            paper.recorder.record(at)
    paper.rank()

    popular = page_rails(make_article("Beside it"), now=NOW).rails[Rail.POPULAR]
    card = next(each for each in popular if each.article == article.pk)

    assert card.reason.parts["day"] == pytest.approx(240, rel=0.02)
    assert card.reason.text.endswith(f"{card.reason.parts['day']:.0f} in a day")


# Readers an hour at an hour of the day, and after this part of the week.
COURSES = {
    "even": lambda hour, week: 10,
    "by day": lambda hour, week: 30 * (1 + sin(pi * hour / 12)),
    "rising": lambda hour, week: 60 * week,
    "falling": lambda hour, week: 120 * (1 - week),
    "at breakfast": lambda hour, week: 300 * (7 <= hour < 8),
}


@pytest.mark.parametrize("minutes", [0, 20, 59])
def test_in_a_day_are_the_readers_of_the_last_24_hours_over_a_made_week(paper, minutes):
    now = NOW.replace(minute=minutes)
    articles = dict(zip(COURSES, make_articles(len(COURSES)), strict=True))
    truth = {}
    for name, article in articles.items():
        reads = made_week(COURSES[name], now)
        write_down(article, reads)
        paper.read(article, 1, at=now)
        truth[article.pk] = sum(each > now - timedelta(hours=24) for each in reads) + 1
    paper.rank(now)

    told = {each.article: each.day for each in PopularList.objects.get(section=None).standings}

    assert told == {article: pytest.approx(readers, rel=0.02) for article, readers in truth.items()}


def test_the_readers_of_a_day_are_asked_for_again_after_a_quarter_of_a_minute():
    article, asking = make_article(), ReadersOfADay()
    lists = {"all": [PopularStanding(article.pk, 1.0, 1.0)]}
    told = []
    for readers, seconds in ((4, 0), (8, 14), (12, 15)):
        HourlyReads.objects.update_or_create(
            article_id=article.pk, hour=NOW.replace(minute=0), defaults={"reads": readers}
        )
        [place] = asking.told(lists, NOW + timedelta(seconds=seconds))["all"]
        told.append(place.day)

    assert told == [4, 4, 12]


def made_week(course, now):
    """Return the moments at which a story was read in a week that ends now."""
    begins, minutes = now - timedelta(days=7), 7 * 24 * 60
    moments, due = [], 0.0
    for minute in range(minutes):
        at = begins + timedelta(minutes=minute, seconds=30)
        due += course(at.hour + at.minute / 60, minute / minutes) / 60
        moments += [at] * (int(due) - len(moments))
    return moments


def write_down(article, reads):
    """Write the readers of each hour down, as two machines counted them."""
    hours = Counted(each.replace(minute=0, second=0, microsecond=0) for each in reads)
    HourlyReads.objects.bulk_create(
        HourlyReads(article_id=article.pk, hour=hour, node=node, reads=count)
        for hour, total in hours.items()
        for node, count in [(1, total // 3), (2, total - total // 3)]
    )


def standings(articles):
    """Return places of a list for these articles, best first."""
    return [PopularStanding(article, 100.0 - place, 9.0, 90.0) for place, article in enumerate(articles)]


class Paper:
    """An audience whose reads are counted, written down and ranked as in a running site."""

    def __init__(self, folder) -> None:
        self.counter = Counter(folder)
        self.recorder = Recorder(folder)
        self.ranker = Ranker()
        self.readers = 0

    def read(self, article, times: int, *, at: datetime = NOW) -> None:
        self.counter.live.set([article.pk], is_live=True)
        for _ in range(times):
            self.readers += 1
            address = f"10.{self.readers // 250}.{self.readers % 250}.1"
            self.counter.read(article.pk, address=address, agent=FIREFOX, now=at.timestamp())
        self.recorder.record(at)

    def rank(self, at: datetime = NOW, *, changed=()) -> None:
        self.ranker.turn(at, changed=changed)

    def places(self, section, *, language: str = "en") -> list[int]:
        found = PopularList.objects.get(locale__language_code=language, section=section)
        return [place.article for place in found.standings]


@pytest.fixture
def paper(tmp_path):
    made = Paper(tmp_path)
    made.counter.live.replace(np.arange(0))
    return made
