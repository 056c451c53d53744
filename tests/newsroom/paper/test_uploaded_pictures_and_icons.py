"""Logo, icon and share picture: what is refused says why, and nothing is kept of a file but its pixels."""

import io

import pytest
from PIL import ExifTags, Image

from broadsheet.newsroom.models import PaperFile
from broadsheet.newsroom.paper import files
from broadsheet.newsroom.paper.uploads import RefusedError, take_icon, take_logo, take_share
from factories import NOW
from hostile_files import DISGUISED, HTML
from hostile_logos import REFUSED, SHAPE, svg
from picture_files import KINDS, SECRETS, Kind, plain, telling, vast_png

pytestmark = pytest.mark.django_db

PNG, JPEG = Kind("PNG", "png"), Kind("JPEG", "jpg")


def moving_png() -> bytes:
    frames = [Image.new("RGB", (1200, 1200), colour) for colour in ("red", "blue")]
    written = io.BytesIO()
    frames[0].save(written, "PNG", save_all=True, append_images=frames[1:], duration=100)
    return written.getvalue()


TAKES = {"logo": take_logo, "icon": take_icon, "share": take_share}

each_way = pytest.mark.parametrize("take", TAKES.values(), ids=TAKES)


@each_way
@pytest.mark.parametrize("name", [*DISGUISED, *REFUSED])
def test_what_is_no_picture_is_refused_and_leaves_nothing(take, name):
    content = {**DISGUISED, **REFUSED}[name]

    # An SVG under another name is an SVG all the same, and is reduced.
    if take is take_logo and name.startswith("svg-as"):
        assert take(content, now=NOW).picture.name.endswith(".svg")
        return
    with pytest.raises(RefusedError, match=r"^[A-Z].*\.$"):
        take(content, now=NOW)

    assert PaperFile.objects.count() == 0


@each_way
@pytest.mark.parametrize(
    "content",
    [
        vast_png(20_000),
        moving_png(),
        plain(PNG, size=(1200, 1200))[:-300],
        b"\x89PNG" + bytes(6_000_000),
    ],
    ids=["vast", "moving", "cut off", "large"],
)
def test_what_would_cost_too_much_or_moves_is_refused(take, content):
    with pytest.raises(RefusedError):
        take(content, now=NOW)


@each_way
@pytest.mark.parametrize(
    "kind", [each for each in KINDS if each.format not in ("PNG", "JPEG", "MPO")], ids=str
)
def test_other_kinds_of_pictures_are_refused(take, kind):
    with pytest.raises(RefusedError):
        take(plain(kind, size=(1200, 1200)), now=NOW)


@each_way
def test_nothing_is_kept_but_the_pixels(take):
    kept = take(telling(PNG, size=(1200, 1200)) + HTML, now=NOW).picture

    content = files.content_of(kept.name)
    assert [each for each in (*SECRETS, HTML) if each in content] == []
    with Image.open(io.BytesIO(content)) as picture:
        assert (
            {*picture.info}
            - {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
        ) == set()


@pytest.mark.parametrize(
    ("size", "said"),
    [((512, 512), ""), ((900, 900), ""), ((511, 511), "511 pixels wide"), ((600, 512), "must be square")],
)
def test_an_icon_is_square_and_of_512_pixels_or_more(size, said):
    if not said:
        kept = take_icon(plain(PNG, size=size), now=NOW).picture
        assert (kept.width, kept.height) == (512, 512)
        return
    with pytest.raises(RefusedError, match=said):
        take_icon(plain(PNG, size=size), now=NOW)


@pytest.mark.parametrize(
    ("size", "is_taken"),
    [((1200, 630), True), ((3000, 700), True), ((1199, 630), False), ((1200, 629), False)],
)
def test_a_picture_for_sharing_has_room_for_its_shape(size, is_taken):
    if not is_taken:
        with pytest.raises(RefusedError, match="1200 by 630"):
            take_share(plain(JPEG, size=size), now=NOW)
        return
    kept = take_share(plain(JPEG, size=size), now=NOW).picture
    with Image.open(io.BytesIO(files.content_of(kept.name))) as picture:
        assert (picture.format, picture.size, kept.width, kept.height) == ("JPEG", (1200, 630), 1200, 630)


@pytest.mark.parametrize("kind", [PNG, JPEG], ids=str)
def test_a_picture_that_lies_on_its_side_is_cut_upright(kind):
    # As it is stored, its left half is black; upright (orientation 6, a quarter to the right) its upper half is.
    stored = Image.new("RGB", (2600, 2800), "white")
    stored.paste("black", (0, 0, 1300, 2800))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    written = io.BytesIO()
    stored.save(written, kind.format, exif=exif)

    kept = take_share(written.getvalue(), now=NOW).picture

    with Image.open(io.BytesIO(files.content_of(kept.name))) as picture:
        seen = [
            picture.convert("L").getpixel(place) for place in ((20, 20), (1180, 20), (20, 610), (1180, 610))
        ]
    assert [shade > 128 for shade in seen] == [False, False, True, True]


@pytest.mark.parametrize("mode", ["RGBA", "P", "LA", "L"])
def test_what_is_transparent_stays_so(mode):
    drawn = Image.new("L" if mode == "L" else "RGBA", (900, 900), 0)
    drawn.paste(255, (450, 0, 900, 900)) if mode == "L" else drawn.paste("white", (450, 0, 900, 900))
    written = io.BytesIO()
    drawn.convert(mode).save(written, "PNG", **({"transparency": 0} if mode == "L" else {}))

    kept = take_icon(written.getvalue(), now=NOW).picture

    with Image.open(io.BytesIO(files.content_of(kept.name))) as picture:
        assert [picture.getpixel((place, 256))[3] for place in (20, 490)] == [0, 255]


def test_a_logo_is_made_no_larger_than_it_is_shown():
    kept = take_logo(plain(PNG, size=(4000, 400)), now=NOW).picture

    assert (kept.width, kept.height) == (1600, 160)


def test_a_name_follows_from_the_content():
    one, same, other = (take_logo(svg(each), now=NOW).picture.name for each in (SHAPE, SHAPE, SHAPE + SHAPE))

    assert one == same != other
    assert PaperFile.objects.count() == 2


def test_what_a_telephone_writes_is_taken_for_sharing():
    [kind] = [each for each in KINDS if each.format == "MPO"]

    assert take_share(plain(kind, size=(1300, 900)), now=NOW).picture.width == 1200
