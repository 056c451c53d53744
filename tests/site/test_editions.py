"""Each edition in its language: addresses, words, direction, catalogues."""

import gettext
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client

import broadsheet.site
from broadsheet.rails.registry import RAILS
from factories import make_edition
from newsstand import headlines, publish, read

LOCALE = Path(broadsheet.site.__file__).parent / "locale"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "words"),
    [("az", ["Əlaqəli məqalələr", "16 noyabr 2012"]), ("ru", ["Материалы по теме", "16 ноября 2012"])],
)
def test_a_page_speaks_the_language_of_its_edition(language, words):
    make_edition("en", is_main=True)
    edition = make_edition(language)
    old = publish("Ad", edition=edition, slug="ad", published_at=datetime(2012, 11, 16, 12, tzinfo=UTC))
    for number in range(3):
        publish(f"Başqa {number}", edition=edition)

    page = read(old.get_absolute_url())

    assert old.get_absolute_url() == f"/{language}/2012/11/16/ad/"
    assert f'<html lang="{language}" dir="ltr">' in page
    assert [word for word in words if word not in page] == []


@pytest.mark.django_db
def test_what_the_browser_would_like_changes_nothing():
    publish()
    publish("Новость", edition=make_edition("ru"), slug="novost")

    plain, asked = (
        Client().get("/"),
        Client().get("/", headers={"Accept-Language": "ru", "Cookie": "django_language=ru"}),
    )

    assert asked.content == plain.content
    assert plain.headers.get("Vary", "Accept-Encoding") == "Accept-Encoding"


@pytest.mark.django_db
def test_a_language_that_is_written_from_the_right_is():
    make_edition("en", is_main=True)
    found = publish("خبر", edition=make_edition("ar"), slug="khabar")

    assert '<html lang="ar" dir="rtl">' in read(found.get_absolute_url())


@pytest.mark.django_db
def test_the_main_edition_has_no_language_in_its_addresses():
    publish()

    response = Client().get("/en/archive/")

    assert (response.status_code, response.headers["Location"]) == (301, "/archive/")


@pytest.mark.django_db
def test_a_language_without_an_edition_is_not_found_in_the_main_one():
    publish("Read this instead")

    assert headlines(read("/fr/", status=404)) == ["Read this instead"]


@pytest.mark.django_db
def test_a_missing_page_apologises_in_its_edition():
    publish("English")
    publish("Новость", edition=make_edition("ru"), slug="novost")

    page = read("/ru/2012/11/16/netu/", status=404)

    assert "Такой страницы в газете нет" in page
    assert headlines(page) == ["Новость"]


@pytest.mark.parametrize("language", ["en", "az", "ru"])
def test_a_catalogue_is_complete_and_its_compiled_form_is_the_same(language):
    written = _entries((LOCALE / language / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8"))
    with (LOCALE / language / "LC_MESSAGES" / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)

    assert [text for text, translated in written.items() if not translated] == []
    assert {text: compiled.gettext(text) for text in written} == written


@pytest.mark.parametrize("language", ["en", "az", "ru"])
def test_every_string_of_the_templates_and_heading_of_a_rail_is_in_the_catalogue(language):
    written = _entries((LOCALE / language / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8"))
    folder = LOCALE.parent
    said = {
        text
        for path in [*folder.rglob("*.html"), *folder.rglob("*.py")]
        for text in re.findall(
            r'(?:\{% translate |\b_\()["\']([^"]+?)["\'](?: %\}|\))', path.read_text(encoding="utf-8")
        )
    }
    headings = {heading for each in RAILS for heading in (each.title, each.title_elsewhere) if heading}

    assert len(said) > 25
    assert (said | headings) - written.keys() == set()


def _entries(catalogue: str) -> dict[str, str]:
    """Read a catalogue whose entries stand on one line each, as these do."""
    found = re.findall(r'^msgid "(.+)"\nmsgstr "(.*)"$', catalogue, re.MULTILINE)
    return {text.replace('\\"', '"'): translated.replace('\\"', '"') for text, translated in found}
