"""A name or headline with `& < >` in it is the same in a file, on a page, in a feed and in structured data."""

import html
import json
import re
from html import escape

import feedparser
import pytest
from lxml import etree

from broadsheet.newsroom.models import Article
from broadsheet.prose.stated_text import escaped_perhaps, plain_unless_marked
from broadsheet.wire.importer import import_files
from broadsheet.wire.reading import Wishes
from factories import make_edition, make_section
from newsstand import publish, read

TEXT = "The council of Narrin closed the bridge on Monday after inspectors had found cracks in its northern pier."
# What may stand in a name as it is; the first four are what some have escaped once too often.
AS_TYPED = [
    "Tom & Jerry", "Why a <section> is no <div>", "5 < 6 > 4", "AT&T and <main>", "Arts &amp; Culture", "&lt;main&gt; is an element",
    "<b> and <i> are old", "“Quoted” 'and' \"so\"", "A&B;C", "]]> ends it", "R&D", "x<y",
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("name", AS_TYPED)
@pytest.mark.parametrize(
    "file_format", ["ninjs", "atom text", "atom html", "atom xhtml", "json-ld", "page-text"]
)
def test_a_name_comes_in_as_it_was_typed(file_format, name, tmp_path):
    article = imported(tmp_path, file_format, name)

    assert article.headline == f"{name} in Narrin"
    if file_format != "page-text":
        assert [each.name for each in article.topics.all()] == [name]


@pytest.mark.parametrize(
    ("in_the_xml", "title"),
    [
        # Escaped once, as plain text is.
        ("Tom &amp; Jerry", "Tom & Jerry"), ("Why a &lt;section&gt; is no &lt;div&gt;", "Why a <section> is no <div>"),
        ("<![CDATA[Tom & Jerry]]>", "Tom & Jerry"), ("AT&amp;T &amp;amp; &lt;main&gt;", "AT&T &amp; <main>"), ("5 &lt; 6", "5 < 6"),
        # Escaped twice, as markup is.
        ("<![CDATA[Arts &amp; Culture]]>", "Arts & Culture"), ("Arts &amp;amp; Culture", "Arts & Culture"),
        ("<![CDATA[Narrin&#8217;s bridge]]>", "Narrin’s bridge"), ("Why a &amp;lt;section&amp;gt;", "Why a <section>"),
        ("<![CDATA[The <em>old</em> bridge]]>", "The old bridge"), ("The &lt;b&gt;old&lt;/b&gt; bridge", "The old bridge"),
        ("The &lt;b&gt; element", "The <b> element"),
    ],
)  # fmt: skip
@pytest.mark.django_db
def test_a_title_of_rss_is_decoded_as_often_as_it_was_escaped(in_the_xml, title, tmp_path):
    make_edition("en")
    feed = (
        '<rss version="2.0"><channel><title>Gazette</title><language>en</language><item><guid>1</guid>'
        f"<title>{in_the_xml}</title><category>{in_the_xml}</category><description>{TEXT}</description></item></channel></rss>"
    )
    (tmp_path / "feed.xml").write_text(feed, encoding="utf-8")
    import_files([tmp_path / "feed.xml"])

    [article] = Article.objects.all()
    assert (article.headline, [each.name for each in article.topics.all()]) == (title, [title])


@pytest.mark.django_db
def test_names_go_out_to_pages_feeds_and_structured_data_unharmed():
    for name in AS_TYPED:
        publish(
            f"Head {name}", standfirst=f"Stand {name} first.", section=make_section(name, slug=f"s-{len(name)}"), slug="bridge",
            authors=["Ada Penn"], source=f"Source {name}",
        )  # fmt: skip
    for article in Article.objects.select_related("section"):
        page = read(article.get_absolute_url())
        said = json.loads(re.search(r'ld\+json">(.*?)</script>', page, re.DOTALL)[1])
        told = etree.HTML(page)

        assert (said["headline"], said["description"], said["articleSection"]) == (
            article.headline, article.standfirst, article.section.name,
        )  # fmt: skip
        assert told.findtext(".//h1") == article.headline
        assert told.xpath("//meta[@property='og:title']/@content") == [article.headline]
        assert told.xpath("string(//p[@class='standfirst'])") == article.standfirst


@pytest.mark.django_db
def test_a_description_of_our_feeds_is_html_once_escaped():
    wanted = {}
    for number, name in enumerate(AS_TYPED):
        found = publish(f"Head {number}", standfirst=f"Stand {name} first.")
        wanted[found.headline] = found.standfirst

    items = etree.fromstring(read("/feed/").encode()).findall(".//item")
    as_readers_show = {each.findtext("title"): shown(each.findtext("description")) for each in items}

    assert as_readers_show == wanted


@pytest.mark.django_db
def test_our_own_feed_comes_in_as_it_went_out(tmp_path):
    names = [each for each in AS_TYPED if escaped_perhaps(each) == each]
    for name in names:
        publish(f"Head {name}", standfirst=f"Stand {name} first. {TEXT}", section=make_section("Town"))
    sent = read("/feed/")
    Article.objects.all().delete()
    (tmp_path / "feed.xml").write_text(sent, encoding="utf-8")

    import_files([tmp_path / "feed.xml"])

    assert sorted(Article.objects.values_list("headline", flat=True)) == sorted(
        f"Head {name}" for name in names
    )
    assert all(
        f"Stand {name} first." in "".join(each.plain_body for each in Article.objects.all()) for name in names
    )


def test_a_feed_reader_shows_the_titles_of_our_feed_as_they_are(db):
    publish("Why a <section> is no <div> & so on")

    assert feedparser.parse(read("/feed/")).entries[0].title == "Why a <section> is no <div> & so on"


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("Arts &amp; Culture", "Arts &amp; Culture"), ("Narrin&#8217;s bridge", "Narrin’s bridge"), ("<b>Bridge</b> closed", "Bridge closed"),
        ("<main> & <b>", "<main> & <b>"), ("R&D &#38; more", "R&D &#38; more"),
    ],
)  # fmt: skip
def test_a_plain_field_is_decoded_only_where_nobody_can_have_typed_it(written, read_as):
    assert plain_unless_marked(written) == read_as


def shown(description):
    """Return the words of markup as a feed reader shows them."""
    return html.unescape(re.sub(r"<[^>]+>", "", description))


def imported(folder, file_format, name):
    make_edition("en")
    title = f"{name} in Narrin"
    file_name, content = FILES[file_format](title, name)
    (folder / file_name).write_text(content, encoding="utf-8")
    # A text that begins with an element of HTML looks like a page.
    wishes = Wishes(kind="page-text") if file_format == "page-text" else None
    report = import_files([folder / file_name], wishes)
    assert report.added == 1, report.lines
    return Article.objects.get()


def _atom(title, name):
    return "feed.xml", (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Gazette</title><id>urn:f</id><entry><id>urn:x:1</id>'
        f'{title}<category term="{escape(name)}"/><author><name>Ada Penn</name></author><content>{TEXT}</content></entry></feed>'
    )


def _page(title, name):
    said = {"@type": "NewsArticle", "headline": title, "keywords": [name], "author": {"name": "Ada Penn"}}
    structured = json.dumps(said).replace("<", "\\u003c")
    return "page.html", (
        f'<!doctype html><html lang="en"><head><title>{escape(title)}</title><script type="application/ld+json">{structured}'
        f"</script></head><body><article><p>{TEXT}</p><p>It was {TEXT[4:]}</p><p>{TEXT} Again.</p></article></body></html>"
    )


FILES = {
    "ninjs": lambda title, name: (
        "wire.json",
        json.dumps({"uri": "urn:x:1", "language": "en", "headline": title, "body_text": TEXT, "subject": [{"name": name}]}),
    ),
    "atom text": lambda title, name: _atom(f'<title type="text">{escape(title)}</title>', name),
    "atom html": lambda title, name: _atom(f'<title type="html">{escape(escape(title))}</title>', name),
    "atom xhtml": lambda title, name: _atom(
        f'<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{escape(title)}</div></title>', name
    ),
    "json-ld": _page,
    "page-text": lambda title, name: (
        "page.txt", f"Narrin Gazette\n\n{title} | Gazette\n\nHome\n\n{title}\n\n{TEXT}\n\nIt was {TEXT[4:]}\n\n{TEXT} Again.\n"
    ),
}  # fmt: skip
