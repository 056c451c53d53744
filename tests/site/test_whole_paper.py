"""What the whole paper shows and says is on every page, in every file that machines look for, and nowhere twice."""

import io
import json
import re

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from broadsheet.newsroom.actions.changing_paper import change_paper
from broadsheet.newsroom.models import PaperFile
from broadsheet.newsroom.paper import crawlers, files
from broadsheet.newsroom.paper.site_settings import SiteSettings
from broadsheet.newsroom.paper.uploads import take_icon, take_logo, take_share
from broadsheet.site import icons, names
from broadsheet.site.icons import first_letter, letter_icon
from broadsheet.site.views.missing import server_error
from broadsheet.worker.housekeeping import Housekeeping
from factories import NOW, make_edition, make_section
from hostile_logos import SHAPE, svg
from newsstand import publish, publish_many
from picture_files import Kind, plain
from reader import Reader

pytestmark = pytest.mark.django_db

PNG = Kind("PNG", "png")
FILES = [
    "/favicon.ico",
    "/icon.svg",
    "/apple-touch-icon.png",
    "/icon-144.png",
    "/icon-192.png",
    "/icon-512.png",
    "/site.webmanifest",
]


@pytest.fixture
def paths() -> list[str]:
    edition = make_edition("en", name="The Narrin Lantern")
    make_edition("fa", name="فانوس نارین")
    stories = publish_many(
        4, section=make_section("Town", edition=edition), authors=["Ann Lee"], topics=["Harbour"]
    )
    return [
        "/", stories[0].get_absolute_url(), "/section/town/", "/topic/harbour/", "/author/ann-lee/", "/archive/", "/search/?q=crane",
        "/nothing/here/", "/fa/", "/fa/archive/",
    ]  # fmt: skip


@pytest.fixture
def branded() -> SiteSettings:
    """Settings that change everything."""
    return SiteSettings(
        logo=take_logo(svg(SHAPE), now=NOW).picture,
        logo_dark=take_logo(svg(SHAPE + SHAPE), now=NOW).picture,
        icon=take_icon(plain(PNG, size=(600, 600)), now=NOW).picture,
        share=take_share(plain(PNG, size=(1300, 700)), now=NOW).picture,
        typeface="sans",
        accent="#0b4f8a",
        accounts=("https://social.example/@lantern",),
        crawlers="refuse",
        ads="example.com, 1, DIRECT",
        security="Contact: mailto:x@example.org\nExpires: 2030-01-01T00:00:00Z",
    )


def test_a_paper_that_changed_nothing_has_nothing_of_its_own(paths):
    pages = [Client().get(path).content.decode() for path in paths]

    assert [each for each in pages if "/paper/" in each or "<picture" in each or 'rel="me"' in each] == []


def test_a_change_is_on_every_page_when_the_press_hears_of_it(paths, branded):
    reader = Reader()
    before = {path: reader.get(path) for path in paths}
    change_paper(branded, by=None, now=NOW)
    reader.look()
    after = {path: reader.get(path).text for path in paths}

    assert [each.text for each in before.values() if "/paper/" in each.text] == []
    wanted = (
        branded.logo.name,
        branded.logo_dark.name,
        branded.share.name,
        "/paper/style-",
        'rel="me" dir="ltr" href="https://social.example/@lantern"',
    )
    assert {path: [each for each in wanted if each not in page] for path, page in after.items()} == {
        path: [] for path in paths
    }


def test_going_back_is_on_every_page_as_well(paths, branded):
    reader = Reader()
    plain_pages = {path: reader.get(path).text for path in paths}
    change_paper(branded, by=None, now=NOW)
    reader.look()
    changed = {path: reader.get(path).text for path in paths}
    change_paper(SiteSettings(), by=None, now=NOW)
    reader.look()

    assert all(changed[path] != page for path, page in plain_pages.items())
    assert {path: reader.get(path).text for path in paths} == plain_pages


def test_no_page_costs_a_query_more(paths, branded):
    counts = {path: _queries(path) for path in paths}
    change_paper(branded, by=None, now=NOW)

    assert {path: _queries(path) for path in paths} == counts


def test_files_are_handed_out_as_what_they_are_for_a_year_and_run_nothing(paths, branded):
    change_paper(branded, by=None, now=NOW)
    reader = Reader()
    page = reader.read("/")
    served = {address: reader.get(address) for address in set(re.findall(r"/paper/[\w.-]+", page))}

    assert len(served) == 4
    assert {each.headers["Cache-Control"] for each in served.values()} == {
        "public, max-age=31536000, immutable"
    }
    assert {each.headers["X-Content-Type-Options"] for each in served.values()} == {"nosniff"}
    kinds = {address.rpartition(".")[2]: each.headers["Content-Type"] for address, each in served.items()}
    assert kinds == {"svg": "image/svg+xml", "jpg": "image/jpeg", "css": "text/css; charset=utf-8"}
    policies = {
        each.headers["Content-Security-Policy"]
        for address, each in served.items()
        if not address.endswith(".css")
    }
    assert policies == {"sandbox; default-src 'none'"}


@pytest.mark.parametrize(
    "name", ["x.svg", "logo-00000000000000000000.svg", "..%2fsecret-key", "logo-\x00.svg", "a" * 300]
)
def test_other_names_are_not_there(paths, name):
    assert Client().get(f"/paper/{name}").status_code == 404


def test_whoever_has_a_page_from_before_gets_the_style_of_now_for_a_moment(paths, branded):
    change_paper(branded, by=None, now=NOW)
    reader = Reader()
    address = re.search(r"/paper/style-[\w.-]+", reader.read("/"))[0]
    change_paper(SiteSettings(accent="#123456"), by=None, now=NOW)
    reader.look()
    answer = reader.get(address)

    assert "#123456" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_made_up_addresses_of_the_style_take_no_place_in_the_cache(paths, branded):
    change_paper(branded, by=None, now=NOW)
    reader = Reader()
    answers = [reader.get(f"/paper/style-{number:016x}.css") for number in range(3)]

    assert {(each.status, each.headers["Cache-Control"]) for each in answers} == {(200, "no-store")}
    assert len(reader.press.cache) == 0


def test_colours_hold_on_light_and_on_dark_pages(paths):
    change_paper(SiteSettings(accent="#0b4f8a", accent_dark="#9cd0ff", typeface="serif"), by=None, now=NOW)
    client = Client()
    sheet = client.get(
        re.search(r"/paper/style-[\w.-]+", client.get("/").content.decode())[0]
    ).content.decode()

    assert re.findall(r"--accent: (#\w+)", sheet) == ["#0b4f8a", "#9cd0ff"]
    assert 'font-family: Charter, "Bitstream Charter"' in sheet
    assert "&quot;" not in sheet


def test_a_typeface_that_is_not_shipped_any_more_is_the_default(paths):
    change_paper(SiteSettings(typeface="gone"), by=None, now=NOW)

    assert "/paper/" not in Client().get("/").content.decode()


def test_icons_are_the_first_letter_on_the_accent_until_there_is_one(paths, branded):
    reader = Reader()
    lettered = {path: reader.get(path) for path in FILES}
    change_paper(branded, by=None, now=NOW)
    reader.look()
    own = {path: reader.get(path) for path in FILES}

    assert [each.status for each in lettered.values()] == [200] * len(FILES)
    assert ">T</text>" in lettered["/icon.svg"].text
    assert own["/icon.svg"].status == 404 and 'href="/icon.svg"' not in reader.read("/")
    sizes = {path: Image.open(io.BytesIO(own[path].body)).size for path in FILES if path.endswith("png")}
    assert sizes == {
        "/apple-touch-icon.png": (180, 180),
        "/icon-144.png": (144, 144),
        "/icon-192.png": (192, 192),
        "/icon-512.png": (512, 512),
    }
    assert Image.open(io.BytesIO(own["/favicon.ico"].body)).info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    assert all(own[path].body != lettered[path].body for path in FILES if path != "/site.webmanifest")


def test_the_letter_follows_the_name_of_the_edition(paths):
    reader = Reader()
    before = {path: reader.get(path).body for path in FILES}
    edition = make_edition("en")
    edition.name = "Ördek"
    edition.save()
    reader.look()

    assert ">Ö</text>" in reader.read("/icon.svg")
    assert [path for path in FILES if reader.get(path).body == before[path]] == []


@pytest.mark.parametrize(
    ("name", "language", "letter"),
    [
        ("the gazette", "en", "T"),
        ("«Известия»", "ru", "И"),
        ("əsr", "az", "Ə"),
        ("iki sahil", "az", "İ"),
        ("istiqlal", "az-latn", "İ"),
        ("ılıca", "tr", "I"),
        ("il sole", "it", "I"),
        ("24 Hours", "en", "2"),
        ("فانوس", "fa", "ف"),
        ("ფარანი", "ka", "ფ"),
        ("—", "en", ""),
        ("ßA", "de", "ß"),
    ],
)
def test_the_first_letter_is_a_capital_where_there_is_one(name, language, letter):
    assert first_letter(name, language=language) == letter


def test_letters_of_three_scripts_are_drawn_and_others_are_lines_of_print():
    drawn = {letter: letter_icon(letter, "#8f1d14").tobytes() for letter in ("T", "Ə", "И", "ف", "")}

    assert len(set(drawn.values())) == 4
    assert drawn["ف"] == drawn[""]


def test_the_manifest_has_the_name_and_the_icons(paths):
    said = json.loads(Reader().read("/site.webmanifest"))

    assert (said["name"], said["lang"], said["dir"], said["start_url"]) == (
        "The Narrin Lantern",
        "en",
        "ltr",
        "/",
    )
    assert [each["src"] for each in said["icons"]] == ["/icon-192.png", "/icon-512.png"]


def test_feeds_show_the_icon(paths):
    feed = Reader().read("/section/town/feed/")

    assert re.search(
        r"<image><url>http\S+/icon-144\.png</url><title>The Narrin Lantern: Town</title><link>http\S+/section/town/</link></image>",
        feed,
    )


@pytest.mark.parametrize(
    ("rule", "refused"),
    [("allow", set()), ("refuse", crawlers.NAMES), ("some", {"GPTBot", "CCBot"})],
)
def test_crawlers_of_language_models_are_told_what_the_paper_wants(paths, rule, refused):
    change_paper(SiteSettings(crawlers=rule, refused=("GPTBot", "CCBot", "gone")), by=None, now=NOW)
    groups = [each.splitlines() for each in Reader().read("/robots.txt").split("\n\n")]
    closed = [group for group in groups if "Disallow: /" in group]

    assert {
        line.partition(": ")[2] for group in closed for line in group if line.startswith("User-agent")
    } == refused
    assert "User-agent: *" in groups[0] and "Disallow: /desk/" in groups[0]


@pytest.mark.parametrize("address", ["/ads.txt", "/.well-known/security.txt"])
def test_texts_for_machines_are_there_when_there_are_any(paths, branded, address):
    reader = Reader()
    before = reader.get(address).status
    change_paper(branded, by=None, now=NOW)
    reader.look()
    after = reader.get(address)

    assert (before, after.status, after.headers["Content-Type"]) == (404, 200, "text/plain; charset=utf-8")
    assert after.text.strip() in (branded.ads, branded.security)


def test_the_share_picture_stands_where_no_article_s_own_does(paths, branded, picture):
    change_paper(branded, by=None, now=NOW)
    own = publish("With a picture", picture=picture)
    shown = {
        path: _meta(Client().get(path).content.decode(), "og:image")
        for path in ("/", paths[1], own.get_absolute_url())
    }

    assert [len(each) for each in shown.values()] == [1, 1, 1]
    assert [branded.share.name in each[0] for each in shown.values()] == [True, True, False]


def test_articles_name_the_publisher_with_logo_and_accounts(paths, branded):
    change_paper(branded, by=None, now=NOW)
    page = Client().get(paths[1]).content.decode()
    said = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])

    assert said["publisher"]["sameAs"] == ["https://social.example/@lantern"]
    assert said["publisher"]["logo"]["url"].endswith("/icon-512.png")


def test_addresses_of_accounts_are_printed_as_text(paths):
    change_paper(SiteSettings(accounts=('https://x.example/"><script>1</script>',)), by=None, now=NOW)

    assert "<script>1" not in Client().get("/").content.decode()


@pytest.mark.parametrize(("error", "status"), [(OperationalError, 503), (ValueError, 500)])
def test_pages_of_failures_have_the_name_and_ask_nothing(paths, rf, django_assert_num_queries, error, status):
    Client().get("/")
    with django_assert_num_queries(0):
        try:
            raise error
        except error:
            answer = server_error(rf.get("/"))

    page = answer.content.decode()
    assert (answer.status_code, page.count("The Narrin Lantern"), 'href="/favicon.ico"' in page) == (
        status,
        2,
        True,
    )


def test_before_a_name_is_known_failures_go_without(rf, monkeypatch):
    monkeypatch.setattr(names, "_known", [""])

    assert "·" not in server_error(rf.get("/")).content.decode()


def test_files_that_nobody_uses_any_more_are_deleted_when_no_page_can_name_them(paths, branded):
    change_paper(branded, by=None, now=NOW)
    change_paper(SiteSettings(logo=branded.logo), by=None, now=NOW)
    tried = take_logo(svg(SHAPE * 3), now=NOW).picture.name
    soon = files.sweep(NOW)
    Housekeeping().tidy(timezone.now() + files.TRIED_FOR * 3)

    assert soon == 0
    assert [each.name for each in PaperFile.objects.all()] == [branded.logo.name]
    assert files.content_of(tried) is None


def test_a_file_that_is_used_again_stays(paths, branded):
    for settings in (branded, SiteSettings(), branded):
        change_paper(settings, by=None, now=NOW)
    files.sweep(NOW + files.TRIED_FOR * 3)

    assert {each.name for each in PaperFile.objects.all()} == branded.files


def test_a_face_of_ours_is_found():
    assert icons._face_with("T") is not None


def _meta(page: str, name: str) -> list[str]:
    return re.findall(rf'<meta property="{name}" content="([^"]*)"', page)


def _queries(path: str) -> int:
    with CaptureQueriesContext(connection) as said:
        Client().get(path)
    return len(said)
