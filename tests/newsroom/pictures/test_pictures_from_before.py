"""A site from before keeps its pictures, and nothing of them stays where anybody could guess it."""

import io
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.images import ImageFile
from wagtail.images.models import Image

from broadsheet.newsroom.pictures.moving import take_over
from picture_files import KINDS, telling

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
SPECS = ("fill-60x60", "max-50x50")


@pytest.fixture
def former(folders) -> Path:
    """A media folder as it was: originals, renditions, portraits and documents, all of it public."""
    cache.clear()
    folder = folders / "media"
    picture = Image.objects.create(
        title="x", file=ImageFile(io.BytesIO(telling(KINDS[0])), name="whistle.jpg")
    )
    (folder / "images").mkdir(parents=True)
    for spec in SPECS:
        rendition = picture.get_rendition(spec)
        name = f"images/whistle.{spec}.jpg"
        Path(rendition.file.path).rename(folder / name)
        type(rendition).objects.filter(pk=rendition.pk).update(file=name)
    (folders / "uploads/original_images").rename(folder / "original_images")
    for name in ("avatar_images/me.png", "documents/minutes.html", "images/stray.jpg"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(name)
    cache.clear()
    return folder


def test_all_is_in_its_place_and_the_former_folder_is_gone(former, folders):
    take_over(former)

    picture = Image.objects.get()
    assert picture.file.read() and picture.file.close() is None
    assert {each.relative_to(folders).as_posix() for each in folders.rglob("*") if each.is_file()} == {
        "uploads/original_images/whistle.jpg",
        "uploads/avatar_images/me.png",
        "uploads/documents/minutes.html",
        *(f"public/media/{each.file.name}" for each in picture.renditions.all()),
    }
    assert not former.exists() and picture.renditions.count() == len(SPECS)


def test_renditions_are_renamed_and_not_made_again(former):
    before = dict(Image.objects.get().renditions.values_list("pk", "file"))
    take_over(former)
    after = dict(Image.objects.get().renditions.values_list("pk", "file"))

    assert before.keys() == after.keys()
    assert not [name for name in after.values() if "whistle" in name or "/" in name]


def test_a_rendition_whose_file_is_gone_is_made_again_when_it_is_wanted(former):
    (former / "images/whistle.fill-60x60.jpg").unlink()
    take_over(former)

    assert [each.filter_spec for each in Image.objects.get().renditions.all()] == ["max-50x50"]


def test_what_was_broken_off_is_brought_to_an_end(former, folders):
    saved = folders / "uploads/avatar_images"
    saved.mkdir(parents=True)
    (former / "avatar_images/me.png").rename(saved / "me.png")
    take_over(former)
    take_over(former)

    assert (saved / "me.png").read_text() == "avatar_images/me.png" and not former.exists()


def test_a_new_site_has_nothing_to_move(folders):
    take_over(folders / "media")

    assert list(folders.iterdir()) == []
