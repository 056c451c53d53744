"""WordPress exports of our own making, as small as they can be."""

from xml.sax.saxutils import escape

from broadsheet.newsroom.stories import Story
from broadsheet.wire.formats.wordpress.export_file import WordPress
from wire.source_files import source

TEXT = "The council of Narrin closed the bridge on Monday after inspectors had found cracks in its northern pier."
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>The Lantern</title><link>https://lantern.example</link>
<language>en-GB</language><wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://lantern.example</wp:base_blog_url>
<wp:author><wp:author_id>7</wp:author_id><wp:author_login>hana</wp:author_login>
<wp:author_display_name><![CDATA[Hana Ostrow]]></wp:author_display_name></wp:author>
"""


def export(*parts: str, head: str = HEAD) -> str:
    """Return a whole export with these items and terms."""
    return f"{head}{''.join(parts)}</channel></rss>\n"


def post(number: int = 1, title: str = "Bridge closed", content: str = TEXT, **fields: str) -> str:
    """Return an item; `fields` are those of WordPress, without their prefix, an empty one is left out."""
    stated = {
        "post_id": str(number),
        "post_date": "2017-10-02 08:30:00",
        "post_date_gmt": "2017-10-02 06:30:00",
        "post_name": "",
        "status": "publish",
        "post_type": "post",
        "post_password": "",
        **{name: value for name, value in fields.items() if name not in OUTSIDE},
    }
    link = fields.get("link", f"https://lantern.example/?p={number}")
    guid = fields.get("guid", f"https://lantern.example/?p={number}")
    written = "".join(f"<wp:{name}>{escape(value)}</wp:{name}>" for name, value in stated.items())
    return (
        f"<item><title>{escape(title)}</title><link>{link}</link><guid isPermaLink='false'>{guid}</guid>"
        f"<pubDate>{fields.get('pubDate', '')}</pubDate><dc:creator><![CDATA[{fields.get('creator', 'hana')}]]></dc:creator>"
        f"<content:encoded><![CDATA[{content}]]></content:encoded>"
        f"<excerpt:encoded><![CDATA[{fields.get('excerpt', '')}]]></excerpt:encoded>{written}{fields.get('more', '')}</item>\n"
    )


OUTSIDE = {"link", "guid", "pubDate", "creator", "excerpt", "more"}


def meta(key: str, value: str) -> str:
    """Return a field that WordPress or a plugin adds to an item."""
    return f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>"


def filed_under(domain: str, slug: str, name: str) -> str:
    """Return a term of an item."""
    return f'<category domain="{domain}" nicename="{slug}"><![CDATA[{name}]]></category>'


def category(slug: str, name: str, parent: str = "", number: str = "") -> str:
    """Return a category as the head of an export describes it."""
    return (
        f"<wp:category><wp:term_id>{number}</wp:term_id><wp:category_nicename>{slug}</wp:category_nicename>"
        f"<wp:category_parent>{parent}</wp:category_parent><wp:cat_name><![CDATA[{name}]]></wp:cat_name></wp:category>"
    )


def attachment(number: int, address: str, *, alt: str = "", caption: str = "", parent: str = "0") -> str:
    """Return an item of the media library."""
    more = f"<wp:attachment_url>{address}</wp:attachment_url>" + meta("_wp_attachment_image_alt", alt)
    return post(
        number,
        "IMG",
        "",
        status="inherit",
        post_type="attachment",
        post_parent=parent,
        excerpt=caption,
        more=more,
    )


def items_of(text: str | bytes, form: WordPress | None = None) -> list[object]:
    """Return all that is read from an export."""
    return list((form or WordPress()).read([source("export.xml", text)]))


def stories_of(text: str | bytes, form: WordPress | None = None) -> list[Story]:
    """Return the stories of an export."""
    return [each for each in items_of(text, form) if isinstance(each, Story)]
