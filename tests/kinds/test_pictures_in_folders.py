"""A folder of saved pages is imported with the pictures beside them: each is its story's, and none is read as a story."""

from pathlib import Path

import pytest
from wagtail.images.models import Image

from broadsheet.newsroom.models import Article
from broadsheet.wire.folders import files_in, is_picture
from broadsheet.wire.importer import Report, import_files
from factories import make_edition
from picture_files import KINDS, Kind, plain

PARAGRAPH = "The council of Narrin closed the bridge on Monday after inspectors had found cracks in its northern pier."
TEXTS = ["BMW opens a plant in Narrin", "GIF or JPEG? The council decides", "<html></html>", "{}", ""]


@pytest.fixture
def saved(db, settings, tmp_path) -> Path:
    """A folder with a page as browsers save it, whose pictures are in a folder beside it."""
    settings.MEDIA_ROOT, settings.UPLOADS = tmp_path / "media", tmp_path / "uploads"
    make_edition()
    folder = tmp_path / "saved"
    files = folder / "Bridge closed_files"
    files.mkdir(parents=True)
    figure = '<figure><img src="Bridge%20closed_files/pier.jpg" alt="A pier"></figure>'
    page = f"<article><h1>Bridge closed</h1><p>{PARAGRAPH}</p>{figure}<p>{PARAGRAPH}</p></article>"
    (folder / "Bridge closed.html").write_text(f"<html lang=en><body>{page}</body></html>")
    (files / "pier.jpg").write_bytes(plain(Kind("JPEG", "jpg")))
    (files / "thumb.php").write_bytes(plain(Kind("PNG", "png")))
    return folder


def test_a_folder_of_saved_pages_needs_no_person(saved):
    report = _imported(saved)

    assert (report.added, report.unreadable, report.needs_a_person) == (1, 0, False)
    assert Image.objects.count() == 1
    assert [block.block_type for block in Article.objects.get().body].count("picture") == 1


def test_the_report_says_how_many_pictures_there_were(saved):
    report = _imported(saved)

    assert report.lines == ["note: saved: pictures, which come in with the stories that show them: 2"]
    assert report.kinds == {"published": 1, "pictures in folders": 2}


def test_a_picture_that_is_named_itself_is_refused(saved):
    report = _imported(saved / "Bridge closed_files" / "pier.jpg")

    assert (report.added, report.unreadable) == (0, 1)


def test_a_folder_with_pictures_alone_holds_no_story(saved):
    report = _imported(saved / "Bridge closed_files")

    assert (report.added, report.unreadable, report.needs_a_person) == (0, 1, True)


@pytest.mark.parametrize("name", ["photo", "thumb.php", "photo.html"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.suffix)
def test_a_picture_is_one_whatever_its_name(tmp_path, kind, name):
    path = tmp_path / name
    path.write_bytes(plain(kind))

    assert is_picture(path)


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_none_however_it_begins(tmp_path, text):
    path = tmp_path / "page.txt"
    path.write_text(text)

    assert not is_picture(path)


def _imported(path: Path) -> Report:
    found = files_in([path])
    return import_files(found.files, left_out=[*found.left_out, *found.beside])
