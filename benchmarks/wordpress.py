"""Time the import of a large WordPress export beside the same articles saved one by one, and see how much memory it takes.

python benchmarks/wordpress.py [--megabytes 100]
The export is made of sentences of the real texts in ../shared/data: posts with authors, categories, tags, links to each other and
pictures, and one in twenty that was never public. The rails are ranked afterwards, by the worker, and are not part of this.
"""

import argparse
import os
import random
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TextIO

from commands import ONE_BY_ONE, figures_of, run
from papers import SECTIONS, sentences
from results import show

SITE = "https://lantern.example"
FIRST_DAY = datetime(2004, 1, 5, 7, tzinfo=UTC)
HEAD = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>The Lantern</title><link>{SITE}</link><language>en-GB</language><wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>{SITE}</wp:base_site_url><wp:base_blog_url>{SITE}</wp:base_blog_url>
"""
AUTHOR = """<wp:author><wp:author_id>{n}</wp:author_id><wp:author_login>writer{n}</wp:author_login>
<wp:author_display_name><![CDATA[Hana {name}]]></wp:author_display_name></wp:author>
"""
NAMES = ("Ostrow", "Velden", "Marek", "Lindqvist", "Okafor", "Sandoval", "Petrov", "Duarte")
ITEM = """<item><title>{title}</title><link>{link}</link><pubDate>{at:%a, %d %b %Y %H:%M:%S} +0000</pubDate>
<dc:creator><![CDATA[writer{author}]]></dc:creator><guid isPermaLink="false">{site}/?p={n}</guid><description></description>
<content:encoded><![CDATA[{text}]]></content:encoded><excerpt:encoded><![CDATA[]]></excerpt:encoded>
<wp:post_id>{n}</wp:post_id><wp:post_date>{at:%Y-%m-%d %H:%M:%S}</wp:post_date><wp:post_date_gmt>{at:%Y-%m-%d %H:%M:%S}</wp:post_date_gmt>
<wp:comment_status>open</wp:comment_status><wp:ping_status>open</wp:ping_status><wp:post_name>{slug}</wp:post_name>
<wp:status>{status}</wp:status><wp:post_parent>0</wp:post_parent><wp:menu_order>0</wp:menu_order><wp:post_type>{type}</wp:post_type>
<wp:post_password></wp:post_password><wp:is_sticky>0</wp:is_sticky>{more}</item>
"""
TERM = '<category domain="{domain}" nicename="{slug}"><![CDATA[{name}]]></category>'
THUMBNAIL = (
    "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>{n}</wp:meta_value></wp:postmeta>"
)
# The peak of the process that imports, from its start on.
STORED = """
import resource
from pathlib import Path
from broadsheet.wire.importer import import_files
report = import_files([Path({export!r})], has_worker=True)
print(report.added, report.stored_seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)
"""


def main() -> None:
    """Make the export, import it into an empty site, and show the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--megabytes", type=int, default=100)
    megabytes = parser.parse_args().megabytes
    with tempfile.TemporaryDirectory() as folder:
        export = Path(folder) / "lantern.xml"
        with export.open("w", encoding="utf-8") as file:
            write_export(file, megabytes * 1_000_000)
        os.environ["BROADSHEET_DATA"] = f"{folder}/var"
        run("manage", "migrate", "-v0")
        added, seconds, peak = figures_of(STORED.format(export=str(export)))
        [one_by_one] = figures_of(ONE_BY_ONE)
    rate = added / seconds
    rows = [
        ["articles", added],
        ["stored, articles/s", rate],
        ["150 of them saved one by one, articles/s", one_by_one],
        ["as many times as fast", rate / one_by_one],
        ["peak memory of the import, MB", peak],
    ]
    show(f"an export of {megabytes:,} MB", ("", "measured"), rows)


def write_export(file: TextIO, length: int) -> None:
    """Write an export of about so many bytes."""
    chance, texts = random.Random(7), sentences()
    file.write(HEAD)
    file.writelines(AUTHOR.format(n=n, name=name) for n, name in enumerate(NAMES, start=1))
    written, number = 0, 0
    while written < length:
        number += 2
        written += file.write(_post(number, chance, texts))
        if number % 10 == 0:
            written += file.write(_attachment(number + 1, chance, texts))
    file.write("</channel></rss>\n")


def _post(number: int, chance: random.Random, texts: list[str]) -> str:
    said = [chance.choice(texts) for _sentence in range(chance.randint(10, 40))]
    other = chance.randrange(2, number + 40, 2)
    said.insert(4, f'More of it <a href="{SITE}/{_slug(other)}/">in this report</a>.')
    section = chance.choice(SECTIONS)
    terms = [TERM.format(domain="category", slug=section.lower(), name=section)]
    for topic in chance.sample(range(300), 3):
        terms.append(TERM.format(domain="post_tag", slug=f"topic-{topic}", name=f"Topic {topic}"))
    if number % 10 == 0:
        terms.append(THUMBNAIL.format(n=number + 1))
    status = "publish" if chance.randrange(20) else chance.choice(("draft", "private", "pending", "trash"))
    paragraphs = "\n\n".join(" ".join(said[begin : begin + 3]) for begin in range(0, len(said), 3))
    title = f"{' '.join(chance.choice(texts).split()[:8])} {number}"
    return _item(
        number, chance, title=title, text=paragraphs, status=status, type="post", more="".join(terms)
    )


def _attachment(number: int, chance: random.Random, texts: list[str]) -> str:
    address = f"<wp:attachment_url>{SITE}/wp-content/uploads/{number}.jpg</wp:attachment_url>"
    title = " ".join(chance.choice(texts).split()[:4])
    return _item(number, chance, title=title, text="", status="inherit", type="attachment", more=address)


def _item(number: int, chance: random.Random, **fields: str) -> str:
    text = fields.pop("text").replace("]]>", "]] >")
    title = fields.pop("title").replace("&", "and").replace("<", "")
    return ITEM.format(
        n=number, site=SITE, slug=_slug(number), link=f"{SITE}/{_slug(number)}/", author=chance.randint(1, len(NAMES)),
        at=FIRST_DAY + timedelta(minutes=37 * number), text=text, title=title, **fields,
    )  # fmt: skip


def _slug(number: int) -> str:
    return f"story-number-{number}"


if __name__ == "__main__":
    main()
