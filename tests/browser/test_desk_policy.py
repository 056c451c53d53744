"""The desk's policy forbids nothing that the desk itself does: no screen of it, and no preview, breaks a rule of its own."""

import os
import shutil

import pytest
from django.conf import settings as site
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Page, sync_playwright

from broadsheet.newsroom.models import Article
from whole_paper import print_whole_paper

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
SCREENS = [
    "/desk/", "/desk/snippets/newsroom/article/", "/desk/snippets/newsroom/article/add/", "/desk/snippets/newsroom/article/edit/{number}/",
    "/desk/snippets/newsroom/article/history/{number}/", "/desk/images/", "/desk/images/add/", "/desk/users/", "/desk/account/", "/desk/reports/site-history/",
]  # fmt: skip
REFUSED = "refused to"


@pytest.fixture(autouse=True)
def beside_a_browser(monkeypatch):
    # Playwright's loop runs in this thread; the database is asked by this thread all the same.
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.mark.skipif(CHROMIUM is None, reason="run `make browser`")
def test_no_screen_of_the_desk_breaks_its_policy(transactional_db, live_server, picture):
    print_whole_paper(picture)
    number = Article.objects.latest("pk").pk
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_context(viewport={"width": 1400, "height": 1000}).new_page()
        page.context.add_cookies([session(live_server.url)])
        said: list[str] = []
        page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
        for path in SCREENS:
            page.goto(live_server.url + path.format(number=number), wait_until="networkidle")
            assert "/desk/login/" not in page.url
        shown = preview(page, f"{live_server.url}/desk/snippets/newsroom/article/edit/{number}/")
        # That what is refused would be heard.
        page.evaluate(
            "document.body.appendChild(document.createElement('script')).src = 'https://evil.example/x.js'"
        )
        page.wait_for_timeout(200)
        browser.close()

    assert shown
    assert [each for each in said if REFUSED in each.lower() and "evil.example" not in each] == []
    assert any("evil.example" in each for each in said)


def preview(page: Page, address: str) -> bool:
    """Open the preview beside an article's form, and say whether the article is in it."""
    page.goto(address, wait_until="networkidle")
    page.get_by_role("button", name="Toggle preview").click()
    frame = page.frame_locator("#w-preview-iframe")
    frame.locator("h1").first.wait_for(timeout=60_000)
    return True


def session(base: str) -> dict[str, str]:
    """Return the cookie of an administrator's session."""
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("admin", "admin@example.com", "secret"))
    name = site.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": base}
