"""What a Reporter uploads runs in nobody's browser, by whichever way it came and under whichever address it is opened."""

import contextlib
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext, Error, sync_playwright
from wagtail.images.models import Image
from wagtail.models import Collection
from wagtail.users.models import UserProfile

from broadsheet.newsroom.paper.uploads import take_logo
from broadsheet.newsroom.pictures.policy import content_type
from factories import make_edition
from hostile_files import DISGUISED, HTML, MARK, OWN_NAMES
from hostile_logos import ACTING
from picture_files import KINDS, plain
from uploading import ROUTES, kept_files

CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
# Whole pictures with a page behind them: these are taken, and cleaned.
POLYGLOTS = {
    f"whole.{kind.suffix}": plain(kind, size=(400, 400)) + HTML for kind in KINDS if kind.frames == 1
}
AS_JPEG = {name: content for name, content in DISGUISED.items() if name.endswith("-as.jpg")}
FORMER = {f"documents/{name}": content for name, content in OWN_NAMES.items()}
FOLDERS = ("original_images", "avatar_images", "documents", "wagtail_uploads", "images")
# Shows pictures as a page does, and returns how wide each is.
SHOW_ALL = """addresses => Promise.all(addresses.map(async address => {
  const image = document.createElement("img");
  image.src = address;
  document.body.append(image);
  await image.decode();
  return image.naturalWidth;
}))"""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not on this machine"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@dataclass
class Desk:
    """A browser that is signed in to the desk."""

    client: Client
    user: Any


def test_no_logo_runs_whether_it_is_shown_or_opened(transactional_db, live_server):
    make_edition("en")
    logos = [take_logo(each, now=timezone.now()).picture for each in ACTING.values()]
    addresses = [f"/paper/{each.name}" for each in logos]
    asked: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        context = browser.new_context()
        context.on("request", lambda request: asked.append(request.url))
        ran = _ran(context, live_server.url, addresses)
        page = context.new_page()
        page.goto(live_server.url)
        widths = page.evaluate(SHOW_ALL, addresses)
        ran += ["/"] if page.title() == MARK else []
        browser.close()

    assert (ran, widths) == ([], [each.width for each in logos])
    assert [each for each in asked if not each.startswith(live_server.url)] == []


def test_nothing_that_a_reporter_uploads_runs_for_an_administrator(
    transactional_db, live_server, settings, tmp_path
):
    settings.UPLOADS, settings.MEDIA_ROOT = tmp_path / "uploads", tmp_path / "public/media"
    reporter, chief = (
        _reporter(),
        _signed_in(get_user_model().objects.create_superuser("chief", password="x")),
    )
    files = {**OWN_NAMES, **AS_JPEG, **POLYGLOTS}
    for route in ROUTES.values():
        for name, content in files.items():
            route(reporter, SimpleUploadedFile(name, content, content_type="text/html"))
    _lay_former_files(settings.UPLOADS)
    addresses = sorted(_addresses(files))
    # Laid there by nobody but this test, to see that what runs is seen to run.
    (settings.MEDIA_ROOT / "control.html").write_bytes(HTML)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        context = browser.new_context()
        context.add_cookies(
            [{"name": "sessionid", "value": chief.client.cookies["sessionid"].value, "url": live_server.url}]
        )
        control = _ran(context, live_server.url, ["/media/control.html"])
        ran = _ran(context, live_server.url, addresses)
        browser.close()

    assert control == ["/media/control.html"]
    assert len(addresses) > 100 and ran == []
    kept = {name: content for name, content in kept_files().items() if content_type(name)}
    assert len(kept) > 20 and not [name for name, content in kept.items() if b"<script" in content]


def _ran(context: BrowserContext, base: str, addresses: list[str]) -> list[str]:
    """Open each address, and return where a script ran."""
    found = []
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for address in addresses:
        asked.clear()
        page.goto("about:blank")
        with contextlib.suppress(Error):  # it was a download, or nothing at all
            page.goto(base + address, wait_until="load", timeout=10_000)
        if any("/-/ran" in url for url in asked) or _title(page) == MARK:
            found.append(address)
    page.close()
    return found


def _title(page) -> str:
    try:
        return page.title()
    except Error:
        return ""


def _addresses(names: dict[str, bytes]) -> set[str]:
    kept = [name.partition("/uploads/")[2] for name in kept_files() if "/uploads/" in name]
    public = [name.partition("/public/media/")[2] for name in kept_files() if "/public/media/" in name]
    # The names that they came with, where each was once.
    guessed = {f"/media/{folder}/{name}" for folder in FOLDERS for name in OWN_NAMES}
    guessed |= {f"/desk/uploads/original_images/{name}" for name in names}
    pictures = [Image.objects.filter(file=name).first() for name in kept]
    previews = {
        f"/desk/images/{each.pk}/preview/original/" for each in pictures if each and each.title not in FORMER
    }
    portraits = {each.avatar.url for each in UserProfile.objects.exclude(avatar="")}
    own = {f"/desk/uploads/{name}" for name in kept} | {f"/media/{name}" for name in (*kept, *public)}
    return guessed | previews | portraits | own | {f"/documents/1/{name}" for name in OWN_NAMES}


def _lay_former_files(uploads: Path) -> None:
    """Keep what a site from before may have kept: documents, and pictures that are none."""
    for name, content in FORMER.items():
        (uploads / name).parent.mkdir(parents=True, exist_ok=True)
        (uploads / name).write_bytes(content)
    Image.objects.bulk_create(Image(title=name, file=name, width=1, height=1) for name in FORMER)


def _reporter() -> Desk:
    """A member of a group with the rights of Reporters; what migrations made is gone after other live tests."""
    root = Collection.get_first_root_node() or Collection.add_root(name="Root")
    group, _created = Group.objects.get_or_create(name="Reporters")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for name in ("add_image", "change_image", "choose_image"):
        permission = Permission.objects.get(codename=name, content_type__app_label="wagtailimages")
        group.collection_permissions.get_or_create(collection=root, permission=permission)
    user = get_user_model().objects.create_user("reporter", password="x")
    user.groups.add(group)
    return _signed_in(user)


def _signed_in(user: Any) -> Desk:
    client = Client()
    client.force_login(user)
    return Desk(client, user)
