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


@pytest.mark.parametrize(
    "named",
    [
        '<img src="Bridge%20closed_files/pier.svg">', "<img alt='A > B' src=Bridge%20closed_files/pier.svg>",
        '<img src="a.jpg" srcset="Bridge%20closed_files/pier.svg 1x, b.jpg 2x">', '<img data-src="./Bridge%20closed_files/pier.svg?v=2">',
        '<picture><source srcset="Bridge%20closed_files/pier.svg"></picture>', '<object data="Bridge%20closed_files/pier.svg"></object>',
    ],
)  # fmt: skip
def test_a_drawing_that_a_page_names_is_no_file_to_read(saved, named):
    drawing = saved / "Bridge closed_files" / "pier.svg"
    drawing.write_text("<svg xmlns='http://www.w3.org/2000/svg'></svg>")
    with (saved / "Bridge closed.html").open("a") as page:
        page.write(named)

    assert [each.name for each in files_in([saved]).files] == ["Bridge closed.html"]


def test_the_styles_and_scripts_of_a_page_are_counted_and_need_no_person(saved):
    files = saved / "Bridge closed_files"
    (files / "paper.css").write_text("p { margin: 0 }")
    (files / "count.js").write_text("count()")
    with (saved / "Bridge closed.html").open("a") as page:
        page.write('<link rel=stylesheet href="Bridge%20closed_files/paper.css">')
        page.write('<script src="Bridge%20closed_files/count.js"></script>')
    report = _imported(saved)

    assert (report.added, report.needs_a_person, report.kinds["parts of pages"]) == (1, False, 2)


def test_a_drawing_that_no_page_names_needs_a_person(saved):
    (saved / "pier.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'></svg>")
    report = _imported(saved)

    assert (report.added, report.unreadable) == (1, 1)


@pytest.mark.parametrize("name", ["story.jsonl", "feed.xml", "other.html", "page.txt", "letter"])
def test_what_may_be_a_story_is_read_though_a_page_names_it_as_its_picture(saved, name):
    (saved / name).write_text("anything")
    with (saved / "Bridge closed.html").open("a") as page:
        page.write(f'<img src="{name}">')

    assert saved / name in files_in([saved]).files


def _imported(path: Path) -> Report:
    found = files_in([path])
    return import_files(found.files, left_out=[*found.left_out, *found.beside])
