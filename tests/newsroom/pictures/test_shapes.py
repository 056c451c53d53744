"""Which files are made of a picture: none larger than it is, and none so small that a sharp screen shows it."""

from itertools import pairwise
from types import SimpleNamespace

import pytest

from broadsheet.newsroom.pictures.shapes import SHAPES, WEBP

STEPS = 1.43


@pytest.mark.parametrize(
    ("name", "size", "fits"),
    [
        ("lead", (1200, 675), True),
        ("lead", (1199, 4000), False),
        ("lead", (4000, 600), False),
        ("card", (400, 267), True),
        ("card", (399, 900), False),
        ("whole", (80, 60), True),
    ],
)
def test_a_picture_needs_pixels_of_its_own(name, size, fits):
    assert SHAPES[name].fits(picture(*size)) is fits


@pytest.mark.parametrize("name", SHAPES)
def test_no_picture_fits_where_there_is_none(name):
    assert SHAPES[name].fits(None) is False


@pytest.mark.parametrize("name", SHAPES)
def test_between_two_files_no_screen_gets_one_that_is_much_too_small(name):
    widths = [width for width, _height in SHAPES[name].boxes]

    assert [pair for pair in pairwise(widths) if pair[1] > STEPS * pair[0]] == []


@pytest.mark.parametrize(
    ("size", "first", "widths"),
    [
        ((4000, 3000), [400, 800], [400, 560, 800, 1120]),
        ((800, 534), [400, 800], [400, 560, 800]),
        ((700, 700), [400, 800], [400, 560, 800]),
        ((500, 400), [400, 560], [400, 560]),
        ((400, 300), [400], [400]),
    ],
)
def test_a_picture_is_in_no_file_larger_than_itself(size, first, widths):
    shape = SHAPES["card"]

    assert width_of(shape.first_specs(picture(*size))) == first
    assert width_of(shape.specs(picture(*size), WEBP)) == widths


def width_of(specs):
    return [int(each.partition("-")[2].partition("x")[0]) for each in specs]


def picture(width, height):
    return SimpleNamespace(width=width, height=height)
