"""An archive on plain texts is related as the newsroom relates it in its database."""

from datetime import UTC, datetime, timedelta

from broadsheet.rails.archive import Archive, ArchiveStory
from broadsheet.rails.reading import read_text
from broadsheet.rails.related import describe

DAY = datetime(2012, 11, 16, 9, tzinfo=UTC)
TALKS = "The OSCE Minsk Group met in Baku to discuss Nagorno-Karabakh."
PLUMS = "Plums were boiled sweetly in the village, and the OSCE bought none."
FILLED = [f"Chapter {number} is about nothing that filler{number} had named." for number in range(30)]


def test_the_stories_of_one_affair_are_neighbours_and_those_of_other_affairs_come_after():
    archive = Archive([told(TALKS), told(PLUMS), told(TALKS, days=2), *map(told, FILLED)])

    assert len(archive) == 33
    assert neighbours(archive, 0, limit=2) == [2, 1]
    assert neighbours(archive, 0, limit=1) == [2]


def test_each_language_is_an_archive_of_its_own():
    archive = Archive([told(TALKS), told(TALKS, language="de"), told(TALKS), told(TALKS, language="de")])

    assert [neighbours(archive, number, limit=9) for number in range(4)] == [[2], [3], [0], [1]]


def test_as_of_publication_only_stories_of_the_same_day_or_an_earlier_one_are_neighbours():
    later, same_day, earlier = told(TALKS, days=1), told(TALKS, days=0.5), told(TALKS, days=-1)
    archive = Archive([told(TALKS), later, same_day, earlier, told(TALKS, days=None), *map(told, FILLED)])

    assert set(neighbours(archive, 0, limit=20, is_as_of_publication=True)) >= {2, 3, 4}
    assert 1 not in neighbours(archive, 0, limit=40, is_as_of_publication=True)
    assert 1 in neighbours(archive, 4, limit=40, is_as_of_publication=True)
    assert 1 in neighbours(archive, 0, limit=40)


def test_a_story_of_another_language_or_a_later_day_does_not_hide_the_rest_of_the_archive():
    rest = [
        told(TALKS, language="de"),
        told(TALKS, days=1),
        told("We met there and then"),
        told("We met there"),
    ]
    archive = Archive(rest)

    assert neighbours(archive, 3, limit=9, is_as_of_publication=True) == [2]


def test_what_shares_no_key_term_is_found_only_where_more_neighbours_are_asked_for():
    archive = Archive([told("We met there"), *[told(f"{TALKS} There number{n}") for n in range(30)]])

    assert (len(neighbours(archive, 0, limit=5)), len(neighbours(archive, 0, limit=30))) == (5, 30)


def test_tags_in_common_relate_stories_that_share_no_word():
    archive = Archive(
        [told("Bridge closed", tags=("town",)), told("Plums boiled", tags=("town",)), told("Jam")]
    )

    assert neighbours(archive, 0, limit=5) == [1]


def test_a_story_that_is_like_all_others_gives_way_to_one_that_is_nearly_as_near():
    things = [f"gate{number} wall{number} roof{number}" for number in range(30)]
    every = told(" ".join(things))
    twins = [told(f"{each} and door{number}") for number, each in enumerate(things) for _twice in range(2)]
    archive = Archive([every, *twins])
    shown = [each.reason.parts["shown"] for each in archive.neighbours(1, limit=5) if each.article == 0]

    assert shown == [59]


def test_a_text_is_read_once_into_all_that_it_is_compared_by():
    reading = read_text(("Talks go on", "", TALKS, "en", ("town",)))
    document = describe(1, headline="Talks go on", body=TALKS, language="en", topics=["town"])

    assert reading.vector == document.vector.to_bytes()
    # The names of topics are not part of the text: they are asked for where two articles are compared.
    assert [*reading.shown.split("\n"), "town"] == document.shown
    assert reading.signature == read_text(("TALKS go on!", "", TALKS, "en", ())).signature


def neighbours(archive, number, **wanted):
    return [each.article for each in archive.neighbours(number, **wanted)]


def told(text, *, days=0, language="en", tags=()):
    published = None if days is None else DAY + timedelta(days=days)
    return ArchiveStory("", text, published, tags, language)
