"""Whatever stands in a story, what leaves as XML is well-formed, and what leaves as JSON can be read."""

import json
import re
import unicodedata

import pytest
from lxml import etree

from broadsheet.newsroom.models import Article, Section, Topic
from broadsheet.prose.typography import without_controls
from broadsheet.wire.importer import import_files
from factories import make_article, make_author, make_edition
from newsstand import read

# NUL, which PostgreSQL does not store, and surrogates, which nothing stores, cannot come out of the database.
STORABLE = [chr(each) for each in range(1, 0x10000) if not 0xD800 <= each <= 0xDFFF]
FIRST_PLANE = "".join(map(chr, range(0x10000)))
XML_CHAR = re.compile("[\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")
TEXT = "An old scanner left marks in the headlines of a hundred stories that nobody can see and no program wants."


def test_what_is_kept_of_a_text_is_char_of_xml():
    assert XML_CHAR.fullmatch(without_controls(FIRST_PLANE + "\U0001fffe\U0010ffff"))


def test_no_letter_figure_or_sign_is_taken_for_a_control():
    lost = set(FIRST_PLANE) - set(without_controls(FIRST_PLANE))

    assert {unicodedata.category(each) for each in lost} == {"Cc", "Cf", "Cn", "Cs"}


@pytest.mark.django_db
def test_every_code_point_of_the_first_plane_goes_out_in_feed_sitemap_and_structured_data():
    address = published_with_all("".join(STORABLE))

    feed = etree.fromstring(read("/feed/").encode())
    for each in ("/sitemap.xml", "/sitemap-0.xml", "/sitemap-1.xml"):
        etree.fromstring(read(each).encode())

    said = stated(read(address))
    assert feed.findtext(".//item/description") is not None
    assert all(map(XML_CHAR.fullmatch, [said["headline"], said["description"], *said["keywords"]]))
    assert all(XML_CHAR.fullmatch(each["name"]) for each in said["author"])


@pytest.mark.django_db
@pytest.mark.parametrize("odd", ["\uffff", "\ufffe", "\ufdd0", "\x0b", "\x00", "\ud800"])
def test_a_story_comes_in_without_what_no_program_wants_and_keeps_its_words(odd, tmp_path):
    make_edition("en")
    item = {
        "uri": "urn:x:1", "language": "en", "headline": f"Old scanner {odd}leaves marks", "body_text": TEXT,
        "by": f"Ada{odd} Penn", "subject": [{"name": f"Scan{odd}ners"}], "section": f"To{odd}wn",
    }  # fmt: skip
    (tmp_path / "wire.json").write_text(json.dumps(item), encoding="utf-8")
    import_files([tmp_path / "wire.json"])

    [article] = Article.objects.all()
    etree.fromstring(read("/feed/").encode())

    kept = "\ufdd0" if odd == "\ufdd0" else ""
    assert article.headline == f"Old scanner {kept}leaves marks"
    assert [each.author.name for each in article.bylines.all()] == [f"Ada{kept} Penn"]


def published_with_all(text):
    """Publish an article whose every part has something of the text, and return its address."""
    edition = make_edition()
    section = Section.objects.create(locale=edition.locale, name=f"Town {text[:60]}", slug="town")
    article = make_article(
        f"Old scanner {text[:100]} {text[-100:]}", standfirst=text, section=section, slug="old-scanner", edition=edition
    )  # fmt: skip
    parts = [text[at : at + 190] for at in range(0, len(text), 190)]
    article.topics = [
        Topic.objects.create(locale=edition.locale, name=f"T {each}", slug=f"t-{number}")
        for number, each in enumerate(parts)
    ]
    author = make_author("Ada Penn")
    author.name = f"Ada {text[-90:]}"
    author.save()
    article.bylines.create(author=author, sort_order=0)
    article.save()
    return article.get_absolute_url()


def stated(page):
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])
