"""Whatever a page or a feed is made of becomes a block of the article, and what cannot be kept becomes a link."""

from datetime import UTC, datetime

import pytest

from broadsheet.newsroom.models import Article
from broadsheet.wire.importer import import_files
from factories import make_edition

pytestmark = pytest.mark.django_db
TEXT = "The council of Narrin closed the bridge on Monday after inspectors had found cracks in its northern pier."
PAGE = f"""<!doctype html><html lang="en"><head><title>Bridge closed | The Lantern</title>
<meta property="article:published_time" content="2017-10-02T06:30:00Z">
<meta property="article:modified_time" content="2017-10-03T06:30:00Z"></head>
<body><article><h1>Bridge closed</h1><p>{TEXT}</p><p>It was {TEXT[4:]}</p>
<h2>What was found</h2><ul><li>{TEXT}</li><li>Rust on the bearings of the southern pier.</li></ul>
<blockquote>“Nobody shall cross it before Easter, said the inspector of bridges.”</blockquote>
<table><caption>Cracks</caption><tr><th>Pier</th><th>Cracks</th></tr><tr><td>North</td><td>7</td></tr></table>
<p>{TEXT} Again.</p></article></body></html>"""
FEED = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<title>The Lantern</title><language>en-gb</language>
<item><guid>1</guid><title>Bridge closed</title><pubDate>Mon, 02 Oct 2017 06:30:00 GMT</pubDate>
<description>Cracks in the northern pier.</description><category>Bridges</category><author>Hana Ostrow</author>
<media:content url="https://lantern.example/bridge.jpg" medium="image"/>
<content:encoded><![CDATA[<div><h3>The piers</h3><p>{TEXT}</p><blockquote>Nobody shall cross it.</blockquote>
<figure><img src="https://lantern.example/pier.jpg" alt="A pier"><figcaption>The pier</figcaption></figure>
<figure><img src="data:image/gif;base64,R0"><figcaption>Nothing to fetch</figcaption></figure>
<table><tr><td>Only a layout</td></tr><tr><td>Of one column</td></tr></table>
<table><tr><th>Pier</th><th>Cracks</th></tr><tr><td>North</td><td>7</td><td>old</td></tr></table>
loose words <b>between</b> blocks<ol><li>first</li></ol></div>]]></content:encoded></item>
<item><guid>2</guid><title>Bridge opened</title><pubDate>Mon, 99 Oct 0001 06:30:00 GMT</pubDate>
<description>{TEXT} Second.</description></item>
<item><guid>1</guid><title>Bridge closed</title><description>{TEXT}</description></item>
</channel></rss>"""


def test_a_feed_s_html_becomes_blocks_of_every_kind(tmp_path):
    make_edition("en")
    article = imported(tmp_path, "feed.xml", FEED).get(source_id="1")

    assert kinds(article) == [
        ("absent_picture", "https://lantern.example/bridge.jpg"),
        ("heading", "The piers"),
        ("paragraph", f"<p>{TEXT}</p>"),
        ("quotation", "Nobody shall cross it."),
        ("absent_picture", "https://lantern.example/pier.jpg"),
        ("paragraph", "<p>Nothing to fetch</p>"),
        ("paragraph", "<p>Only a layout</p>"),
        ("paragraph", "<p>Of one column</p>"),
        ("table", (["Pier", "Cracks", ""], [["North", "7", "old"]])),
        ("paragraph", "<p>loose words <b>between</b> blocks</p>"),
        ("paragraph", "<ol><li>first</li></ol>"),
    ]
    assert (article.standfirst, article.source) == ("Cracks in the northern pier.", "The Lantern")
    assert [each.name for each in article.topics.all()] == ["Bridges"]


def test_a_feed_s_absurd_date_is_no_date_and_is_said(tmp_path):
    make_edition("en")
    article = imported(tmp_path, "feed.xml", FEED).get(source_id="2")

    assert article.published_at is None
    assert article.date_basis == "the feed states no usable date"


def test_a_saved_page_keeps_its_headings_lists_quotations_and_tables(tmp_path):
    make_edition("en")
    article = imported(tmp_path, "page.html", PAGE).get()

    assert article.headline == "Bridge closed"
    assert {"heading", "paragraph", "quotation", "table"} <= {kind for kind, _value in kinds(article)}
    assert article.published_at == datetime(2017, 10, 2, 6, 30, tzinfo=UTC)


def imported(folder, name, content):
    (folder / name).write_text(content, encoding="utf-8")
    import_files([folder / name])
    return Article.objects.all()


def kinds(article):
    """Return the blocks of an article: the kind of each, and what says most of it."""
    return [(each["type"], _telling(each["value"])) for each in article.body.raw_data]


def _telling(value):
    if isinstance(value, str):
        return value
    if "columns" in value:
        return [each["heading"] for each in value["columns"]], [each["values"] for each in value["rows"]]
    return value.get("url") or value["text"]
