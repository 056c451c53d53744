"""Whatever a picture says of itself stays behind, but for what the paper needs; what is no picture stays outside."""

import io
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageOps, ImageSequence

from broadsheet.newsroom.pictures.cleaning import FORMATS, NotAPictureError, TooManyPixelsError, bare, clean
from broadsheet.newsroom.pictures.words import kept_exif, write_exif
from hostile_files import DISGUISED, HTML
from picture_files import (
    CAPTION,
    CREATOR,
    KINDS,
    MOVING_AVIF,
    MOVING_PNG,
    RIGHTS,
    SECRETS,
    Kind,
    plain,
    telling,
    vast_png,
)

KEPT_TAGS = {
    ExifTags.Base.Orientation,
    ExifTags.Base.ImageDescription,
    ExifTags.Base.Artist,
    ExifTags.Base.Copyright,
}
AVIF = Kind("AVIF", "avif")
LOSSLESS = [each for each in (*KINDS, MOVING_PNG) if each.format != "AVIF"]
# GIF has no place for words.
WITH_WORDS = [each for each in KINDS if each.format != "GIF"]

each_kind = pytest.mark.parametrize("kind", KINDS, ids=str)


@each_kind
def test_the_files_of_these_tests_do_say_where_they_were_taken(kind):
    said = telling(kind)

    assert [secret for secret in SECRETS if secret not in said] == []
    assert kind.format == "GIF" or _opened(said).getexif().get_ifd(ExifTags.IFD.GPSInfo)


@each_kind
def test_nothing_tells_where_or_by_what_it_was_taken(kind):
    cleaned = clean(telling(kind))
    picture = _opened(cleaned)

    assert [secret for secret in SECRETS if secret in cleaned or secret in _unpacked(cleaned)] == []
    assert set(picture.getexif()) <= KEPT_TAGS
    assert not {"xmp", "comment", "XML:com.adobe.xmp"} & set(picture.info)


@each_kind
def test_what_stands_behind_a_picture_goes_though_nothing_else_does(kind):
    cleaned = clean(plain(kind) + HTML)

    assert b"<script" not in cleaned
    assert _frames(cleaned)[0] == _frames(plain(kind))[0] or kind == AVIF


@pytest.mark.parametrize("kind", LOSSLESS, ids=str)
def test_not_a_pixel_and_not_a_moment_of_it_changes(kind):
    before, after = _frames(telling(kind)), _frames(clean(telling(kind)))

    # A telephone's JPEG has another picture behind the one that is shown.
    assert after == (before[:1] if kind.format == "MPO" else before)


def test_an_avif_that_is_written_again_looks_the_same():
    (before, _), (after, _) = (_frames(each)[0] for each in (telling(AVIF), clean(telling(AVIF))))

    assert max(abs(was - now) for was, now in zip(before, after, strict=True)) < 40


def test_an_avif_that_moves_is_refused():
    with pytest.raises(NotAPictureError):
        clean(telling(MOVING_AVIF, orientation=1))


@pytest.mark.parametrize("kind", WITH_WORDS, ids=str)
def test_which_way_is_up_and_its_colours_are_kept(kind):
    before, after = _opened(telling(kind)), _opened(clean(telling(kind)))

    assert ImageOps.exif_transpose(after).size == ImageOps.exif_transpose(before).size == (80, 120)
    assert after.info["icc_profile"] == before.info["icc_profile"]


@pytest.mark.parametrize("kind", WITH_WORDS, ids=str)
def test_caption_credit_and_copyright_are_kept(kind):
    said = _opened(clean(telling(kind))).getexif()

    assert [_utf8(said[tag]) for tag in (0x010E, 0x013B, 0x8298)] == [
        CAPTION,
        f"{CREATOR} / Ossel Wire",
        RIGHTS,
    ]


def test_words_in_the_records_of_old_are_kept():
    file = io.BytesIO()
    records = {80: "Ivo Tal", 110: "Ossel Wire", 116: "© Ossel", 120: "The crane", 90: "Quay 3"}
    Image.new("RGB", (10, 10)).save(file, "JPEG")
    cleaned = clean(file.getvalue()[:2] + _iptc(records) + file.getvalue()[2:])

    assert [_utf8(_opened(cleaned).getexif()[tag]) for tag in (0x010E, 0x013B, 0x8298)] == [
        "The crane",
        "Ivo Tal / Ossel Wire",
        "© Ossel",
    ]
    assert b"Quay 3" not in cleaned


@each_kind
def test_what_was_cleaned_stays_as_it_is(kind):
    cleaned = clean(telling(kind))

    # An AVIF with words is written again each time, as another file of the same look.
    assert kind.format == "AVIF" or clean(cleaned) == cleaned


@each_kind
def test_of_what_readers_get_nothing_is_kept_but_its_colours(kind):
    picture = _opened(bare(telling(kind)))

    assert kept_exif(picture) == b"" or kind.format == "AVIF"
    assert set(picture.getexif()) <= {ExifTags.Base.Orientation}


@pytest.mark.parametrize("kind", [each for each in KINDS if each.frames == 1], ids=str)
def test_a_picture_that_is_cut_off_is_refused(kind):
    whole = plain(kind, size=(300, 200))

    for part in (0.1, 0.5, 0.8):
        with pytest.raises(NotAPictureError):
            clean(whole[: int(len(whole) * part)])


@pytest.mark.parametrize("content", DISGUISED.values(), ids=DISGUISED)
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(NotAPictureError):
        clean(content)


@each_kind
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_picture_that_was_meddled_with_is_clean_or_refused(kind, data):
    meddled = bytearray(telling(kind, size=(40, 30)))
    for _change in range(data.draw(st.integers(1, 8))):
        meddled[data.draw(st.integers(0, len(meddled) - 1))] = data.draw(st.integers(0, 255))
    try:
        cleaned = clean(bytes(meddled))
    except NotAPictureError:
        return

    assert _opened(cleaned).format in (*FORMATS, "MPO")
    assert set(_opened(cleaned).getexif()) <= KEPT_TAGS


def test_too_many_pixels_are_refused_before_they_are_read(settings):
    for width in (10_000, 30_000, 60_000):
        with pytest.raises(TooManyPixelsError):
            clean(vast_png(width))


def test_the_frames_of_an_animation_count_together(settings):
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 120 * 80 * 2

    assert clean(telling(Kind("GIF", "gif")))
    with pytest.raises(TooManyPixelsError):
        clean(telling(Kind("GIF", "gif", 3)))


@given(
    st.integers(1, 8),
    *[st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=30)] * 3,
)
def test_words_are_read_as_they_were_written(orientation, caption, by, rights):
    exif = write_exif(orientation=orientation, caption=caption, by=by, rights=rights)
    read = Image.Exif()
    read.load(b"Exif\0\0" + exif)

    assert read.get(ExifTags.Base.Orientation, 1) == orientation
    assert [_utf8(read.get(tag, "")) for tag in (0x010E, 0x013B, 0x8298)] == [caption, by, rights]


def _opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def _frames(content: bytes) -> list[tuple[bytes, int]]:
    found = []
    for frame in ImageSequence.Iterator(_opened(content)):
        pixels = ImageOps.exif_transpose(frame.convert("RGB")).tobytes()
        found.append((pixels, frame.info.get("duration", 0)))
    return found


def _unpacked(content: bytes) -> bytes:
    """Return what a PNG holds in packed texts."""
    found, place = b"", 8
    while content.startswith(b"\x89PNG") and place < len(content):
        length = int.from_bytes(content[place : place + 4], "big")
        if content[place + 4 : place + 8] in (b"zTXt", b"iTXt"):
            found += content[place : place + length + 12]
        place += length + 12
    return found


def _utf8(text: str) -> str:
    return text.encode("latin-1").decode() if text else ""


def _iptc(records: dict[int, str]) -> bytes:
    said = b"".join(
        b"\x1c\x02" + bytes((number,)) + struct.pack(">H", len(text.encode())) + text.encode()
        for number, text in records.items()
    )
    block = (
        b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">L", len(said)) + said + b"\0" * (len(said) % 2)
    )
    return b"\xff\xed" + struct.pack(">H", len(block) + 2) + block
