"""What readers get of a picture has a name that tells nothing, and goes when the picture changes or goes."""

import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image as Opened
from wagtail.images.models import Image

from broadsheet.newsroom.pictures.cleaning import NotAPictureError
from broadsheet.newsroom.pictures.retiring import kept_for, sweep
from broadsheet.newsroom.pictures.strays import remove_strays
from broadsheet.press.models import Change
from factories import make_article
from hostile_files import DISGUISED, OWN_NAMES
from picture_files import KINDS, SECRETS, Kind, telling

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the closing of renditions' temporary files to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
SPECS = (
    "max-165x165",
    "fill-60x60",
    "fill-60x60|format-webp",
    "max-50x50|format-jpeg",
    "max-50x50|format-png",
    "original",
)
ANONYMOUS = re.compile(r"[0-9a-f]{32}\.(avif|gif|jpg|png|webp)")


@pytest.fixture(autouse=True)
def nothing_is_remembered():
    """Wagtail remembers renditions by the numbers of pictures, which other tests had as well."""
    cache.clear()


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_no_rendition_says_anything_whatever_its_format(folders, kind):
    picture = _kept(kind)
    made = [Path(picture.get_rendition(spec).file.path).read_bytes() for spec in SPECS]

    assert [secret for secret in SECRETS for each in made if secret in each] == []
    assert [dict(Opened.open(io.BytesIO(each)).getexif()) for each in made] == [{}] * len(SPECS)


def test_the_name_of_a_rendition_follows_from_nothing(folders):
    picture, other = (
        _kept(KINDS[0], name="informant-at-quay.jpg"),
        _kept(KINDS[0], name="informant-at-quay.jpg"),
    )
    names = [each.get_rendition(spec).file.name for each in (picture, other) for spec in SPECS]

    assert [name for name in names if not ANONYMOUS.fullmatch(name)] == []
    assert len(set(names)) == len(names) == len(list(folders.joinpath("public/media").iterdir()))


def test_a_rendition_keeps_its_name(folders):
    picture = _kept(KINDS[0])
    first = picture.get_rendition("fill-60x60").url
    cache.clear()

    assert Image.objects.get(pk=picture.pk).get_rendition("fill-60x60").url == first


def test_only_renditions_lie_in_the_public_folder(folders):
    _kept(KINDS[0]).get_rendition("fill-60x60")

    assert [each.stat().st_mode & 0o777 for each in _public(folders)] == [0o644]
    assert folders.joinpath("public/media").stat().st_mode & 0o777 == 0o755
    private = [each for each in folders.joinpath("uploads").rglob("*") if each.is_file()]
    assert [each.stat().st_mode & 0o077 for each in (*private, *private[0].parents[:2])] == [0, 0, 0]


def test_deleting_a_picture_deletes_its_original_and_leaves_what_pages_name_for_a_while(folders, committed):
    picture = _kept(KINDS[0])
    named = picture.get_rendition("fill-60x60").file.name
    with committed():
        picture.delete()

    assert [each.name for each in folders.rglob("*") if each.is_file()] == [named]
    assert _after_their_time(folders) == set()


def test_another_file_takes_the_renditions_of_the_former_with_it(folders, committed):
    picture = _kept(KINDS[0])
    former = {picture.get_rendition(spec).file.name for spec in SPECS}
    with committed():
        picture.file = _file(Kind("PNG", "png"))
        picture.save()
    new = {picture.get_rendition(spec).file.name for spec in SPECS}

    assert {each.name for each in _public(folders)} == new | former
    assert _after_their_time(folders) == new
    assert len(list(folders.joinpath("uploads/original_images").iterdir())) == 1


def test_another_focus_takes_what_was_cut_by_the_former_with_it(folders, committed):
    picture = _kept(KINDS[0])
    cut, whole = picture.get_rendition("fill-60x60").file.name, picture.get_rendition("max-50x50").file.name
    with committed():
        picture.focal_point_x = picture.focal_point_y = 10
        picture.focal_point_width = picture.focal_point_height = 20
        picture.save()
    new = picture.get_rendition("fill-60x60").file.name

    assert {each.name for each in _public(folders)} == {cut, new, whole}
    assert _after_their_time(folders) == {new, whole}


@pytest.mark.parametrize("change", ["focus", "file", "delete"])
def test_one_tag_is_announced_for_a_changed_picture_however_many_articles_show_it(folders, change):
    picture = _kept(KINDS[0])
    for _number in range(3):
        make_article(
            picture=picture,
            picture_alt="A crane",
            body=[("picture", {"image": picture, "alt": "A crane", "caption": ""})],
        )
    number, last = picture.pk, Change.objects.latest("pk").pk
    _CHANGES[change](picture)

    assert [*Change.objects.filter(pk__gt=last).values_list("tags", flat=True)] == [
        f"picture:{number} sitemaps"
    ]


def test_a_title_changes_no_rendition_and_no_page(folders):
    picture = _kept(KINDS[0])
    make_article(picture=picture, picture_alt="A crane")
    name, changes = picture.get_rendition("fill-60x60").file.name, Change.objects.count()
    picture.title = "Another"
    picture.save()

    assert [each.name for each in _public(folders)] == [name] and Change.objects.count() == changes


@pytest.mark.parametrize("name", [*DISGUISED, *OWN_NAMES])
def test_nothing_but_pictures_is_kept_whichever_way_it_comes(folders, name):
    file = ImageFile(io.BytesIO((DISGUISED | OWN_NAMES)[name]), name=name.replace("-as", ""))
    with pytest.raises(NotAPictureError):
        Image(title="x", width=1, height=1).file.save(file.name, file, save=False)

    assert [each for each in folders.rglob("*") if each.is_file()] == []


def test_files_that_no_row_knows_go_after_an_hour(folders):
    picture = _kept(KINDS[0])
    known = picture.get_rendition("fill-60x60").file.name
    stray = folders / "public/media" / f"{'0' * 32}.webp"
    stray.write_bytes(b"left behind")
    fresh = remove_strays()

    assert (fresh, remove_strays(untouched_for=timedelta(seconds=-5))) == (0, 1)
    assert [each.name for each in _public(folders)] == [known]


def _after_their_time(folders: Path) -> set[str]:
    """Return what is left of the files for readers when the worker has swept."""
    sweep(timezone.now() + kept_for())
    return {each.name for each in _public(folders)}


def _kept(kind: Kind, *, name: str = "whistle") -> Image:
    return Image.objects.create(title="Whistle", file=_file(kind, name=name))


def _file(kind: Kind, *, name: str = "whistle") -> ImageFile:
    return ImageFile(io.BytesIO(telling(kind)), name=f"{Path(name).stem}.{kind.suffix}")


def _public(folders: Path) -> list[Path]:
    return [each for each in folders.joinpath("public").rglob("*") if each.is_file()]


def _refocus(picture: Image) -> None:
    picture.focal_point_x = picture.focal_point_y = picture.focal_point_width = picture.focal_point_height = 9
    picture.save()


def _replace(picture: Image) -> None:
    picture.file = _file(Kind("PNG", "png"))
    picture.save()


_CHANGES = {"focus": _refocus, "file": _replace, "delete": lambda picture: picture.delete()}
