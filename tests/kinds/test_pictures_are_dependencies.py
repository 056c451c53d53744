"""Pictures are dependencies: who shows one hears of its change, and nobody names a file that is not there."""

import io
import os
import re
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.images import ImageFile
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.images.models import Image

from broadsheet.newsroom.models import Article, Neighbour, RetiredRendition
from broadsheet.newsroom.pictures.policy import CONTENT_TYPES
from broadsheet.newsroom.pictures.retiring import SHORTEST, delete_with_files_at_once, kept_for
from broadsheet.newsroom.pictures.strays import remove_strays
from broadsheet.press.answers import cache_control
from broadsheet.press.models import Change
from broadsheet.process.metrics import AnswerKind
from broadsheet.serving.files import FileRoot
from broadsheet.site import printed_cards
from broadsheet.site.pictures import offer
from broadsheet.site.urls_showing import addresses
from broadsheet.worker.housekeeping import SWEEP_EVERY, Sweeper
from factories import make_section
from live_site import ask, shell
from newsstand import publish, publish_many
from picture_files import Kind, plain
from picture_scripts import BEGIN, MAKE, SCRIPTS
from prepared import paper_in
from reader import Reader
from served import Served, environment_of, serving, warm

# Wagtail leaves the temporary file of a new rendition to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
FILE = re.compile(r"/media/([\w.-]+)")
LISTS = ("/", "/section/town/", "/topic/cranes/", "/author/hana-ostrow/", "/search/", "/nowhere/")


@pytest.fixture
def picture(db, settings, tmp_path) -> Image:
    """A picture in folders of its own, which stands in a story as its lead, in another's text, and on cards."""
    settings.MEDIA_ROOT, settings.UPLOADS = tmp_path / "media", tmp_path / "uploads"
    printed_cards._remembered.clear()
    return Image.objects.create(title="Cranes", file=_photograph())


@pytest.fixture
def paths(picture) -> list[str]:
    """The addresses of all kinds of pages that show it."""
    about = {"section": make_section("Town"), "topics": ["Cranes"], "authors": ["Hana Ostrow"]}
    beside = publish("Shows it on a card", **about)
    leads = publish("Leads with it", picture=picture, picture_alt="Cranes", **about)
    publish_many(4, picture=picture, picture_alt="Cranes", section=about["section"])
    in_text = publish("Has it in the text", body=[_block(picture)], **about)
    Neighbour.objects.create(article=beside, neighbour=leads, position=0, score=1, parts={"words": ["quay"]})
    stories = [each.get_absolute_url() for each in (beside, leads, in_text)]
    day = "/".join(stories[1].split("/")[:4])
    return [*LISTS, *stories, f"{day}/"]


@pytest.fixture
def reader(picture) -> Reader:
    media = FileRoot(
        settings.MEDIA_URL, Path(settings.MEDIA_ROOT), (), AnswerKind.MEDIA,
        types=CONTENT_TYPES, tag_headers=("Surrogate-Key",),
    )  # fmt: skip
    return Reader(roots=(media,), tag_headers=("Surrogate-Key",))


def test_every_page_that_names_a_file_of_a_picture_has_its_tag(picture, paths, reader):
    tags = {path: reader.get(path).headers["Surrogate-Key"].split() for path in paths}
    named = {path: _named(reader, path) for path in paths}

    assert [path for path in paths if not named[path]] == []
    assert [path for path in paths if f"picture:{picture.pk}" not in tags[path]] == []


@pytest.mark.parametrize("change", ["focus", "file", "delete", "delete at once"])
def test_after_a_change_no_page_names_a_file_of_before(picture, paths, reader, change):
    before = {name for path in paths for name in _named(reader, path)}
    kept = {each.file.name for each in picture.renditions.all() if change == "focus" and _is_whole(each)}
    _CHANGES[change](picture)
    reader.look()
    after = {path: _named(reader, path) for path in paths}

    assert {path: names & before - kept for path, names in after.items() if names & before - kept} == {}
    assert [name for names in after.values() for name in names if not _file(name).exists()] == []
    assert any(after.values()) == (change in ("focus", "file"))


@pytest.mark.parametrize("ways", [("focus", "no focus"), ("file", "file"), ("focus", "file", "no focus")])
def test_what_comes_back_is_not_shown_by_the_files_of_before(picture, paths, reader, ways):
    _everything(reader, paths)
    for way in ways:
        # Nobody looks in between: what is as before must be told from what was never touched.
        _CHANGES[way](Image.objects.get(pk=picture.pk))
    reader.look()
    _everything(reader, paths)
    Sweeper().sweep(timezone.now() + kept_for())

    assert [name for name in _everything(reader, paths) if not _file(name).exists()] == []


def test_a_page_that_was_begun_before_makes_nothing_of_the_former_file(picture):
    as_read_before = Image.objects.get(pk=picture.pk)
    _CHANGES["file"](picture)

    # The former file is still there: who replaces a picture removes it last.
    assert Path(as_read_before.file.path).exists()
    assert offer(as_read_before, "lead") is None
    assert picture.renditions.count() == 0


@pytest.mark.parametrize("change", ["focus", "file"])
def test_a_change_costs_the_same_however_many_articles_show_the_picture(picture, change):
    publish_many(2, picture=picture, picture_alt="Cranes", body=[_block(picture)])
    few = _queries(lambda: _CHANGES[change](picture))
    publish_many(20, picture=picture, picture_alt="Cranes", body=[_block(picture)])
    _CHANGES["no focus"](picture)

    assert _queries(lambda: _CHANGES[change](picture)) == few


def test_what_no_page_shows_of_a_picture_announces_nothing(picture):
    last = Change.objects.count()
    picture.title = "Another"
    picture.description = "For the desk"
    picture.save()

    assert Change.objects.count() == last


@pytest.mark.parametrize("seconds", [1, 86_400])
def test_old_files_stay_as_long_as_any_page_that_was_sent(settings, seconds):
    settings.OPTIONS = replace(settings.OPTIONS, shared_cache_seconds=seconds)
    ages = re.findall(r"(?:s-maxage|stale-while-revalidate|stale-if-error)=(\d+)", cache_control(seconds))

    assert len(ages) == 3
    assert kept_for() >= max(SHORTEST, timedelta(seconds=sum(map(int, ages))))
    assert timedelta(minutes=10) <= SHORTEST


def test_until_then_nothing_sweeps_them_and_then_any_worker_does(picture, paths, reader):
    before = _everything(reader, paths)
    _CHANGES["file"](picture)
    _make_old(before)
    now = timezone.now()
    Sweeper().sweep(now + kept_for() - timedelta(seconds=60))
    remove_strays()
    meanwhile = {name for name in before if _file(name).exists()}
    # As after a restart: it knows nothing but what is in the database.
    Sweeper().sweep(now + kept_for() + timedelta(seconds=60))

    assert meanwhile == before
    assert {name for name in before if _file(name).exists()} == set()
    assert RetiredRendition.objects.count() == 0


def test_a_sweep_is_done_once_a_minute(picture, paths, reader, django_assert_num_queries):
    sweeper, now = Sweeper(), timezone.now()
    sweeper.sweep(now)
    with django_assert_num_queries(0):
        sweeper.sweep(now + SWEEP_EVERY / 2)


def test_a_file_that_cannot_be_removed_does_not_stand_in_the_way_of_others(picture, paths, reader):
    before = sorted(_everything(reader, paths))
    _CHANGES["file"](picture)
    _file(before[0]).unlink()
    _file(before[0]).joinpath("in the way").mkdir(parents=True)
    later = timezone.now() + kept_for()
    Sweeper().sweep(later)

    assert [name for name in before if _file(name).exists()] == before[:1]
    assert RetiredRendition.objects.get().until > later


def test_what_is_deleted_at_once_is_gone_from_disk_and_memory(
    picture, paths, reader, django_capture_on_commit_callbacks
):
    first = _everything(reader, paths)
    with django_capture_on_commit_callbacks(execute=True):
        _CHANGES["file"](picture)
    reader.look()
    every = first | _everything(reader, paths)
    answers = {name: reader.get(f"/media/{name}") for name in every}
    with django_capture_on_commit_callbacks(execute=True):
        delete_with_files_at_once(picture)
    reader.look()

    assert {each.status for each in answers.values()} == {200}
    assert {name: each.headers["Surrogate-Key"] for name, each in answers.items()} == {
        name: f"file:{name}" for name in every
    }
    assert {name: reader.get(f"/media/{name}").status for name in every} == dict.fromkeys(every, 404)
    assert [name for name in every if _file(name).exists()] == []
    assert [each for each in Path(settings.UPLOADS).rglob("*") if each.is_file()] == []


def test_caches_are_told_of_files_that_are_gone_at_once(picture, paths, reader):
    _everything(reader, paths)
    every, number = {each.name for each in Path(settings.MEDIA_ROOT).iterdir()}, picture.pk
    delete_with_files_at_once(picture)
    told = Change.objects.latest("pk").tags.split()

    assert set(told) == {f"gone:picture:{number}", *(f"gone:file:{name}" for name in every)}


def test_who_is_killed_while_deleting_at_once_leaves_the_rest_to_the_worker(picture, paths, reader):
    every = _everything(reader, paths)
    # Its transaction is committed, and nothing is done after it.
    with transaction.atomic():
        delete_with_files_at_once(picture)
    Sweeper().sweep(timezone.now())

    assert [name for name in every if _file(name).exists()] == []


def test_caches_that_know_addresses_alone_are_told_where_a_picture_stands(picture, paths):
    known = addresses([f"picture:{picture.pk}", "file:0123.webp"])
    told = {each.removeprefix(settings.BASE_URL) for each in known}

    assert {paths[7], paths[8], "/", "/section/town/", "/media/0123.webp"} <= told


@pytest.mark.parametrize(
    "fault",
    ["original is gone", "original is broken", "renditions are gone", "renditions are empty", "all is gone"],
)
def test_a_picture_whose_files_are_missing_costs_no_page(picture, paths, reader, fault):
    before = _everything(reader, paths) if "renditions" in fault or "all" in fault else set()
    _FAULTS[fault](picture)
    printed_cards._remembered.clear()
    # As after a restart.
    again = Reader()
    statuses = {path: again.get(path).status for path in paths}
    named = _everything(again, paths)

    assert {path for path, status in statuses.items() if status != 200} == {"/nowhere/"}
    assert [name for name in named if not _file(name).read_bytes()] == []
    assert bool(named) == fault.startswith("renditions")
    assert not named & before
    assert '<figure class="body-picture"></figure>' not in "".join(again.get(path).text for path in paths)


def test_what_a_picture_shows_is_still_said_when_its_files_are_there_again(picture, paths, reader):
    original = Path(picture.file.path)
    content = original.read_bytes()
    original.unlink()
    without = reader.read(paths[7])
    original.write_bytes(content)
    _CHANGES["focus"](picture)
    reader.look()

    assert "<img" not in without
    assert 'alt="Cranes"' in reader.read(paths[7])
    assert Article.objects.filter(picture=picture, picture_alt="Cranes").count() == 5


@pytest.mark.slow
def test_a_crawl_finds_no_dead_file_a_second_after_a_change(tmp_path):
    paper = paper_in(tmp_path / "var")
    with serving(paper.folder) as served:
        at = environment_of(paper.folder, served.port)
        paths = ["/", *shell(at, f"{BEGIN}\n{MAKE}").split()]
        warm(served, paths)
        crawls, printed = {"before": _crawled(served, paths)}, {}
        for change, script in SCRIPTS.items():
            printed[change] = shell(at, f"{BEGIN}\n{script}").split()
            time.sleep(1)
            crawls[change] = _crawled(served, paths)
        former = set(printed["delete"])
        left = {name for name in former.union(*crawls.values()) if _status(served, name) == 200}

    dead = [(change, name) for change, crawl in crawls.items() for name in crawl if crawl[name] != 200]
    assert dead == []
    shown = [set(crawl) for crawl in crawls.values()]
    assert [bool(names) for names in shown] == [True, True, True, True, False]
    assert not shown[2] & shown[0]
    # Files of the one that was deleted stay for a while, and no page names them.
    assert shown[2] & former and not shown[3] & former
    assert former <= left and not left & shown[3]


def _crawled(served: Served, paths: list[str]) -> dict[str, int]:
    """Return the status of every file that pages name, as both workers of the web server have these pages."""
    pages = [ask(served.port, path)[2] for path in 8 * paths]
    named = {name for page in pages for name in FILE.findall(page)}
    return {name: _status(served, name) for name in named}


def _status(served: Served, name: str) -> int:
    return ask(served.port, f"/media/{name}", method="HEAD")[0]


def _named(reader: Reader, path: str) -> set[str]:
    return set(FILE.findall(reader.get(path).text))


def _everything(reader: Reader, paths: list[str]) -> set[str]:
    return {name for path in paths for name in _named(reader, path)}


def _file(name: str) -> Path:
    return Path(settings.MEDIA_ROOT) / name


def _is_whole(rendition) -> bool:
    return rendition.filter_spec.startswith("max-")


def _block(picture: Image) -> tuple[str, dict]:
    return "picture", {"image": picture, "alt": "Cranes", "caption": ""}


def _make_old(names: set[str]) -> None:
    for name in names:
        os.utime(_file(name), (0, 0))


def _queries(do: Callable[[], None]) -> int:
    with CaptureQueriesContext(connection) as seen:
        do()
    return len(seen)


def _focus(picture: Image) -> None:
    picture.focal_point_x = picture.focal_point_y = picture.focal_point_width = picture.focal_point_height = (
        90
    )
    picture.save()


def _unfocus(picture: Image) -> None:
    picture.focal_point_x = picture.focal_point_y = None
    picture.focal_point_width = picture.focal_point_height = None
    picture.save()


def _replace(picture: Image) -> None:
    picture.file = _photograph()
    picture.save()


def _photograph() -> ImageFile:
    # No larger than it must be to lead a page: of a plain picture the renditions cost little.
    return ImageFile(io.BytesIO(plain(Kind("JPEG", "jpg"), size=(1200, 800))), name="cranes.jpg")


_CHANGES = {
    "focus": _focus,
    "no focus": _unfocus,
    "file": _replace,
    "delete": lambda picture: picture.delete(),
    "delete at once": delete_with_files_at_once,
}


def _lose_renditions(picture: Image) -> None:
    for each in Path(settings.MEDIA_ROOT).iterdir():
        each.unlink()


def _empty_renditions(picture: Image) -> None:
    for each in Path(settings.MEDIA_ROOT).iterdir():
        each.write_bytes(b"")


def _lose_all(picture: Image) -> None:
    _lose_renditions(picture)
    Path(picture.file.path).unlink()


_FAULTS = {
    "original is gone": lambda picture: Path(picture.file.path).unlink(),
    "original is broken": lambda picture: Path(picture.file.path).write_bytes(b"\xff\xd8\xff\xe0 broken"),
    "renditions are gone": _lose_renditions,
    "renditions are empty": _empty_renditions,
    "all is gone": _lose_all,
}
