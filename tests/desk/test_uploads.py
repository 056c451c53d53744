"""What Reporters upload is a picture and nothing else, says nothing of itself, and is seen by whom it may be."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver, reverse
from wagtail.images.models import Image
from wagtail.users.models import UserProfile

from broadsheet.newsroom.pictures.policy import PRIVATE_HEADERS
from hostile_files import HTML, OWN_NAMES, SOME_DISGUISED, SVG
from picture_files import KINDS, SECRETS, Kind, plain, telling, vast_png
from uploading import ROUTES, add, kept_files, replace, show_oneself

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
JPEG = Kind("JPEG", "jpg")
BROKEN = {
    "nothing.png": b"",
    "nothing.jpg": b"",
    **{f"cut-{part}.{kind.suffix}": plain(kind, size=(300, 200))[:part] for kind in KINDS for part in (9, 40, 300)},
    "head.gif": b"GIF89a",
    "other.png": plain(JPEG),
    "other.jpg": plain(Kind("WEBP", "webp")),
    "other.html": plain(JPEG),
    "unknown.bmp": plain(Kind("BMP", "bmp")),
    "unknown.tiff": plain(Kind("TIFF", "tiff")),
}  # fmt: skip

each_route = pytest.mark.parametrize("route", ROUTES.values(), ids=ROUTES)


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.UPLOADS, settings.MEDIA_ROOT = tmp_path / "uploads", tmp_path / "public/media"


@each_route
@pytest.mark.parametrize("files", [OWN_NAMES, SOME_DISGUISED, BROKEN], ids=["own", "disguised", "broken"])
def test_what_is_no_whole_picture_is_refused_with_a_sentence(reporter, route, files):
    if route is replace:
        route(reporter, _file("own.png", plain(Kind("PNG", "png"))))
    before = kept_files()
    answers = {name: route(reporter, _file(name, content)) for name, content in files.items()}
    bad = {
        name: each.status_code
        for name, each in answers.items()
        if each.status_code != 200 or not _sentence(each)
    }

    assert bad == {}
    # The desk's own small pictures of what is there are none of these.
    assert _private(kept_files()) == _private(before)


@each_route
def test_every_way_in_is_one_for_pictures(reporter, route):
    answer = route(reporter, _file("whistle.jpg", plain(JPEG)))

    assert not _sentence(answer) and len(kept_files()) > 0


@each_route
@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_nothing_that_is_kept_says_where_it_was_taken(reporter, route, kind):
    answer = route(reporter, _file(f"whistle.{kind.suffix}", telling(kind, size=(500, 450))))
    kept = kept_files()

    assert not _sentence(answer) and kept
    assert [name for name, content in kept.items() for secret in SECRETS if secret in content] == []


def test_what_waits_for_its_title_is_cleaned_as_well(reporter):
    data = {"title": "x" * 300, "files[]": _file("whistle.jpg", telling(JPEG))}
    answer = reporter.client.post(reverse("wagtailimages:add_multiple"), data).json()
    waiting = kept_files()
    number = answer["uploaded_file_id"]
    done = reporter.client.post(
        reverse("wagtailimages:create_multiple_from_uploaded_image", args=[number]),
        {f"uploaded-image-{number}-title": "Whistle"},
    )

    assert len(waiting) == 1 and done.json()["success"] and Image.objects.get().title == "Whistle"
    assert [
        secret for each in (*waiting.values(), *kept_files().values()) for secret in SECRETS if secret in each
    ] == []


@pytest.mark.parametrize("route", [each for each in ROUTES.values() if each is not show_oneself])
@pytest.mark.parametrize(
    "limit", [{"WAGTAILIMAGES_MAX_IMAGE_PIXELS": 99}, {"WAGTAILIMAGES_MAX_UPLOAD_SIZE": 99}], ids=str
)
def test_too_many_pixels_or_bytes_are_refused_with_a_sentence(reporter, route, limit, settings):
    if route is replace:
        route(reporter, _file("own.png", plain(Kind("PNG", "png"))))
    before = _private(kept_files())
    for name, value in limit.items():
        setattr(settings, name, value)
    answer = route(reporter, _file("large.png", plain(Kind("PNG", "png"))))

    assert answer.status_code == 200 and "too" in _sentence(answer) and _private(kept_files()) == before


# The field of a portrait is made once, with the limits of then.
@pytest.mark.parametrize("width", [7072, 15_000, 60_000])
def test_a_portrait_of_too_many_pixels_is_refused(reporter, width):
    answer = show_oneself(reporter, _file("large.png", vast_png(width)))

    assert "too many pixels" in _sentence(answer) and kept_files() == {}


def test_a_portrait_of_too_many_bytes_is_refused(reporter, settings):
    content = plain(Kind("PNG", "png")) + b"x" * settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE
    answer = show_oneself(reporter, _file("large.png", content))

    assert "too big" in _sentence(answer) and kept_files() == {}


def test_a_portrait_can_be_taken_away_again(reporter):
    show_oneself(reporter, _file("me.png", plain(Kind("PNG", "png"))))
    show_oneself(reporter, "", **{"avatar-avatar-clear": "on"})

    assert not UserProfile.objects.get(user=reporter.user).avatar and kept_files() == {}


def test_size_and_hash_are_those_of_the_file_that_is_kept(reporter):
    add(reporter, _file("whistle.jpg", telling(JPEG)))
    picture = Image.objects.get()
    noted = picture.file_size, picture.file_hash
    picture._set_image_file_metadata()
    picture.file.close()

    assert noted == (picture.file_size, picture.file_hash)


def test_an_account_whose_portrait_is_gone_can_still_be_changed(reporter):
    show_oneself(reporter, _file("me.jpg", plain(JPEG)))
    profile = UserProfile.objects.get(user=reporter.user)
    profile.avatar.storage.delete(profile.avatar.name)
    answer = show_oneself(reporter, "")

    assert answer.status_code == 302


def test_originals_and_portraits_are_shown_to_whom_they_may_be(reporter, editor):
    addresses = _two_uploads(reporter)
    outsider = get_user_model().objects.create_user("outsider", password="x")
    guest = get_user_model().objects.create_user("guest", password="x")
    guest.user_permissions.add(Permission.objects.get(codename="access_admin"))
    seen = {
        "reporter": [reporter.client.get(each).status_code for each in addresses],
        "editor": [editor.client.get(each).status_code for each in addresses],
        "guest": [_as(guest).get(each).status_code for each in addresses],
        "outsider": [_as(outsider).get(each).status_code for each in addresses],
        "anybody": [Client().get(each).status_code for each in addresses],
    }

    assert seen == {
        "reporter": [200, 200],
        "editor": [200, 200],
        # He may use the desk, where portraits stand beside names, and handles no pictures.
        "guest": [404, 200],
        "outsider": [404, 404],
        "anybody": [404, 404],
    }


def test_an_upload_is_shown_as_a_picture_that_can_do_nothing(reporter):
    answer = reporter.client.get(_two_uploads(reporter)[0])

    assert answer.headers["Content-Type"] == "image/jpeg"
    assert {name: answer.headers[name] for name in PRIVATE_HEADERS} == dict(PRIVATE_HEADERS)
    assert (
        "sandbox" in PRIVATE_HEADERS["Content-Security-Policy"]
        and "no-store" in PRIVATE_HEADERS["Cache-Control"]
    )


@pytest.mark.parametrize("name", ["x.html", "x.svg", "x.xml", "x.js", "x.pdf", "x", "x.jpg.html"])
def test_what_is_there_from_before_and_is_no_picture_is_handed_out_as_a_file(reporter, settings, name):
    folder = settings.UPLOADS / "original_images"
    folder.mkdir(parents=True)
    (folder / name).write_bytes(HTML if name != "x.svg" else SVG)
    Image.objects.bulk_create([Image(title="x", file=f"original_images/{name}", width=1, height=1)])
    answer = reporter.client.get(f"/desk/uploads/original_images/{name}")

    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_no_other_file_can_be_asked_for(reporter, settings):
    settings.UPLOADS.mkdir(parents=True)
    (settings.UPLOADS.parent / "secret-key").write_text("x")
    (settings.UPLOADS / "documents").mkdir()
    (settings.UPLOADS / "documents/minutes.html").write_bytes(HTML)
    names = (
        "../secret-key",
        "..%2fsecret-key",
        "/etc/passwd",
        "documents/minutes.html",
        "",
        "%00",
        "x" * 5000,
    )

    assert {reporter.client.get(f"/desk/uploads/{name}").status_code for name in names} == {404}


def test_what_was_asked_for_with_another_method_is_not_done(reporter):
    assert reporter.client.post(_two_uploads(reporter)[0]).status_code == 405


@pytest.mark.parametrize(
    "address",
    [
        "/documents/",
        "/documents/1/minutes.html",
        "/documents/authenticate_with_password/1/",
        "/desk/documents/",
        "/desk/documents/add/",
        "/desk/documents/multiple/add/",
        "/desk/documents/edit/1/",
        "/desk/documents/chooser/",
        "/desk/documents/chooser/create/",
        "/desk/api/main/documents/",
        "/desk/api/main/documents/1/",
        "/media/documents/minutes.html",
        "/media/original_images/whistle.jpg",
        "/media/avatar_images/me.png",
    ],
)
def test_there_are_no_documents_and_nothing_of_media_at_the_desk(reporter, chief, address):
    asked = [reporter.client.get, reporter.client.post, chief.client.get, chief.client.post, Client().get]
    there = {each(address, follow=True).status_code for each in asked[:4]}
    anonymous = Client().get(address)

    assert there == {404}
    assert anonymous.status_code == (302 if address.startswith("/desk/") else 404)


def test_no_address_takes_a_document():
    named = {name for name in _names(get_resolver()) if "doc" in name}

    assert named == {"wagtailadmin_api:documents:listing"}


def test_the_desk_offers_pictures_and_no_documents(reporter):
    page = reporter.see("wagtailadmin_home")

    assert reverse("wagtailimages:index") in page and "/desk/documents" not in page


def _private(files: dict[str, bytes]) -> set[str]:
    return {name for name in files if "/public/" not in name}


def _two_uploads(desk) -> list[str]:
    add(desk, _file("whistle.jpg", telling(JPEG)))
    show_oneself(desk, _file("me.png", telling(Kind("PNG", "png"))))
    return [Image.objects.get().file.url, UserProfile.objects.get(user=desk.user).avatar.url]


def _as(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _file(name: str, content: bytes) -> SimpleUploadedFile:
    # What a browser says of the type is believed by nobody.
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def _sentence(answer) -> str:
    """Return what the form says is wrong with the file."""
    if answer.headers["Content-Type"].startswith("application/json"):
        said = answer.json()
        return said.get("error_message", "") or _in_html(" ".join(map(str, said.values())))
    return _in_html(answer.content.decode()) if answer.status_code == 200 else ""


def _in_html(html: str) -> str:
    return html.partition('class="error-message"')[2].partition("</p>")[0]


def _names(resolver, prefix: str = ""):
    for each in resolver.url_patterns:
        if hasattr(each, "url_patterns"):
            yield from _names(each, f"{prefix}{each.namespace}:" if each.namespace else prefix)
        elif each.name:
            yield f"{prefix}{each.name}"
