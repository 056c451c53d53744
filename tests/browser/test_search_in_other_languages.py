"""The search page in Azerbaijani and from the right: valid, readable by everyone, and of use on a phone without scripts."""

from urllib.parse import quote

import pytest
from accessibility import needs_axe, page_faults
from chromium import chromium
from validity import messages_on, needs_nu

from factories import make_edition, make_section
from newsstand import publish
from searchable import index_articles

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
SCREENS = [(360, 800, "light"), (1440, 800, "dark")]
STORIES = {
    "az": (
        ("Şəhər", "İdman"),
        ("Leyla Həsənova", "Rəşad Quliyev"),
        ("Körpü yenidən açıldı", "Körpü üzərində hərəkət bərpa olundu", "Yeni körpünün tikintisi başlayır"),
        "Şəhər sakinləri körpünün açılışına toplaşdı. Bakı Dövlət Universitetinin tələbələri də gəlmişdi.",
    ),
    "fa": (
        ("شهر", "ورزش"),
        ("سارا احمدی", "رضا کریمی"),
        ("پل شهر دوباره باز شد", "ترافیک روی پل از سر گرفته شد", "ساخت پل تازه در ۲۰۲۶ آغاز می‌شود"),
        "ساکنان شهر برای بازگشایی پل گرد آمدند. شرکت Narrin Rovers هم نمایندهٔ خود را فرستاده بود.",
    ),
}
WORD = {"az": "körpü", "fa": "پل"}


def print_searches() -> list[str]:
    """Print an edition of each language; return its search page empty, full, narrowed, and without an answer."""
    make_edition("en")
    paths = []
    for language, (sections, authors, headlines, text) in STORIES.items():
        edition = make_edition(language)
        for number, headline in enumerate(headlines * 8):
            name = sections[number % 2]
            publish(
                f"{headline} ({number})", edition=edition, text=text, days_ago=200 * (number % 4) + 1,
                section=make_section(name, edition=edition, slug=f"part-{number % 2}"), authors=[authors[number % 2]],
                slug=f"{language}-{number}",
            )  # fmt: skip
        asked = f"/{language}/search/?q={quote(WORD[language])}"
        paths += [
            f"/{language}/search/", asked, f"{asked}&section=part-0&order=newest", f"{asked}&page=2",
            f"/{language}/search/?q=qqqq",
        ]  # fmt: skip
    index_articles()
    return paths


@needs_axe
def test_everyone_can_read_and_use_it_on_a_phone(transactional_db, live_server):
    paths = print_searches()
    with chromium() as browser:
        wrong = list(page_faults(browser, [live_server.url + path for path in paths], SCREENS))
        phone = browser.new_context(viewport={"width": 360, "height": 800}, java_script_enabled=False)
        page = phone.new_page()
        page.goto(f"{live_server.url}/fa/search/")
        page.locator("main input[name=q]").fill(WORD["fa"])
        page.locator("main input[name=q]").press("Enter")
        found = page.locator("main .stories article, main .stories .card").count()

    assert wrong == []
    assert found >= 20


@needs_nu
def test_it_is_valid_html(db, client, tmp_path):
    assert messages_on({path: client.get(path).content for path in print_searches()}, tmp_path) == []
