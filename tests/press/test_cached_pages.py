"""Pages are kept by address, dropped by tag, shown in need unless they are gone, and never exceed their room."""

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.press.cached_pages import MOST_MADE_UP, NEVER, Assembled, Sheet, Sheets, Tagged, Whole, join
from broadsheet.press.pieces import Piece

NOW = 1_700_000_000.0


def test_a_kept_page_is_found_and_a_dropped_one_is_stale():
    sheets = Sheets(1_000_000)
    sheets.keep("/a", sheet("a", "article:1", "edition:en"), made_from=0)
    sheets.keep("/b", sheet("b", "article:2"), made_from=0)
    sheets.drop(["edition:en"], number=1, now=NOW)

    assert (list(sheets.fresh), sheets.stale("/a").since, sheets.stale("/b")) == (["/b"], NOW, None)


def test_what_readers_may_not_see_any_more_is_not_even_stale():
    sheets = Sheets(1_000_000)
    sheets.keep("/a", sheet("a", "article:1"), made_from=0)
    sheets.keep("/b", sheet("b", "article:1"), made_from=0)
    sheets.drop(["article:1"], number=1, now=NOW)
    sheets.drop(["gone:article:1"], number=2, now=NOW)

    assert (sheets.stale("/a"), sheets.stale("/b"), sheets.used) == (None, None, 0)


def test_a_page_that_is_made_anew_takes_the_place_of_the_stale_one():
    sheets = Sheets(1_000_000)
    sheets.keep("/a", sheet("a", "article:1"), made_from=0)
    sheets.drop(["article:1"], number=1, now=NOW)
    sheets.keep("/a", new := sheet("new", "article:1"), made_from=1)

    assert (sheets.fresh["/a"], sheets.stale("/a"), sheets.used) == (new, None, new.size)


def test_a_page_made_before_a_change_is_refused_after_it():
    sheets = Sheets(1_000_000)
    sheets.drop(["article:1"], number=7, now=NOW)

    assert [sheets.keep("/a", sheet("a", "article:1"), made_from=number) for number in (6, 7)] == [
        False,
        True,
    ]


def test_everything_is_dropped_by_the_tag_all_and_nothing_older_is_taken():
    sheets = Sheets(1_000_000)
    sheets.keep("/a", sheet("a", "article:1"), made_from=0)
    sheets.drop(["all"], number=3, now=NOW)

    assert len(sheets) == 0
    assert sheets.keep("/a", sheet("a", "article:1"), made_from=2) is False


def test_after_a_gap_in_the_changes_nothing_older_is_kept_or_taken():
    sheets = Sheets(1_000_000)
    sheets.keep("/a", sheet("a", "article:1"), made_from=0)
    sheets.clear(number=9)

    assert (len(sheets), sheets.used, sheets.heard) == (0, 0, 9)
    assert [sheets.keep("/a", sheet("a", "article:1"), made_from=number) for number in (8, 9)] == [
        False,
        True,
    ]


def test_what_was_asked_for_since_room_was_last_needed_stays():
    each = sheet("1234567890", "x").size
    sheets = Sheets(2 * each)
    for key in ("/a", "/b"):
        sheets.keep(key, sheet("1234567890", "x"), made_from=0)
    sheets.fresh["/a"].used = True
    sheets.keep("/c", sheet("1234567890", "x"), made_from=0)

    assert sorted(sheets.fresh) == ["/a", "/c"]


def test_what_is_stale_goes_before_what_is_fresh():
    each = sheet("1234567890", "x").size
    sheets = Sheets(2 * each)
    sheets.keep("/a", sheet("1234567890", "x"), made_from=0)
    sheets.keep("/b", sheet("1234567890", "y"), made_from=0)
    sheets.drop(["y"], number=1, now=NOW)
    sheets.keep("/c", sheet("1234567890", "x"), made_from=1)

    assert (sorted(sheets.fresh), sheets.stale("/b")) == (["/a", "/c"], None)


def test_addresses_where_nothing_is_are_few():
    sheets = Sheets(1_000_000_000)
    for number in range(MOST_MADE_UP + 5):
        sheets.keep(f"/{number}", sheet("", "x", status="404 Not Found"), made_from=0)

    assert len(sheets) == MOST_MADE_UP


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
    sheets = Sheets(3 * sheet("", "t").size)
    for number, (key, size, tags, deed) in enumerate(steps):
        if deed == "keep":
            sheets.keep(key, sheet("x" * size, *tags), made_from=number)
        elif deed == "retire":
            sheets.retire(key, now=NOW)
        elif deed == "use" and key in sheets.fresh:
            sheets.fresh[key].used = True
        elif deed in ("drop", "gone"):
            sheets.drop([f"gone:{each}" if deed == "gone" else each for each in tags], number=number, now=NOW)

    kept = {key: each for key in "abcdef" for each in (sheets.fresh.get(key), stale(sheets, key)) if each}
    assert sheets.used == sum(each.size for each in kept.values()) <= sheets.room
    indexed = {(tag, key) for tag, keys in sheets._by_tag.items() for key in keys}
    assert indexed == {(tag, key) for key, each in kept.items() for tag in each.tags}


def stale(sheets: Sheets, key: str) -> Sheet | None:
    found = sheets.stale(key)
    return found.sheet if found else None


def sheet(body: str, *tags: str, status: str = "200 OK") -> Sheet:
    assembled = Assembled((Piece.of(body.encode()),), (Tagged(tags),))
    joined = join(NEVER, Whole.share.value, assembled, now=NOW, before=None)
    return Sheet(Whole(assembled), status=status, headers=(), best_before=NEVER, joined=joined)
