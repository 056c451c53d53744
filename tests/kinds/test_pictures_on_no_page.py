"""Only a picture that a page may show is announced when it changes."""

import io
from datetime import timedelta

import pytest
from django.core.files.images import ImageFile
from django.utils import timezone
from wagtail.images.models import Image

from broadsheet.newsroom.models import Article
from broadsheet.press.models import Change
from newsstand import publish
from picture_files import Kind, plain

UNSEEN = {
    "a draft": {"live": False},
    "an article that is killed": {"live": False, "killed_at": timedelta(hours=-1)},
    "an article under embargo": {"embargoed_until": timedelta(hours=1)},
}


@pytest.fixture
def picture(db, settings, tmp_path) -> Image:
    settings.MEDIA_ROOT, settings.UPLOADS = tmp_path / "media", tmp_path / "uploads"
    return Image.objects.create(title="Cranes", file=_photograph())


@pytest.mark.parametrize("place", ["lead", "text"])
@pytest.mark.parametrize("change", ["focus", "file", "delete"])
@pytest.mark.parametrize("who", [*UNSEEN, "nothing"])
def test_a_picture_that_no_page_shows_is_changed_in_silence(picture, who, place, change):
    if who in UNSEEN:
        _shown_by(picture, place, UNSEEN[who])
    last = Change.objects.count()
    _CHANGES[change](picture)

    assert Change.objects.count() == last


@pytest.mark.parametrize("place", ["lead", "text"])
@pytest.mark.parametrize("change", ["focus", "file", "delete"])
@pytest.mark.parametrize("fields", [{}, {"expire_at": timedelta(hours=-1)}], ids=["seen", "just over"])
def test_one_that_a_page_may_show_is_announced_wherever_it_stands(picture, fields, place, change):
    _shown_by(picture, place, fields)
    tag = f"picture:{picture.pk}"
    _CHANGES[change](picture)

    assert tag in Change.objects.latest("pk").tags.split()


def _focus(picture: Image) -> None:
    picture.focal_point_x = picture.focal_point_y = picture.focal_point_width = picture.focal_point_height = (
        90
    )
    picture.save()


def _replace(picture: Image) -> None:
    picture.file = _photograph()
    picture.save()


_CHANGES = {"focus": _focus, "file": _replace, "delete": lambda picture: picture.delete()}


def _shown_by(picture: Image, place: str, fields: dict) -> None:
    shows = (
        {"picture": picture, "picture_alt": "Cranes"}
        if place == "lead"
        else {"body": [("picture", {"image": picture, "alt": "Cranes", "caption": ""})]}
    )
    article = publish("Shows it", **shows)
    now = timezone.now()
    moments = {name: now + each if isinstance(each, timedelta) else each for name, each in fields.items()}
    Article.objects.filter(pk=article.pk).update(**moments)


def _photograph() -> ImageFile:
    return ImageFile(io.BytesIO(plain(Kind("JPEG", "jpg"))), name="cranes.jpg")
