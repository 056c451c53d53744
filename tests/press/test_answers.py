"""Which ETag of a client's is ours, by the grammar of RFC 9110, and in which headers an answer names its tags."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.press.answers import CACHE_TAG, SURROGATE_KEY, answer_for, known_etag
from broadsheet.press.cached_pages import NEVER, Assembled, CachedPage, JoinedPage, TagSet, Whole, join
from broadsheet.press.pieces import Piece

# RFC 9110, 8.8.3: what may stand between the quotes.
TAG_CHARACTERS = [chr(each) for each in (0x21, *range(0x23, 0x7F), *range(0x80, 0x100))]


@given(
    before=st.lists(st.text(TAG_CHARACTERS, max_size=12), max_size=4),
    after=st.lists(st.text(TAG_CHARACTERS, max_size=12), max_size=4),
    weak=st.sampled_from(["", "W/"]),
    between=st.sampled_from([",", ", ", " ,\t", ",,", ", , "]),
)
def test_our_tag_is_found_wherever_it_stands_in_a_list(before, after, weak, between):
    tags = [f'"{each}"' for each in before] + [f"{weak}{OURS}"] + [f'"{each}"' for each in after]

    assert known_etag(between.join(tags), JOINED, "gzip,identity") == OURS


@given(others=st.lists(st.text(TAG_CHARACTERS, max_size=40), max_size=5))
def test_a_list_of_other_tags_is_never_ours_whatever_stands_in_them(others):
    written = ",".join(f'"{each.replace(JOINED.digest, "")},{JOINED.digest}-gzip,"' for each in others)

    assert known_etag(written, JOINED, "gzip,identity") == ""


@pytest.mark.parametrize(
    "written",
    [
        "{bare}", "'{bare}'", '"{bare}', '{bare}"', 'w/{ours}', 'W/ {ours}', '"x" {ours}', '"x"{ours}', '{ours} "x"',
        '"x",{bare}', '"x,{bare},y"', '"x, {bare}, y"', '"{bare} "', '" {bare}"', "{ours};", "", ",", '"', "*,{bare}",
    ],
)  # fmt: skip
def test_what_is_no_list_of_tags_confirms_nothing(written):
    said = written.format(ours=OURS, bare=OURS.strip('"'))

    assert known_etag(said, JOINED, "gzip,identity") == ""


def test_any_page_is_confirmed_to_who_asks_whether_there_is_one():
    assert known_etag(" * ", JOINED, "gzip,identity") == f'"{JOINED.digest}"'


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ((), {}),
        ((SURROGATE_KEY,), {"Surrogate-Key": "all article:1 edition:en"}),
        ((CACHE_TAG,), {"Cache-Tag": "all,article:1,edition:en"}),
        (
            (SURROGATE_KEY, CACHE_TAG),
            {"Surrogate-Key": "all article:1 edition:en", "Cache-Tag": "all,article:1,edition:en"},
        ),
    ],
)
def test_tags_are_named_to_those_caches_only_that_read_them(headers, expected):
    said = dict(answer_for(SHEET, joined(), "gzip", headers).headers)

    assert {name: said[name] for name in ("Surrogate-Key", "Cache-Tag") if name in said} == expected


def joined() -> JoinedPage:
    return join(NEVER, Whole.share.value, ASSEMBLED, now=0.0, before=None)


ASSEMBLED = Assembled((Piece.of(b"A page"),), (TagSet(["article:1", "edition:en"]),))
JOINED = joined()
OURS = f'"{JOINED.digest}-gzip"'
SHEET = CachedPage(Whole(ASSEMBLED), status="200 OK", headers=(), best_before=NEVER, joined=JOINED)
