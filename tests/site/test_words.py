"""All words of ours are in the language of the edition, or all in English and marked so; no template has one by itself."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.test.signals import template_rendered
from django.utils import timezone

import broadsheet.site
from broadsheet.newsroom.models import Author, Correction, Topic
from broadsheet.site.voice import language_of_words
from factories import make_edition, make_page, make_pick, make_section
from languages import LANGUAGES, compile_catalogue, messages
from newsstand import publish, read
from searchable import index_articles
from themes import wear

pytestmark = pytest.mark.django_db

TEMPLATES = Path(broadsheet.site.__file__).parent / "templates"
# They are shown where nothing may be asked of the site, and are English, as they say themselves.
ENGLISH_ALONE = {"site/500.html", "site/503.html", "site/empty.html", "site/stopped.html"}
# Attributes that readers see or hear.
TELLING = {"alt", "aria-label", "placeholder", "title"}
DESCRIBING = {"description", "og:title", "og:description", "og:site_name", "og:image:alt"}
VOID = {"area", "br", "circle", "hr", "img", "input", "link", "meta", "path", "source"}
LATIN = re.compile(r"[A-Za-z]")
# The name of another edition's language, and those of networks and of a format.
NAMES = re.compile(r"\b(?:English|Facebook|Telegram|WhatsApp|X|ninjs)\b")
OURS = re.compile(r"⟦[^⟦⟧]*⟧")
NOWHERE = "/ka/nowhere/"
# Of a whole paper whose own words are all Georgian.
PATHS = [
    "/ka/", "/ka/2012/03/04/khidi/", "/ka/undated/dro/", "/ka/section/kalaki/", "/ka/section/kalaki/?page=2", "/ka/section/port/",
    "/ka/topic/khidi/", "/ka/author/nino/", "/ka/archive/", "/ka/2012/", "/ka/2012/03/", "/ka/2012/03/04/", "/ka/undated/",
    "/ka/page/chven/", "/ka/search/", "/ka/search/?q=ხიდი", "/ka/search/?q=ნინო", "/ka/search/?q=ზზზზ", "/ka/search/?q=ხიდი&order=newest",
    "/ka/how-popular-is-counted/", "/ka/section/empty/", "/ka/popular/week/", "/ka/section/kalaki/popular/day/",
    "/ka/corrections/", NOWHERE,
]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_words_are_in_each_language_that_has_a_catalogue(language):
    assert language_of_words(language) == language


@pytest.mark.parametrize(
    ("language", "words"),
    [("ka", "en"), ("uk", "en"), ("pt-br", "en"), ("es-mx", "es-mx"), ("en-gb", "en-gb"), ("ar-dz", "ar-dz")],
)
def test_a_language_that_has_half_a_catalogue_or_none_has_our_words_in_english(language, words):
    assert language_of_words(language) == words


def test_a_theme_s_catalogue_gives_a_language_its_words_only_if_it_is_whole(tmp_path, settings):
    said = messages()
    compile_catalogue(tmp_path / "half", "ka", said[1:], str.upper)
    compile_catalogue(tmp_path / "whole", "ka", said, str.upper)

    wear(tmp_path / "half", settings)
    half = language_of_words("ka")
    wear(tmp_path / "whole", settings)

    assert (half, language_of_words("ka")) == ("en", "ka")


def test_no_template_has_a_word_of_ours_that_no_catalogue_can_translate(tmp_path, settings, picture):
    compile_catalogue(tmp_path, "ka", messages(), lambda said: f"⟦{said}⟧")
    wear(tmp_path, settings)
    print_georgian_paper(picture)

    with rendered() as templates:
        found = {path: untranslated(told(page(path))) for path in PATHS}

    assert {path: texts for path, texts in found.items() if texts} == {}
    ours = {str(each.relative_to(TEMPLATES)) for each in TEMPLATES.rglob("*.html")}
    assert ours - templates == ENGLISH_ALONE


def test_an_edition_without_a_catalogue_marks_each_english_word_and_no_other(tmp_path, settings, picture):
    compile_catalogue(tmp_path, "en", messages(), lambda said: f"⟦{said}⟧")
    wear(tmp_path, settings)
    print_georgian_paper(picture)

    pages = {path: told(page(path)) for path in PATHS}

    faulty = {path: [each for each in texts if not is_marked_right(each)] for path, texts in pages.items()}
    assert {path: texts for path, texts in faulty.items() if texts} == {}
    unbracketed = {
        path: [each for each in untranslated(texts) if not is_date(each)] for path, texts in pages.items()
    }
    assert {path: texts for path, texts in unbracketed.items() if texts} == {}


def test_django_s_half_catalogue_is_never_mixed_in():
    edition = make_edition("ka")
    make_edition("en")
    publish("ხიდი", edition=edition, slug="khidi", text="ხიდი", days_ago=400)

    front, archive = read("/"), read("/archive/")

    assert '<html lang="ka" dir="ltr">' in front
    assert '<a href="/search/" lang="en"' not in front
    assert ">Archive</a>" in front and 'placeholder="Search" lang="en" dir="auto"' in front
    assert re.search(
        r'<time datetime="[^"]+" lang="en" dir="ltr">[A-Z][a-z]+day, \d+ [A-Z][a-z]+ \d{4}</time>', front
    )
    assert '<h1 lang="en" dir="ltr">Archive</h1>' in archive


def test_a_title_of_our_words_is_marked_in_an_edition_without_a_catalogue_and_no_other_is():
    edition = make_edition("ka", name="ფარანი")
    town = make_section("ქალაქი", slug="kalaki", edition=edition)
    story = publish("ხიდი", edition=edition, section=town, slug="khidi", text="ხიდი")
    ours = [
        "/archive/",
        "/corrections/",
        "/search/",
        "/popular/week/",
        "/how-popular-is-counted/",
        f"/{story.path[:8]}",
    ]
    theirs = ["/", "/section/kalaki/", story.get_absolute_url()]

    begun = {path: re.search("<title[^>]*>", read(path))[0] for path in [*ours, *theirs]}

    assert begun == dict.fromkeys(ours, '<title lang="en" dir="ltr">') | dict.fromkeys(theirs, "<title>")


def test_a_complete_edition_is_marked_nowhere():
    publish("Haber", edition=make_edition("tr"), slug="haber", text="Metin.")

    assert re.findall(r'lang="(?!tr)[^"]*"', read("/")) == []


def print_georgian_paper(picture) -> None:
    """Publish a paper whose every word that is not ours is in Georgian letters."""
    main = make_edition("en", is_main=True, name="English")
    edition = make_edition("ka", name="ფარანი")
    edition.tagline = "გაზეთი"
    edition.save()
    town = make_section("ქალაქი", slug="kalaki", edition=edition)
    port = make_section("პორტი", slug="port", edition=edition, parent=town)
    make_section("ცარიელი", slug="empty", edition=edition)
    about = {"edition": edition, "text": "ხიდი გაიხსნა და ხალხი მოვიდა."}
    full = publish(
        "ხიდი გაიხსნა", slug="khidi", section=town, topics=["ხიდი"], authors=["ნინო"], picture=picture, picture_alt="ხიდი",
        published_at=timezone.now().replace(year=2012, month=3, day=4), standfirst="ახალი ხიდი.", source="სააგენტო",
        updated_at=timezone.now(), kind="opinion", kicker="ხიდები", **about,
    )  # fmt: skip
    full.columnist = Author.objects.get()
    full.save()
    publish(
        "დრო უცნობია",
        slug="dro",
        days_ago=0,
        section=town,
        **(about | {"published_at": None, "date_precision": "unknown"}),
    )
    Correction.objects.create(article=full, at=timezone.now(), text="სიგრძე შეიცვალა.")
    publish("Bridge", edition=main, slug="bridge", translation_key=full.translation_key)
    for number in range(24):
        publish(
            f"ამბავი {number}",
            slug=f"ambavi-{number}",
            section=port if number % 5 else town,
            days_ago=number + 1,
            **about,
        )
    make_pick(full, ends_at=timezone.now() + timedelta(days=1))
    make_page(
        "ჩვენ",
        slug="chven",
        edition=edition,
        last_published_at=timezone.now(),
        body=[("paragraph", "<p>ჩვენ.</p>")],
    )
    Author.objects.update(slug="nino", picture=picture)
    Topic.objects.filter(locale=edition.locale).update(slug="khidi")
    index_articles()


@dataclass(frozen=True)
class Told:
    """A text of a page, with the language and direction of what it stands in."""

    text: str
    language: str
    direction: str
    tag: str = field(compare=False)


class Reading(HTMLParser):
    """Gathers all that a page tells its readers."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[Told] = []
        self.around = [("", "", "")]

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        _tag, language, direction = self.around[-1]
        inside = (tag, given.get("lang") or language, given.get("dir") or direction)
        for name, value in given.items():
            if name in TELLING or (
                name == "content" and (given.get("name") or given.get("property")) in DESCRIBING
            ):
                self.told.append(Told(value or "", inside[1], inside[2], tag))
        if tag not in VOID:
            self.around.append(inside)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        while self.around.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tag, language, direction = self.around[-1]
        if data.strip() and tag not in {"script", "style"}:
            self.told.append(Told(data.strip(), language, direction, tag))


def told(html: str) -> list[Told]:
    reading = Reading()
    reading.feed(html)
    return reading.told


def untranslated(texts: list[Told]) -> list[str]:
    """List what has Latin letters beside those of our bracketed words, but for names."""
    return [each.text for each in texts if LATIN.search(NAMES.sub("", OURS.sub("", each.text)))]


def is_marked_right(each: Told) -> bool:
    """Return True if English stands in what is marked as English, and nothing else does."""
    if each.tag in {"title", "meta", "link"} or NAMES.fullmatch(each.text):
        return True
    if LATIN.search(each.text):
        return (each.language, each.direction) in {("en", "ltr"), ("en", "auto")}
    return not re.search("[ა-ჰ]", each.text) or each.language == "ka"


def is_date(text: str) -> bool:
    rest = re.sub(
        r"January|February|March|April|May|June|July|August|September|October|November|December|[A-Z][a-z]+day",
        "",
        text,
    )
    return not LATIN.search(rest)


def page(path: str) -> str:
    return read(path, status=404 if path == NOWHERE else 200)


@contextmanager
def rendered() -> Iterator[set[str]]:
    """Gather the names of the templates that are rendered meanwhile."""
    names: set[str] = set()

    def note(template, **_named) -> None:
        names.add(template.name)

    template_rendered.connect(note)
    try:
        yield names
    finally:
        template_rendered.disconnect(note)
