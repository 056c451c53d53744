"""Each edition in its language: addresses, words, direction, catalogues."""

import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client

from broadsheet.rails.registry import RAILS
from factories import make_edition
from languages import LANGUAGES, LOCALE
from newsstand import headlines, publish, read

TOOLS = Path(__file__).resolve().parents[2] / "tools"


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


def test_every_catalogue_has_all_that_templates_and_views_say_translated_and_compiled():
    assert check_catalogues(LOCALE) == (0, [f"{len(LANGUAGES)} catalogues are whole"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_heading_of_a_rail_is_in_the_catalogue(language):
    written = (LOCALE / language / "LC_MESSAGES" / "django.po").read_text("utf-8")
    headings = {heading for each in RAILS for heading in (each.title, each.title_elsewhere) if heading}

    assert [each for each in headings if f'msgid "{each}"\n' not in written] == []


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('msgid "Years"\nmsgstr "Jahre"\n\n', "", "de: is without 'Years'"),
        ('msgstr "Jahre"', 'msgstr ""', "de: 'Years' is not translated"),
        ('msgid "Years"', '#, fuzzy\nmsgid "Years"', "de: 'Years' is fuzzy"),
        ('msgstr "Jahre"', 'msgstr "Ablage"', "de: the compiled catalogue is another one"),
        ('msgstr[1] "%(number)s Artikel"', 'msgstr[1] ""', "de: '%(number)s article' is not translated"),
    ],
)
def test_a_catalogue_that_is_not_whole_is_named(tmp_path, before, after, said):
    shutil.copytree(LOCALE, tmp_path / "locale")
    file = tmp_path / "locale" / "de" / "LC_MESSAGES" / "django.po"
    text = file.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, after), "utf-8")

    status, lines = check_catalogues(tmp_path / "locale")

    assert status == 1
    assert [each for each in lines if each.startswith(said)] != []


def check_catalogues(folder: Path) -> tuple[int, list[str]]:
    done = subprocess.run(
        [sys.executable, TOOLS / "check_catalogues.py", folder], capture_output=True, text=True
    )
    return done.returncode, done.stdout.splitlines()
