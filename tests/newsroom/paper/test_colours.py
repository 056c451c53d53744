"""Colours are compared as WCAG does, and what cannot be read has a shade beside it that can."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.newsroom.paper import colours
from broadsheet.newsroom.paper.colours import (
    DARK_ACCENT,
    DARK_GROUND,
    LIGHT_ACCENT,
    LIGHT_GROUND,
    LOWEST_CONTRAST,
    accent_for_dark_pages,
    contrast,
    nearest_that_can_be_read,
    spelled,
)
from broadsheet.site.branding import BASE

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
GROUNDS = st.sampled_from([LIGHT_GROUND, DARK_GROUND])


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        # Known pairs on either side of the bound: https://webaim.org/articles/contrast/#ratio
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_contrast_is_that_of_the_guidelines(one, other, ratio):
    assert (round(contrast(one, other), 2), round(contrast(other, one), 2)) == (ratio, ratio)


@given(COLOURS, GROUNDS)
def test_every_colour_has_a_shade_that_can_be_read(colour, ground):
    assert contrast(nearest_that_can_be_read(colour, ground), ground) >= LOWEST_CONTRAST


@given(COLOURS, GROUNDS)
def test_a_shade_that_can_be_read_is_near_its_colour(colour, ground):
    shade = nearest_that_can_be_read(colour, ground)

    # What can be read stays, but for what eight bits cannot say.
    if contrast(colour, ground) >= LOWEST_CONTRAST + 0.1:
        assert all(abs(one - other) <= 6 for one, other in zip(_bytes(colour), _bytes(shade), strict=True))
    else:
        assert contrast(shade, ground) < LOWEST_CONTRAST + 0.35


@given(COLOURS)
def test_every_accent_has_one_for_dark_pages(accent):
    made = accent_for_dark_pages(accent)

    assert contrast(made, DARK_GROUND) >= LOWEST_CONTRAST


def test_our_own_accent_keeps_its_pair():
    assert accent_for_dark_pages(LIGHT_ACCENT) == DARK_ACCENT


def test_the_grounds_and_accents_are_those_of_the_style_sheet():
    light, dark, *_more_contrast = re.findall(r":root\s*\{[^}]*\}", Path(BASE).read_text(encoding="utf-8"))

    assert [_said(light, "paper"), _said(light, "accent")] == [LIGHT_GROUND, LIGHT_ACCENT]
    assert [_said(dark, "paper"), _said(dark, "accent")] == [DARK_GROUND, DARK_ACCENT]


@pytest.mark.parametrize(
    ("written", "meant"), [("#ABC", "#aabbcc"), (" 8f1d14 ", "#8f1d14"), ("#8F1D14", "#8f1d14")]
)
def test_a_colour_is_spelled_in_one_way(written, meant):
    assert spelled(written) == meant


@pytest.mark.parametrize(
    "written", ["", "red", "#12", "#1234567", "#12345g", "url(x)", "#fff;}", "#\u0661\u0661\u0661"]
)
def test_what_is_no_colour_is_refused(written):
    with pytest.raises(ValueError, match="is no colour"):
        colours.spelled(written)


def _bytes(colour: str) -> list[int]:
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]


def _said(block: str, name: str) -> str:
    return re.search(rf"--{name}:\s*(#\w+);", block)[1]
