"""The screen of the whole paper: tried in a preview, then saved; what cannot be used is refused with a sentence."""

import html
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from newsdesk import Newsdesk
from wagtail.models import ModelLogEntry

from broadsheet.desk.paper_form import PICTURES
from broadsheet.newsroom.actions.changing_paper import change_paper, stored_site_settings
from broadsheet.newsroom.models import PaperFile, PaperSettings
from broadsheet.newsroom.paper.site_settings import SiteSettings
from factories import NOW, make_edition
from hostile_logos import ACTING, SHAPE, svg
from picture_files import Kind, plain

pytestmark = pytest.mark.django_db

SCREEN = "/desk/paper/"
WITHOUT_CHANGE = {
    "typeface": "playfair",
    "accent": "#8f1d14",
    "accent_dark": "#f29d87",
    "accounts": "",
    "crawlers": "allow",
    "ads": "",
    "security": "",
}


def test_a_form_that_nobody_touched_changes_nothing(editor):
    answer = send(editor, "save")

    assert (answer.status_code, stored_site_settings()) == (302, SiteSettings())
    assert ModelLogEntry.objects.count() == 0


def test_all_that_is_chosen_is_saved_and_logged(editor):
    send(editor, "save", **everything())
    site_settings = stored_site_settings()
    [entry] = ModelLogEntry.objects.all()

    assert {name: bool(getattr(site_settings, name)) for name in PICTURES} == dict.fromkeys(PICTURES, True)
    assert (site_settings.typeface, site_settings.accent, site_settings.accent_dark) == (
        "sans",
        "#0b4f8a",
        "",
    )
    assert site_settings.accounts == ("https://social.example/@lantern", "https://video.example/lantern")
    assert (site_settings.crawlers, site_settings.refused) == ("some", ("GPTBot",))
    assert (site_settings.ads, site_settings.security) == (
        "example.com, 1, DIRECT",
        "Contact: mailto:x@example.org\nExpires: 2030-01-01T00:00:00Z",
    )
    assert (entry.action, entry.user, "accent" in entry.data["changed"]) == (
        "desk.change_paper",
        editor.user,
        True,
    )
    assert entry.message.startswith("The paper changed: logo, logo_dark, icon, share, typeface, accent")


def test_a_preview_changes_nothing_for_readers_and_shows_both_schemes(editor):
    shown = send(editor, "preview", **everything()).content.decode()
    frames = re.findall(r'<iframe src="([^"]+)"', shown)
    pages = [editor.client.get(each) for each in frames]
    sheets = [
        editor.client.get(re.search(r"/desk/paper/preview/\w+\.css", each.content.decode())[0])
        for each in pages
    ]

    assert stored_site_settings() == SiteSettings() and "/paper/" not in Client().get("/").content.decode()
    assert frames == ["/desk/paper/preview/light/", "/desk/paper/preview/dark/"]
    assert ["/paper/logo-" in each.content.decode() for each in pages] == [True, True]
    assert [each for each in (*pages, *sheets) if "no-store" not in each.headers["Cache-Control"]] == []
    assert [re.findall(r"color-scheme: (\w+);", each.content.decode())[-1] for each in sheets] == [
        "light",
        "dark",
    ]
    assert [re.findall(r"--accent: (#\w+)", each.content.decode())[-1] for each in sheets] == [
        "#0b4f8a",
        "#7fbcfe",
    ]


def test_what_was_tried_is_saved_without_choosing_files_again(editor):
    send(editor, "preview", **everything())
    words = {name: each for name, each in everything().items() if name not in PICTURES}
    send(editor, "save", is_tried="1", **words)

    assert {name: bool(getattr(stored_site_settings(), name)) for name in PICTURES} == dict.fromkeys(
        PICTURES, True
    )


def test_files_that_were_taken_survive_a_mistake_elsewhere(editor):
    refused = send(editor, "save", **{**everything(), "accent": "#ffcc00"})
    words = {name: each for name, each in everything().items() if name not in PICTURES}
    send(editor, "save", is_tried="1", **words)

    assert (refused.status_code, bool(stored_site_settings().logo)) == (200, True)


def test_whoever_opens_the_screen_anew_begins_with_what_is_stored(editor):
    send(editor, "preview", **everything())
    editor.see("desk_paper")
    send(editor, "save", is_tried="1")

    assert stored_site_settings() == SiteSettings()


def test_the_default_look_comes_back_after_a_preview_and_leaves_the_texts(editor):
    send(editor, "save", **everything())
    before = stored_site_settings()
    shown = send(editor, "default")
    tried = stored_site_settings()
    send(
        editor,
        "save",
        is_tried="1",
        accounts="\n".join(before.accounts),
        crawlers="some",
        refused=["GPTBot"],
        ads=before.ads,
        security=before.security,
    )

    assert (shown.status_code, tried) == (200, before)
    assert (
        stored_site_settings()
        == before.plain()
        == SiteSettings(
            accounts=before.accounts,
            crawlers="some",
            refused=("GPTBot",),
            ads=before.ads,
            security=before.security,
        )
    )


def test_a_picture_can_be_taken_away(editor):
    send(editor, "save", logo=logo(), logo_dark=logo(), icon=icon())
    send(editor, "save", logo_away="on", logo_dark_away="on")

    assert [
        bool(each)
        for each in (
            stored_site_settings().logo,
            stored_site_settings().logo_dark,
            stored_site_settings().icon,
        )
    ] == [
        False,
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (
            {"accent": "#ffcc00"},
            "#ffcc00 has a contrast of 1.4 to the page; it needs 4.5. The nearest shade that has it is #8e7004.",
        ),
        ({"is_dark_by_hand": "on", "accent_dark": "#333333"}, "The nearest shade that has it is #"),
        ({"accent": "red;}"}, "is no colour"),
        ({"accent": ""}, "This field is required"),
        ({"typeface": "comic"}, "Select a valid choice"),
        ({"accounts": "javascript:alert(1)"}, "is no address"),
        ({"accounts": "https://[x"}, "is no address"),
        ({"accounts": "https://user:secret@social.example/"}, "is no address"),
        (
            {"accounts": "\n".join(f"https://a.example/{number}" for number in range(13))},
            "more than 12 addresses",
        ),
        ({"crawlers": "none"}, "Select a valid choice"),
        ({"refused": ["GPTBot\nDisallow: /"]}, "Select a valid choice"),
        ({"security": "mailto:x@example.org"}, "Contact: …"),
        ({"ads": "x" * 20_001}, "at most 20000 characters"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_sentence(editor, wrong, said):
    answer = send(editor, "save", **wrong)

    assert (answer.status_code, stored_site_settings()) == (200, SiteSettings())
    assert said in html.unescape(answer.content.decode())


def test_the_nearest_shade_is_offered_and_taken(editor):
    refused = send(editor, "save", accent="#ffcc00").content.decode()
    shade = re.search(r'data-shade="(#\w{6})" data-for="id_accent"', refused)[1]
    send(editor, "save", accent=shade)

    assert stored_site_settings().accent == shade


@pytest.mark.parametrize(
    ("name", "file", "said"),
    [
        ("icon", lambda: png("i.png", (511, 511)), "An icon needs 512 or more."),
        ("icon", lambda: png("i.png", (600, 512)), "An icon must be square."),
        ("icon", lambda: SimpleUploadedFile("i.png", svg(SHAPE)), "not a PNG"),
        ("logo", lambda: SimpleUploadedFile("l.svg", b"<html/>"), "not an SVG picture"),
        ("share", lambda: png("s.png", (600, 315)), "It needs 1200 by 630 or more."),
        ("share", lambda: SimpleUploadedFile("s.png", bytes(5_000_001)), "more than 5 MB"),
    ],
)
def test_files_that_cannot_be_used_are_refused_with_a_sentence(editor, name, file, said):
    answer = send(editor, "save", **{name: file()})

    assert (answer.status_code, PaperFile.objects.count()) == (200, 0)
    assert said in html.unescape(answer.content.decode())


def test_a_logo_for_dark_pages_alone_is_refused(editor):
    answer = send(editor, "save", logo_dark=logo())

    assert "Choose a logo for light pages too." in answer.content.decode()


def test_what_was_left_out_of_a_logo_is_told(editor):
    answer = send(editor, "preview", logo=SimpleUploadedFile("l.svg", ACTING["image in data"]))

    assert "Left out of the picture: image." in answer.content.decode()


def test_a_dark_accent_by_hand_stays_until_it_is_let_go(editor):
    send(editor, "save", accent="#0b4f8a", is_dark_by_hand="on", accent_dark="#9CD0FF")
    by_hand = stored_site_settings().accent_dark
    send(editor, "save", accent="#0b4f8a", accent_dark="#9cd0ff")

    assert (by_hand, stored_site_settings().accent_dark) == ("#9cd0ff", "")


def test_texts_keep_their_lines_and_nothing_that_no_keyboard_writes(editor):
    send(editor, "save", ads="a.example, 1\r\nb.example, 2\x00\x07  \r\n\r\n")

    assert stored_site_settings().ads in ("a.example, 1\nb.example, 2", "")


def test_reporters_and_strangers_neither_see_it_nor_change_it(reporter):
    for each in (reporter.client, Client()):
        for path in (SCREEN, f"{SCREEN}preview/light/", f"{SCREEN}preview/light.css"):
            assert each.get(path).status_code == 302
        assert each.post(SCREEN, {**WITHOUT_CHANGE, "do": "save", "accent": "#0b4f8a"}).status_code == 302

    assert stored_site_settings() == SiteSettings()
    assert SCREEN not in reporter.see("wagtailadmin_home")


@pytest.mark.parametrize("path", ["preview/sepia/", "preview/sepia.css"])
def test_there_is_no_preview_but_of_light_and_dark(editor, path):
    assert editor.client.get(SCREEN + path).status_code == 404


def test_publishers_find_it_in_the_menu_with_the_way_to_each_edition(editor):
    edition = make_edition("az")

    assert SCREEN in editor.see("wagtailadmin_home")
    assert f'href="/desk/snippets/newsroom/edition/edit/{edition.pk}/"' in editor.see("desk_paper")


def test_an_edition_is_called_what_the_edition_says(editor):
    edition = make_edition("en")
    edition.name = "The Evening Lantern"
    edition.save()

    assert "The Evening Lantern" in editor.see("desk_paper")


def test_the_sign_in_page_has_name_and_icon(editor):
    edition = make_edition("en")
    edition.name = "Salt & Tide"
    edition.save()
    page = Client().get("/desk/login/").content.decode()

    assert "Sign in to Salt &amp; Tide" in page and "<title>Sign in - Salt &amp; Tide</title>" in re.sub(
        r"\s+", " ", page
    ).replace("> ", ">")
    assert ('src="/icon-144.png"' in page, '<link rel="icon" href="/favicon.ico">' in page) == (True, True)


def test_two_who_save_at_once_keep_what_the_other_changed(editor):
    opened = began(editor)
    send(editor, "save", since=opened, ads="example.com, 1, DIRECT")
    send(editor, "save", since=opened, typeface="sans")

    assert (stored_site_settings().ads, stored_site_settings().typeface) == ("example.com, 1, DIRECT", "sans")


def test_whoever_saves_the_same_setting_second_is_told_and_may_insist(editor):
    opened = began(editor)
    send(editor, "save", since=opened, ads="theirs", typeface="sans")
    told = send(editor, "save", since=opened, ads="mine")
    between = stored_site_settings()
    form = told.context["form"].initial
    send(
        editor, "save", is_tried="1", since=told.context["since"], ads=form["ads"], typeface=form["typeface"]
    )

    assert "changed the same: ads.txt." in told.content.decode()
    assert (between.ads, between.typeface) == ("theirs", "sans")
    assert (stored_site_settings().ads, stored_site_settings().typeface) == ("mine", "sans")


@pytest.mark.parametrize("since", ["", "no JSON", "[]", "3", '{"logo": 3}'])
def test_a_form_that_does_not_say_when_it_was_opened_is_saved(editor, since):
    send(editor, "save", since=since, ads="example.com, 1, DIRECT")

    assert stored_site_settings().ads == "example.com, 1, DIRECT"


def test_what_another_release_stored_does_no_harm(editor):
    change_paper(SiteSettings(accent="#0b4f8a"), by=None, now=NOW)
    row = stored_row()
    row.values |= {"hologram": {"depth": 3}, "typeface": "gone"}
    row.save()

    assert (stored_site_settings().accent, Client().get("/").status_code, editor.status("desk_paper")) == (
        "#0b4f8a",
        200,
        200,
    )


def send(desk: Newsdesk, deed: str, **fields: Any) -> Any:
    return desk.client.post(SCREEN, {**WITHOUT_CHANGE, "do": deed, **fields})


def began(desk: Newsdesk) -> str:
    """Return what the form of the screen says of the settings that it was opened with."""
    return str(desk.client.get(SCREEN).context["since"])


def everything() -> dict[str, Any]:
    return {
        "logo": logo(),
        "logo_dark": SimpleUploadedFile("d.svg", svg(SHAPE + SHAPE)),
        "icon": icon(),
        "share": png("s.png", (1200, 630)),
        "typeface": "sans",
        "accent": "#0b4f8a",
        "accounts": "https://social.example/@lantern\r\n\r\nhttps://video.example/lantern\r\nhttps://social.example/@lantern",
        "crawlers": "some",
        "refused": ["GPTBot"],
        "ads": "example.com, 1, DIRECT",
        "security": "Contact: mailto:x@example.org\r\nExpires: 2030-01-01T00:00:00Z\r\n",
    }


def logo() -> SimpleUploadedFile:
    return SimpleUploadedFile("logo.svg", svg(SHAPE))


def icon() -> SimpleUploadedFile:
    return png("icon.png", (512, 512))


def png(name: str, size: tuple[int, int]) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, plain(Kind("PNG", "png"), size=size))


def stored_row() -> Any:
    return PaperSettings.objects.get()
