"""Pages are kept by address, dropped by tag, shown in need unless they are gone, and never exceed their room."""

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.press.cached_pages import (
    MOST_MADE_UP,
    NEVER,
    Assembled,
    CachedPage,
    PageCache,
    TagSet,
    Whole,
    join,
)
from broadsheet.press.pieces import Piece

NOW = 1_700_000_000.0


def test_a_kept_page_is_found_and_a_dropped_one_is_stale():
    cache = PageCache(1_000_000)
    cache.keep("/a", page("a", "article:1", "edition:en"), made_from=0)
    cache.keep("/b", page("b", "article:2"), made_from=0)
    cache.invalidate(["edition:en"], number=1, now=NOW)

    assert (list(cache.fresh), cache.stale("/a").since, cache.stale("/b")) == (["/b"], NOW, None)


def test_what_readers_may_not_see_any_more_is_not_even_stale():
    cache = PageCache(1_000_000)
    cache.keep("/a", page("a", "article:1"), made_from=0)
    cache.keep("/b", page("b", "article:1"), made_from=0)
    cache.invalidate(["article:1"], number=1, now=NOW)
    cache.invalidate(["gone:article:1"], number=2, now=NOW)

    assert (cache.stale("/a"), cache.stale("/b"), cache.used) == (None, None, 0)


def test_a_page_that_is_made_anew_takes_the_place_of_the_stale_one():
    cache = PageCache(1_000_000)
    cache.keep("/a", page("a", "article:1"), made_from=0)
    cache.invalidate(["article:1"], number=1, now=NOW)
    cache.keep("/a", new := page("new", "article:1"), made_from=1)

    assert (cache.fresh["/a"], cache.stale("/a"), cache.used) == (new, None, new.size)


def test_a_page_whose_time_is_over_does_not_take_away_the_one_in_its_place():
    cache = PageCache(1_000_000)
    cache.keep("/a", old := page("a", "article:1"), made_from=0)
    cache.keep("/a", new := page("new", "article:1"), made_from=0)
    cache.invalidate_page("/a", old, now=NOW)
    kept = cache.fresh.get("/a")
    cache.invalidate_page("/a", new, now=NOW)

    assert (kept, list(cache.fresh), cache.stale("/a").page) == (new, [], new)


def test_a_page_made_before_a_change_is_refused_after_it():
    cache = PageCache(1_000_000)
    cache.invalidate(["article:1"], number=7, now=NOW)

    assert [cache.keep("/a", page("a", "article:1"), made_from=number) for number in (6, 7)] == [
        False,
        True,
    ]


def test_everything_is_dropped_by_the_tag_all_and_nothing_older_is_taken():
    cache = PageCache(1_000_000)
    cache.keep("/a", page("a", "article:1"), made_from=0)
    cache.invalidate(["all"], number=3, now=NOW)

    assert len(cache) == 0
    assert cache.keep("/a", page("a", "article:1"), made_from=2) is False


def test_after_a_gap_in_the_changes_nothing_older_is_kept_or_taken():
    cache = PageCache(1_000_000)
    cache.keep("/a", page("a", "article:1"), made_from=0)
    cache.clear(number=9)

    assert (len(cache), cache.used, cache.heard) == (0, 0, 9)
    assert [cache.keep("/a", page("a", "article:1"), made_from=number) for number in (8, 9)] == [
        False,
        True,
    ]


def test_what_was_asked_for_since_room_was_last_needed_stays():
    each = page("1234567890", "x").size
    cache = PageCache(2 * each)
    for key in ("/a", "/b"):
        cache.keep(key, page("1234567890", "x"), made_from=0)
    cache.fresh["/a"].used = True
    cache.keep("/c", page("1234567890", "x"), made_from=0)

    assert sorted(cache.fresh) == ["/a", "/c"]


def test_what_is_stale_goes_before_what_is_fresh():
    each = page("1234567890", "x").size
    cache = PageCache(2 * each)
    cache.keep("/a", page("1234567890", "x"), made_from=0)
    cache.keep("/b", page("1234567890", "y"), made_from=0)
    cache.invalidate(["y"], number=1, now=NOW)
    cache.keep("/c", page("1234567890", "x"), made_from=1)

    assert (sorted(cache.fresh), cache.stale("/b")) == (["/a", "/c"], None)


def test_addresses_where_nothing_is_are_few():
    cache = PageCache(1_000_000_000)
    for number in range(MOST_MADE_UP + 5):
        cache.keep(f"/{number}", page("", "x", status="404 Not Found"), made_from=0)

    assert len(cache) == MOST_MADE_UP


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abcdef"),
            st.integers(0, 400),
            st.sets(st.sampled_from("tuvw")),
            st.sampled_from(["keep", "keep", "drop", "gone", "retire", "use"]),
        )
    )
)
def test_the_room_is_never_exceeded_and_the_books_are_right(steps):
    cache = PageCache(3 * page("", "t").size)
    for number, (key, size, tags, deed) in enumerate(steps):
        if deed == "keep":
            cache.keep(key, page("x" * size, *tags), made_from=number)
        elif deed == "retire" and key in cache.fresh:
            cache.invalidate_page(key, cache.fresh[key], now=NOW)
        elif deed == "use" and key in cache.fresh:
            cache.fresh[key].used = True
        elif deed in ("drop", "gone"):
            cache.invalidate(
                [f"gone:{each}" if deed == "gone" else each for each in tags], number=number, now=NOW
            )

    kept = {key: each for key in "abcdef" for each in (cache.fresh.get(key), stale(cache, key)) if each}
    assert cache.used == sum(each.size for each in kept.values()) <= cache.room
    indexed = {(tag, key) for tag, keys in cache._by_tag.items() for key in keys}
    assert indexed == {(tag, key) for key, each in kept.items() for tag in each.tags}


def stale(cache: PageCache, key: str) -> CachedPage | None:
    found = cache.stale(key)
    return found.page if found else None


def page(body: str, *tags: str, status: str = "200 OK") -> CachedPage:
    assembled = Assembled((Piece.of(body.encode()),), (TagSet(tags),))
    joined = join(NEVER, Whole.share.value, assembled, now=NOW, before=None)
    return CachedPage(Whole(assembled), status=status, headers=(), best_before=NEVER, joined=joined)
