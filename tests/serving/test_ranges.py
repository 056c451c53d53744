"""Parts of files, as RFC 9110, 14 has them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.serving.ranges import LARGEST_PART, Unsatisfiable, part_of


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-99", (0, 100)),
        ("bytes=990-", (990, 1000)),
        ("bytes=-10", (990, 1000)),
        ("bytes=-5000", (0, 1000)),
        ("bytes=0-5000", (0, 1000)),
        ("bytes = 5 - 6", (5, 7)),
        ("bytes=999-999", (999, 1000)),
    ],
)
def test_one_range_is_a_part(header, part):
    assert part_of(header, 1000) == part


@pytest.mark.parametrize(
    "header", ["", "bytes", "bytes=", "bytes=-", "bytes=5-4", "bytes=0-1,5-6", "lines=0-1", "bytes=a-b", "bytes=٣-٤", "bytes=0x1-2"]
)  # fmt: skip
def test_what_is_no_range_of_ours_is_ignored(header):
    assert part_of(header, 1000) is None


@pytest.mark.parametrize(("header", "size"), [("bytes=1000-", 1000), ("bytes=-0", 1000), ("bytes=0-", 0)])
def test_a_range_behind_the_end_cannot_be_had(header, size):
    with pytest.raises(Unsatisfiable):
        part_of(header, size)


def test_a_part_has_at_most_a_megabyte():
    assert part_of("bytes=5-", 10 * LARGEST_PART) == (5, 5 + LARGEST_PART)


@given(st.text(alphabet="bytes=0123456789-, ", max_size=60), st.integers(0, 10**7))
def test_a_part_always_lies_within_the_file(header, size):
    try:
        part = part_of(header, size)
    except Unsatisfiable:
        return
    assert part is None or (0 <= part[0] < part[1] <= size and part[1] - part[0] <= LARGEST_PART)
