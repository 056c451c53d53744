"""Readers are told how Popular is counted, by the figures of the code that counts, in the language of each edition."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings as project_settings
from django.utils.html import strip_tags

import broadsheet
from broadsheet.audience import beacon, counts, recent
from broadsheet.audience.counting import allowances
from broadsheet.project.options import Options
from broadsheet.rails import headings, popular
from broadsheet.site.counting_figures import figures
from factories import make_edition
from languages import LANGUAGES
from newsstand import publish, read
from reader import Reader

PAGE = "/how-popular-is-counted/"
SOURCE = Path(broadsheet.__file__).parent
TEMPLATE = SOURCE / "site" / "templates" / "site" / "counting.html"
PRIVACY = Path(__file__).resolve().parents[2] / "docs" / "privacy.md"
HOWTO = PRIVACY.parent / "howto" / "readers.md"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "root", "heading"),
    [
        ("en", "/", "How Popular is counted"),
        ("az", "/az/", "“Populyar” necə sayılır"),
        ("ru", "/ru/", "Как считается «Популярное»"),
    ],
)
def test_every_edition_tells_it_with_every_figure(language, root, heading):
    make_edition("en", is_main=True)
    make_edition(language)

    page = words(read(f"{root.rstrip('/')}{PAGE}"))

    assert heading in page
    assert set(map(str, figures().values())) - set(re.findall(r"\d+", page)) == set()


@pytest.mark.django_db
def test_where_a_language_has_no_catalogue_the_page_says_that_its_words_are_english():
    make_edition("en", is_main=True)
    make_edition("ka")
    make_edition("az")

    pages = {language: read(f"/{language}{PAGE}") for language in ("ka", "az")}

    assert {language: '<div lang="en" dir="ltr">' in page for language, page in pages.items()} == {
        "ka": True,
        "az": False,
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("module", "constant", "value", "said"),
    [
        (beacon, "SECONDS_OF_A_READ", 17, "in view for 17 seconds"),
        (allowances, "OF_ADDRESS", 19, "at most 19 of a story’s readers"),
        (allowances, "OF_NEIGHBOURHOOD", 23, "neighbouring addresses for 23"),
        (allowances, "OF_IPV6_NEIGHBOURHOOD", 29, "(of IPv6 29)"),
        (allowances, "MOST_OF_PROVIDER", 31, "a whole provider for 31"),
        (allowances, "TIMES", 37.0, "or 37 times as many"),
        (popular, "COLD_TIMES", 41.0, "at most 41 times as much"),
        (popular, "COLD_FREE", 10.0, "and 120 more"),
        (popular, "RESURGENCE", 43.0, "43 times as much in this hour"),
        (headings, "LEAST_READERS", 47, "at least 47 readers"),
        (counts, "KEEP_HOURS", 53 * counts.KEEP_HOURS / 8, "53 days."),
        (counts, "KEEP_DAYS", 59 * counts.KEEP_DAYS / 400, "59 days."),
        (counts, "KEEP_SUMS", 61 * counts.KEEP_SUMS / 40, "61 days after its last reader"),
        (recent, "KEEP", 67 * recent.KEEP / 2, "67 to 68 hours"),
    ],
)
def test_another_constant_is_another_figure(monkeypatch, module, constant, value, said):
    make_edition("en")
    monkeypatch.setattr(module, constant, value)

    assert said in words(read(PAGE))


def test_no_figure_of_the_page_is_written_by_hand():
    written = re.sub(r"\{[{%#]-?\s*(?!translate).*?[}%#]\}|</?\w[^>]*>|IPv6", "", TEMPLATE.read_text())

    assert re.findall(r"\d+", written) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_adds_a_figure_by_hand(language):
    catalogue = (SOURCE / "site" / "locale" / language / "LC_MESSAGES" / "django.po").read_text()
    # The header of a catalogue has an empty message.
    entries = [re.split(r"^msgstr\S*", each, flags=re.MULTILINE) for each in catalogue.split("\n\n")[1:]]

    assert [
        said for asked, *said in entries if set(figures_in(" ".join(said))) - set(figures_in(asked))
    ] == []


def test_the_privacy_notice_has_the_same_figures():
    hours = figures()
    notice = " ".join(PRIVACY.read_text().split())

    assert [
        each
        for each in (
            "visible for five seconds",
            f"at the latest {hours['traces_hours']} hours after it was made",
            f"| hours {hours['hourly_days']} days, days {hours['daily_days']} days |",
            f"| {hours['recent_hours']} to {hours['recent_hours_at_most']} hours |",
            f"| {hours['sums_days']} days after the last read |",
            f"deleted within {hours['traces_hours']} hours",
            "`/how-popular-is-counted/`",
        )
        if each not in notice
    ] == []
    assert (hours["visible_seconds"], hours["half_day_hours"]) == (5, 12)


def test_the_page_on_readers_has_the_same_figures():
    found = figures()
    howto = " ".join(HOWTO.read_text().split())

    assert [
        each
        for each in (
            f"(/24) | {found['of_neighbourhood']} readers |",
            f"(/48) | {found['of_ipv6_neighbourhood']} readers |",
            f"(/16, of IPv6 /32) | {found['of_provider']} readers;",
            f"in the last {found['oldest_half_life_hours']} hours",
        )
        if each not in howto
    ] == []
    assert (found["of_address"], found["share_times"], found["least_readers"]) == (1, 3, 3)
    assert (found["strangers_times"], found["strangers_free"], found["month_days"]) == (12, 60, 30)


def test_the_script_of_a_page_waits_as_long_as_readers_are_told():
    script = (SOURCE / "audience" / "static" / "audience" / "read.js").read_text()

    assert f"const SECONDS_OF_A_READ = {beacon.SECONDS_OF_A_READ};" in script


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "opt_out", "consent"),
    [
        ({}, True, False),
        ({"honour_opt_out": False}, False, False),
        ({"reads_need_consent": True}, True, True),
    ],
)
def test_the_page_says_whom_this_site_leaves_uncounted(settings, options, opt_out, consent):
    make_edition("en")
    settings.OPTIONS = changed(**options)

    page = words(read(PAGE))

    assert ("Do Not Track" in page, "have not agreed" in page) == (opt_out, consent)


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "said"), [(1, "After 1 day a story"), (9, "After 9 days a story")])
def test_the_page_says_after_how_many_days_a_story_gives_way(settings, days, said):
    make_edition("en")
    settings.OPTIONS = changed(popular_days=days)

    assert said in words(read(PAGE))


@pytest.mark.django_db
def test_every_page_leads_to_it_in_its_own_edition():
    make_edition("en", is_main=True)
    article = publish("Мост открыт", edition=make_edition("ru"), slug="most")

    for path in (article.get_absolute_url(), "/ru/", "/ru/archive/"):
        assert f'<a href="/ru{PAGE}">Как считается «Популярное»</a>' in read(path)


@pytest.mark.django_db
def test_the_page_is_kept_until_what_stands_around_it_changes(django_assert_num_queries):
    edition = make_edition("en")
    publish("Bridge opens")
    reader = Reader()
    first = reader.read(PAGE)

    with django_assert_num_queries(0):
        again = reader.read(PAGE)
    edition.name = "The Echo"
    edition.save()
    reader.look()

    assert again == first
    assert ("The Echo" in first, "The Echo" in reader.read(PAGE)) == (False, True)


def figures_in(text: str) -> list[str]:
    """List the numbers in a text, in whichever digits."""
    return [str(int(each)) for each in re.findall(r"\d+", text.replace("IPv6", ""))]


def words(page: str) -> str:
    """Return what a page says in its own part, without markup."""
    return " ".join(strip_tags(page.partition("<main")[2].partition("</main>")[0]).split())


def changed(**options: object) -> Options:
    return replace(project_settings.OPTIONS, **options)
