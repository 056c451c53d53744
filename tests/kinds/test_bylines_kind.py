"""A byline is printed as the people whom it names, whichever format it comes in."""

import json

import pytest

from broadsheet.newsroom.models import Article
from broadsheet.prose.bylines import LONGEST, read_byline
from broadsheet.wire.importer import import_files
from factories import make_edition

TEXT = "The council of Narrin closed the bridge on Monday after inspectors had found cracks in its northern pier."

# What stands over articles, and whom it names.
TRUTHS = {
    "Jane Doe": ["Jane Doe"],
    "By Jane Doe": ["Jane Doe"],
    "by: Jane Doe": ["Jane Doe"],
    "BY JANE DOE": ["JANE DOE"],
    "Von Max Meier": ["Max Meier"],
    "Par Édith Aubry": ["Édith Aubry"],
    "Автор: Иван Петров": ["Иван Петров"],
    "von der Leyen, Ursula": ["von der Leyen, Ursula"],
    "Von den Driesch": ["Von den Driesch"],
    "jane@newsroom.agency (Jane Roe)": ["Jane Roe"],
    "jane@paper.example (Jane Roe, Political Editor)": ["Jane Roe"],
    "Jane Roe <jane@newsroom.agency>": ["Jane Roe"],
    "Jane Roe (jane.roe@paper.example)": ["Jane Roe"],
    "Jane Roe, jane.roe@paper.example": ["Jane Roe"],
    "mailto:jane@paper.example (Jane Roe)": ["Jane Roe"],
    "jane@paper.example": [],
    "Jane Roe @janeroe": ["Jane Roe"],
    "Jane Roe https://paper.example/jane": ["Jane Roe"],
    "Sammy Oaks Jr.": ["Sammy Oaks Jr."],
    "Sammy Oaks, Jr.": ["Sammy Oaks Jr."],
    "Thurston Pell, III": ["Thurston Pell III"],
    "Sammy Oaks, Jr. and Jane Roe": ["Sammy Oaks Jr.", "Jane Roe"],
    "Sammy Oaks, Jr., Jane Roe and Ivo Lund": ["Sammy Oaks Jr.", "Jane Roe", "Ivo Lund"],
    "Jane Roe, M.D.": ["Jane Roe"],
    "Jane Roe, PhD, and Ivo Lund": ["Jane Roe", "Ivo Lund"],
    "Dr. Jane Roe": ["Dr. Jane Roe"],
    "By Jane Doe, Political Editor": ["Jane Doe"],
    "Jane Doe, Chief Foreign Correspondent": ["Jane Doe"],
    "Jane Doe, Vice President of Research": ["Jane Doe"],
    "Jane Doe, staff writer, and John Roe, science editor": ["Jane Doe", "John Roe"],
    "Jane Doe - Political Editor": ["Jane Doe"],
    "Political Editor Jane Doe": ["Jane Doe"],
    "Staff reporter Jane Doe": ["Jane Doe"],
    "Jane Doe Staff Writer": ["Jane Doe"],
    "Корреспондент Иван Петров": ["Иван Петров"],
    "Max Meier, Chefredakteur": ["Max Meier"],
    "本报记者李明": ["李明"],
    "李明、王芳": ["李明", "王芳"],
    "Staff reporter": [],
    "Editorial Team": [],
    "Jane Doe in London": ["Jane Doe"],
    "From Jane Doe in London": ["Jane Doe"],
    "From our correspondent": [],
    "Special to The Times": [],
    "Jane Doe, CNN Business": ["Jane Doe"],
    "Jane Doe 5 min read": ["Jane Doe"],
    "Jane Doe · 12 minute read": ["Jane Doe"],
    '"Jane Doe"': ["Jane Doe"],
    '"Doe, Jane"': ["Doe, Jane"],
    "«Jane Doe»": ["Jane Doe"],
    "Da Vinci": ["Da Vinci"],
    "Da Redação": [],
    "Jane Doe, London": ["Jane Doe"],
    "Jane Doe and John Roe in New York": ["Jane Doe", "John Roe"],
    "Max Meier, Berlin": ["Max Meier"],
    "Jane Doe, Washington, D.C.": ["Jane Doe"],
    "Reuters": [],
    "The Associated Press": [],
    "Jane Doe, Associated Press": ["Jane Doe"],
    "Jane Doe (Reuters)": ["Jane Doe"],
    "Jane Doe/AFP": ["Jane Doe"],
    "Jane Doe | The Narrin Lantern": ["Jane Doe"],
    "Jane Doe, The Narrin Lantern": ["Jane Doe"],
    "Jane Doe, Daily Pilot": ["Jane Doe"],
    "Jane Doe for The Narrin Lantern": ["Jane Doe"],
    "Jane Doe Special to The Lantern": ["Jane Doe"],
    "Jane Doe, University of Narrin": ["Jane Doe"],
    "Jane Roe and John Doe": ["Jane Roe", "John Doe"],
    "Jane Roe, John Doe & Ann Poe": ["Jane Roe", "John Doe", "Ann Poe"],
    "Jane Roe; John Doe": ["Jane Roe", "John Doe"],
    "Jane Roe with John Doe": ["Jane Roe", "John Doe"],
    "Иван Петров и Анна Сидорова": ["Иван Петров", "Анна Сидорова"],
    "Doe, Jane": ["Doe, Jane"],
    "Doe, Jane; Roe, John": ["Doe, Jane", "Roe, John"],
    "Ant and Dec": ["Ant and Dec"],
    "Jane and John Roe": ["Jane and John Roe"],
    "Ludwig van der Beek": ["Ludwig van der Beek"],
    "Robert (Bob) Smith": ["Robert (Bob) Smith"],
    "Anne-Marie O'Neill": ["Anne-Marie O'Neill"],
    "Jane Doe | 12 March 2020": ["Jane Doe"],
    "Jane Doe, who lives in Narrin": ["Jane Doe"],
    "李明": ["李明"],
    "Ada Penn": ["Ada Penn"],
    "Bárbara Par Ivon": ["Bárbara Par Ivon"],
    "Madonna": ["Madonna"],
    "": [],
}


@pytest.mark.parametrize("written", TRUTHS)
def test_a_byline_names_these_people(written):
    assert list(read_byline(written).people) == TRUTHS[written]


def test_a_byline_that_is_the_publisher_names_nobody():
    assert read_byline("Narrin Lantern", publisher="Narrin Lantern").people == ()
    assert read_byline("Jane Doe, Narrin Lantern", publisher="Narrin Lantern").people == ("Jane Doe",)


def test_a_text_in_the_place_of_a_byline_names_nobody_and_is_returned():
    assert read_byline("x" * (LONGEST + 1)).others == ("x" * (LONGEST + 1),)


def test_an_agency_is_returned_as_one():
    assert read_byline("Jane Doe | Reuters").agencies == ("Reuters",)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "format_name", ["ninjs", "ninjs person", "rss", "dc", "atom", "html meta", "html json-ld"]
)
@pytest.mark.parametrize(
    "written",
    ["Jane Roe, Political Editor", "jane@newsroom.agency (Jane Roe)", "Jane Roe <jane@newsroom.agency>"],
)
def test_one_byline_is_the_same_in_every_format(format_name, written, tmp_path):
    article = imported(tmp_path, format_name, written)

    assert [each.author.name for each in article.bylines.all()] == ["Jane Roe"]


@pytest.mark.django_db
def test_several_authors_of_a_feed_s_item_are_each_read_whole(tmp_path):
    article = imported(
        tmp_path, "rss", "jane@newsroom.agency (Jane Roe)</author><author>ivo@press.digital (Ivo Lund)", escaped=False
    )  # fmt: skip

    assert [each.author.name for each in article.bylines.all()] == ["Jane Roe", "Ivo Lund"]


@pytest.mark.django_db
def test_an_agency_in_the_byline_is_the_source_where_none_is_stated(tmp_path):
    article = imported(tmp_path, "ninjs", "Jane Roe, Reuters")

    assert (article.source, article.bylines.count()) == ("Reuters", 1)


@pytest.mark.django_db
def test_a_byline_that_names_no_person_is_named_in_the_report(tmp_path):
    make_edition("en")
    path = tmp_path / "wire.json"
    path.write_text(json.dumps(item("Staff reporter")), encoding="utf-8")

    assert [line for line in import_files([path]).lines if "Staff reporter" in line] != []


def imported(folder, format_name, written, *, escaped=True):
    """Import one story with this byline, in a file of the format, and return its article."""
    make_edition("en")
    xml = written.replace("<", "&lt;").replace(">", "&gt;") if escaped else written
    name, content = FILES[format_name](written, xml)
    (folder / name).write_text(content, encoding="utf-8")
    report = import_files([folder / name])
    assert report.added == 1, report.lines
    return Article.objects.get()


def item(written, **fields):
    return {
        "uri": "urn:x:1", "type": "text", "language": "en", "headline": "Bridge closed", "body_text": TEXT, "by": written,
        **fields,
    }  # fmt: skip


def _rss(author):
    namespace = "http://purl.org/dc/elements/1.1/"
    return (
        f'<rss version="2.0" xmlns:dc="{namespace}"><channel><title>River Gazette</title><language>en</language><item>'
        f"<guid>1</guid><title>Bridge closed</title>{author}<description>{TEXT}</description></item></channel></rss>"
    )


def _atom(author):
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>River Gazette</title><id>urn:x:f</id><entry>'
        f"<id>urn:x:1</id><title>Bridge closed</title><author><name>{author}</name></author><content>{TEXT}</content>"
        "</entry></feed>"
    )


def _page(head):
    return (
        f'<!doctype html><html lang="en"><head><title>Bridge closed</title>{head}</head><body><article>'
        f"<h1>Bridge closed</h1><p>{TEXT}</p><p>It was {TEXT[4:]}</p><p>{TEXT} Again.</p></article></body></html>"
    )


FILES = {
    "ninjs": lambda written, xml: ("wire.json", json.dumps(item(written))),
    "ninjs person": lambda written, xml: (
        "wire.json", json.dumps(item("", people=[{"name": written, "rel": "author"}]))
    ),
    "rss": lambda written, xml: ("feed.xml", _rss(f"<author>{xml}</author>")),
    "dc": lambda written, xml: ("feed.xml", _rss(f"<dc:creator>{xml}</dc:creator>")),
    "atom": lambda written, xml: ("feed.xml", _atom(xml)),
    "html meta": lambda written, xml: ("page.html", _page(f'<meta name="author" content="{xml}">')),
    "html json-ld": lambda written, xml: (
        "page.html",
        _page(
            '<script type="application/ld+json">'
            + json.dumps({"@type": "NewsArticle", "headline": "Bridge closed", "author": {"name": written}})
            + "</script>"
        ),
    ),
}  # fmt: skip
