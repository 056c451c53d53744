"""The worker makes all files of a picture that pages show, and no reader waits for it."""

import re
import time
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image as Pillow
from wagtail.images.models import Image

from broadsheet.newsroom.pictures.shapes import HAS_AVIF
from broadsheet.press.models import Change
from broadsheet.worker.picture_files import LOOK_EVERY, PictureFiles
from factories import make_edition
from newsstand import publish, read, take_picture

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
PATIENCE_SECONDS = 60
AVIF = re.compile(r'<source type="image/avif" srcset="([^"]+)"')


@pytest.fixture
def story(settings, tmp_path):
    settings.UPLOADS, settings.MEDIA_ROOT = tmp_path / "uploads", tmp_path / "media"
    make_edition("en", is_main=True)
    return publish("The bridge opens", picture=take_picture(), picture_alt="Two cranes")


def test_a_page_that_is_read_makes_the_first_files_alone(story):
    page = read(story.get_absolute_url())

    assert "image/avif" not in page and "/media/" in page
    assert {*Image.objects.get().renditions.values_list("filter_spec", flat=True)} == {
        "fill-400x267|format-webp|webpquality-76",
        "fill-800x534|format-webp|webpquality-76",
        "max-640x900|format-webp|webpquality-76",
        "max-1280x1800|format-webp|webpquality-76",
    }


@pytest.mark.skipif(not HAS_AVIF, reason="Pillow is built without AVIF here")
def test_the_worker_makes_the_others_and_the_page_is_made_again(story):
    read(story.get_absolute_url())
    before = Change.objects.count()
    complete()
    page = read(story.get_absolute_url())

    assert [*Change.objects.values_list("tags", flat=True)[before:]] == [
        f"picture:{story.picture_id} sitemaps"
    ]
    assert re.findall(r"(\d+)w", AVIF.search(page)[1]) == ["640", "900", "1280", "1600"]
    assert re.search(
        r'og:image" content="[^"]+\.jpg">\n<meta property="og:image:width" content="1200">', page
    )


def test_what_is_made_is_what_its_name_says(story):
    read(story.get_absolute_url())
    complete()
    made = [(each.filter_spec, Pillow.open(each.file.path)) for each in Image.objects.get().renditions.all()]

    assert len(made) >= 5
    assert [spec for spec, file in made if f"format-{file.format.lower()}|" not in spec] == []
    assert {file.width for _spec, file in made} == {400, 560, 640, 800, 900, 1120, 1200, 1280, 1600}


def test_once_all_is_made_nothing_is_announced_again(story):
    read(story.get_absolute_url())
    complete()
    changes = Change.objects.count()
    complete()

    assert Change.objects.count() == changes


def test_a_picture_that_was_replaced_meanwhile_keeps_no_file_of_before(story):
    read(story.get_absolute_url())
    worker = PictureFiles()
    worker.complete(timezone.now())
    picture = Image.objects.get()
    picture.file = take_picture("harbour.jpg").file
    picture.save()
    finish(worker)

    assert Image.objects.get(pk=picture.pk).renditions.count() == 0


def test_a_broken_original_leaves_the_page_as_it_is(story, caplog):
    before = read(story.get_absolute_url())
    Path(Image.objects.get().file.path).write_bytes(b"\xff\xd8\xff\xe0 broken")
    complete()

    assert "Not all files of picture" in caplog.text
    assert Client().get(story.get_absolute_url()).content.decode() == before


def complete() -> None:
    finish(PictureFiles())


def finish(worker: PictureFiles) -> None:
    """Let the worker do its duty until it has nothing more to do."""
    until, now = time.monotonic() + PATIENCE_SECONDS, timezone.now()
    while worker.complete(now) or worker.is_busy:
        assert time.monotonic() < until
        time.sleep(0.01)
        now += LOOK_EVERY
