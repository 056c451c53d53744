"""Readers' pages have the sizes of one scale of type."""

import re
from pathlib import Path

import broadsheet.site

STYLES = Path(broadsheet.site.__file__).parent / "static" / "site"
# On paper points are points, and they come from no window.
SCREEN = [each for each in sorted(STYLES.glob("*.css")) if each.name != "print.css"]
SIZE = re.compile(r"\bfont(?:-size)?: ([^;}]*)")
# From the root element, from the scale, from the element around, or growing with the window from a step of the scale.
FROM_THE_SCALE = re.compile(
    r"inherit|[a-z\d ]*(100%|var\(--type-[1-8]\)|[\d.]+em\b|clamp\(var\(--type-[1-8]\), [\d.]+vw, )"
)


def test_every_size_of_type_is_a_step_of_the_scale_or_begins_at_one():
    sizes = [size for each in SCREEN for size in SIZE.findall(each.read_text("utf-8"))]

    assert len(sizes) > 40
    assert [each for each in sizes if not FROM_THE_SCALE.match(each)] == []


def test_the_scale_has_eight_steps_and_each_is_larger_than_the_one_before():
    steps = re.findall(r"--type-(\d): ([\d.]+)rem;", (STYLES / "base.css").read_text("utf-8"))

    assert [int(step) for step, _size in steps] == list(range(1, 9))
    assert steps == sorted(steps, key=lambda each: float(each[1]))
