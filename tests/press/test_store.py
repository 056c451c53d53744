"""Pages are kept by address, dropped by tag, and never kept when they are stale already."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.press.store import OVERHEAD, Page, PageStore

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def test_a_kept_page_is_found_and_a_dropped_one_is_not():
    store = PageStore(room=1_000_000)
    store.keep("/a", page("a", "article:1", "edition:en"), made_from=0)
    store.keep("/b", page("b", "article:2"), made_from=0)
    store.drop(["edition:en"], number=1)

    assert [store.find(path, now=NOW) is not None for path in ("/a", "/b")] == [False, True]


def test_a_page_made_before_a_change_is_refused_after_it():
    store = PageStore(room=1_000_000)
    store.drop(["article:1"], number=7)

    assert store.keep("/a", page("a", "article:1"), made_from=6) is False
    assert store.keep("/a", page("a", "article:1"), made_from=7) is True


def test_everything_is_dropped_by_the_tag_all_and_nothing_older_is_taken():
    store = PageStore(room=1_000_000)
    store.keep("/a", page("a", "article:1"), made_from=0)
    store.drop(["all"], number=3)

    assert len(store) == 0
    assert store.keep("/a", page("a", "article:1"), made_from=2) is False


def test_a_page_ends_at_its_second():
    store = PageStore(room=1_000_000)
    store.keep("/a", page("a", "x", until=NOW), made_from=0)

    assert store.find("/a", now=NOW - timedelta(microseconds=1)) is not None
    assert store.find("/a", now=NOW) is None


def test_after_a_gap_in_the_changes_nothing_older_is_kept_or_taken():
    store = PageStore(room=1_000_000)
    store.keep("/a", page("a", "article:1"), made_from=0)
    store.clear(number=9)

    assert (len(store), store.used, store.heard) == (0, 0, 9)
    assert [store.keep("/a", page("a", "article:1"), made_from=number) for number in (8, 9)] == [False, True]


def test_the_least_recently_used_page_goes_first():
    store = PageStore(room=2 * (OVERHEAD + 10))
    for path in ("/a", "/b"):
        store.keep(path, page("1234567890", "x"), made_from=0)
    store.find("/a", now=NOW)
    store.keep("/c", page("1234567890", "x"), made_from=0)

    assert [path for path in ("/a", "/b", "/c") if store.find(path, now=NOW)] == ["/a", "/c"]


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abcdef"), st.integers(0, 400), st.sets(st.sampled_from("tuvw")), st.booleans()
        )
    )
)
def test_the_room_is_never_exceeded_and_the_books_are_right(steps):
    store = PageStore(room=3 * OVERHEAD)
    for number, (path, size, tags, is_drop) in enumerate(steps):
        if is_drop:
            store.drop(tags, number=number)
        else:
            store.keep(path, page("x" * size, *tags), made_from=number)

    assert store.used == sum(each.size for each in store._pages.values()) <= store.room
    assert {path for paths in store._paths.values() for path in paths} <= set(store._pages)


def page(body: str, *tags: str, until: datetime | None = None) -> Page:
    return Page(body.encode(), (), f'"{body}"', frozenset(tags), until)
