"""Every scene can be drawn, and a picture is the same each time it is drawn."""

import pytest

from broadsheet.demo.pictures import draw
from broadsheet.demo.pictures.drawing import SCENES

SMALL = (320, 180)


@pytest.mark.parametrize("scene", sorted(SCENES))
def test_a_scene_has_light_and_dark_and_more_than_a_few_tones(scene):
    picture = draw(scene, seed=1, size=SMALL)
    lows, highs = zip(*picture.getextrema(), strict=True)

    assert picture.size == SMALL
    assert min(lows) < 90
    assert max(highs) > 150
    assert len(picture.getcolors(maxcolors=SMALL[0] * SMALL[1]) or []) > 200


def test_the_same_seed_gives_the_same_picture_and_another_seed_another():
    first, again, other = (draw("bridge", seed=seed, size=SMALL).tobytes() for seed in (5, 5, 6))

    assert first == again
    assert first != other


def test_a_scene_that_nobody_has_drawn_is_refused():
    with pytest.raises(KeyError):
        draw("volcano", seed=1, size=SMALL)
