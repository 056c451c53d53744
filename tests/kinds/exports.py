"""Build the smallest valid file of each system from which a newsroom may move: two public stories, and one of each other state.

What was not public has SECRET in its headline and text.
"""

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

BRIDGE = "The new bridge over the river opened on Monday and the first lorries crossed it at noon."
HARBOUR = "The harbour is dredged again this spring, for the ferries touched the ground twice in March."
SECRET = "SECRET: this unchecked text about the mayor must never be seen by a reader of the paper."


@dataclass(frozen=True)
class Export:
    """A file of another system, and what it is to be called when it is refused."""

    name: str
    content: bytes
    called: str


def _file(name: str, content: str, called: str) -> Export:
    return Export(name, content.encode(), called)


def _ghost() -> str:
    states = ["published", "published", "draft", "scheduled", "sent"]
    posts = [
        {"id": str(n), "title": _title(n), "html": f"<p>{_text(n)}</p>", "status": state, "visibility": "public", "type": "post"}
        for n, state in enumerate(states)
    ]  # fmt: skip
    posts.append({**posts[0], "id": "m", "title": "SECRET for members", "visibility": "paid"})
    posts.append({**posts[0], "id": "p", "title": "SECRET page", "type": "page"})
    return json.dumps(
        {"db": [{"meta": {"exported_on": 1767225600000, "version": "5.0.0"}, "data": {"posts": posts}}]}
    )


def _medium(number: int, footer: str) -> str:
    return (
        f'<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>{_title(number)}</title>'
        f'</head><body><article class="h-entry"><header><h1 class="p-name">{_title(number)}</h1></header>'
        f'<section data-field="body" class="e-content"><p>{_text(number)}</p><p>{_text(number)}</p></section>'
        f'<footer>{footer}<p>Exported from <a href="https://medium.com">Medium</a> on March 4, 2026.</p></footer></article></body></html>'
    )


def _blogger(*, takeout: bool) -> str:
    entries = []
    for number, kind in enumerate(("post", "post", "draft", "comment", "settings", "template", "page")):
        if takeout:
            state = "DRAFT" if kind == "draft" else "LIVE"
            said = f"<blogger:type>{'POST' if kind in ('post', 'draft') else kind.upper()}</blogger:type><blogger:status>{state}</blogger:status>"
        else:
            term = "post" if kind == "draft" else kind
            said = f"<category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#{term}'/>"
            said += "<app:control xmlns:app='http://www.w3.org/2007/app'><app:draft>yes</app:draft></app:control>" if kind == "draft" else ""  # fmt: skip
        entries.append(
            f"<entry><id>tag:blogger.com,1999:blog-1.post-{number}</id><published>2026-03-02T10:00:00Z</published>{said}"
            f"<title>{_title(number)}</title><content type='html'>{_text(number)}</content></entry>"
        )
    more = " xmlns:blogger='http://schemas.google.com/blogger/2018'" if takeout else ""
    return f"<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom'{more}><title>Old Town</title>{''.join(entries)}</feed>"


def _rest() -> str:
    states = ["publish", "publish", "draft", "pending", "private", "future", "trash"]
    posts = [
        {"id": n, "date": "2026-03-02T10:00:00", "guid": {"rendered": f"https://oldtown.example/?p={n}"}, "status": state,
         "type": "post", "title": {"rendered": _title(n)}, "content": {"rendered": f"<p>{_text(n)}</p>", "protected": False}}
        for n, state in enumerate(states)
    ]  # fmt: skip
    posts.append(
        {
            **posts[0],
            "id": 9,
            "title": {"rendered": "SECRET"},
            "content": {"rendered": SECRET, "protected": True},
        }
    )
    return json.dumps(posts)


PUBLIC_POSTS = [("publish", "post", ""), ("publish", "post", "")]
OTHER_POSTS = [
    ("draft", "post", ""), ("private", "post", ""), ("publish", "post", "mayor"), ("trash", "post", ""), ("inherit", "attachment", ""),
    ("publish", "nav_menu_item", ""), ("pending", "post", ""), ("future", "post", ""), ("auto-draft", "post", ""),
    ("inherit", "revision", ""), ("publish", "page", ""), ("pitch", "post", ""),
]  # fmt: skip


def _wxr(generator: str, posts: Sequence[tuple[str, str, str]] = (*PUBLIC_POSTS, *OTHER_POSTS)) -> str:
    items = "".join(
        f"<item><title>{_title(n)}</title><link>https://oldtown.example/{n}/</link><guid>https://oldtown.example/?p={n}</guid>"
        f"<content:encoded><![CDATA[{_text(n)}]]></content:encoded><wp:post_id>{n}</wp:post_id><wp:status>{state}</wp:status>"
        f"<wp:post_type>{kind}</wp:post_type><wp:post_password>{password}</wp:post_password></item>"
        for n, (state, kind, password) in enumerate(posts)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        f'xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Old Town</title>{generator}'
        f"<wp:wxr_version>1.2</wp:wxr_version>{items}</channel></rss>"
    )


def _nitf(number: int, docdata: str) -> str:
    return (
        f'<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "nitf-3-5.dtd"><nitf><head><title>{_title(number)}</title>{docdata}</head>'
        f"<body><body.head><hedline><hl1>{_title(number)}</hl1></hedline></body.head><body.content><p>{_text(number)}</p>"
        "</body.content></body></nitf>"
    )


def _g2() -> str:
    items = "".join(
        f'<newsItem guid="urn:x:{n}" version="1"><itemMeta><pubStatus qcode="stat:{state}"/>{embargo}</itemMeta><contentMeta><headline>{_title(n)}'
        f'</headline></contentMeta><contentSet><inlineXML contenttype="application/xhtml+xml"><html><body><p>{_text(n)}</p></body></html>'
        "</inlineXML></contentSet></newsItem>"
        for n, (state, embargo) in enumerate([
            ("usable", ""), ("usable", ""), ("withheld", ""), ("canceled", ""), ("usable", "<embargoed>2037-01-15T00:01:00Z</embargoed>"),
        ])
    )  # fmt: skip
    return f'<?xml version="1.0"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>{items}</itemSet></newsMessage>'


def _newsml() -> str:
    items = "".join(
        f"<NewsItem><NewsManagement><Status FormalName='{state}'/></NewsManagement><NewsComponent><HeadLine>{_title(n)}</HeadLine>"
        f"<ContentItem><DataContent><p>{_text(n)}</p></DataContent></ContentItem></NewsComponent></NewsItem>"
        for n, state in enumerate(("Usable", "Usable", "Withheld", "Embargoed", "Canceled"))
    )
    return f"<?xml version='1.0'?><NewsML Version='1.2'><NewsEnvelope/>{items}</NewsML>"


def _warc() -> str:
    return "".join(
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://oldtown.example/{n}\r\nContent-Length: {len(page)}\r\n\r\n{page}\r\n\r\n"
        for n in range(4)
        if (
            page
            := f"HTTP/1.1 {403 if n > 1 else 200} OK\r\n\r\n<html><h1>{_title(n)}</h1><p>{_text(n)}</p></html>"
        )
    )


def _mail(number: int) -> str:
    return (
        f"From: Anna Bell <anna@oldtown.example>\r\nTo: desk@oldtown.example\r\nSubject: {_title(number)}\r\n"
        f"Date: Mon, 02 Mar 2026 10:00:00 +0000\r\n\r\n{_text(number)} {_text(number)}\r\n\r\nNot for publication: call me first.\r\n"
    )


def _anpa(number: int) -> str:
    return f"\x16\x16\x01a012{number}\x13r i\x14^BC-{_title(number)},0100<\r\n\x02{_title(number)}<\r\n{_text(number)}\r\n\x03"


def _wire_7901(number: int, priority: int) -> str:
    return f"\x01abc012{number} {priority} pl 120 old 045{number}\r\n\x02{_title(number)}\r\n\r\n{_text(number)}\r\n\x03\x04\r\n"


def _zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("posts/1.html", _medium(2, ""))
    return file.getvalue()


def _title(number: int) -> str:
    return ("Bridge opens to traffic", "Harbour is dredged")[number] if number < 2 else f"SECRET {number}"


def _text(number: int) -> str:
    return (BRIDGE, HARBOUR)[number] if number < 2 else SECRET


PUBLISHED = '<p>By Anna on <a href="https://medium.com/p/1"><time class="dt-published" datetime="2026-03-02T10:00:00Z">March 2</time></a>.</p>'
EXPORTS = (
    _file("ghost.json", _ghost(), "Ghost"),
    _file("2026-03-02_Bridge-1a2b.html", _medium(0, PUBLISHED), "Medium"),
    _file("2026-03-03_Harbour-5e6f.html", _medium(1, PUBLISHED), "Medium"),
    _file("draft_Mayor-3c4d.html", _medium(2, ""), "Medium"),
    _file("posts.csv", "post_id,post_date,is_published,type,audience,title\n" + "".join(
        f"14700000{n}.slug,2026-03-02T10:00:00Z,{str(n < 2).lower()},newsletter,everyone,{_title(n)}\n" for n in range(3)), "Substack"),
    _file("147000001.bridge.html", f"<p>{BRIDGE}</p><p>{BRIDGE}</p>", "Substack"),
    _file("147000002.harbour.html", f"<p>{HARBOUR}</p><p>{HARBOUR}</p>", "Substack"),
    _file("147000003.draft.html", f"<h1>SECRET</h1><p>{SECRET}</p><p>{SECRET}</p>", "Substack"),
    _file("blog-03-04-2026.xml", _blogger(takeout=False), "Blogger"),
    _file("feed.atom", _blogger(takeout=True), "Blogger"),
    _file("posts.json", _rest(), "WordPress (REST)"),
    *(_file(f"nitf-{n}.xml", _nitf(n, docdata), "NITF") for n, docdata in enumerate((
        '<docdata management-status="usable"/>', "",
        '<docdata management-status="embargoed"><date.expire norm="20370101T000000Z"/></docdata>',
        '<docdata management-status="withheld"/>', '<docdata management-status="canceled"/>',
        '<docdata><date.release norm="20370101T000000Z"/></docdata>',
    ))),
    _file("g2.xml", _g2(), "NewsML-G2"),
    _file("newsml.xml", _newsml(), "NewsML 1"),
    _file("wire.iptc", "".join(_wire_7901(n, 3) for n in range(3)), "IPTC 7901"),
    _file("wire.anpa", "".join(_anpa(n) for n in range(3)), "ANPA"),
    _file("site.warc", _warc(), "WARC"),
    _file("site.arc", "filedesc://site.arc 0.0.0.0 20260302100000 text/plain 76\n1 0 OldTown\n", "ARC"),
    *(_file(f"letter-{n}.eml", _mail(n), "a mail") for n in range(3)),
    _file("desk.mbox", "".join(f"From anna@oldtown.example Mon Mar  2 10:00:00 2026\n{_mail(n)}\n" for n in range(3)), "mbox"),
)  # fmt: skip
# Read as a WordPress export, and as closed.
SQUARESPACE = _file("Squarespace-Wordpress-Export.xml", _wxr("<generator>Squarespace</generator><link>https://oldtown.squarespace.com</link>"), "Squarespace")  # fmt: skip
# What else lies in folders of exports.
OTHERS = (
    Export("export.zip", _zip(), "zip"),
    Export("manual.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + SECRET.encode(), "PDF"),
    Export("posts.tar", b"draft.html".ljust(257, b"\0") + b"ustar\x0000", "tar"),
    _file("letter.rtf", "{\\rtf1\\ansi " + SECRET + "}", "RTF"),
    _file("subscribers.csv", "email,name\nanna@oldtown.example,Anna\n", "CSV"),
    _file("feed.json", json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [{"title": "SECRET", "content_text": SECRET}]}), "JSON Feed"),
    _file("diary.ics", f"BEGIN:VCALENDAR\r\nSUMMARY:{SECRET}\r\nEND:VCALENDAR\r\n", "calendar"),
    _file("2026-03-02-mayor.md", f"---\ntitle: SECRET\ndraft: true\n---\n<p>{SECRET}</p>\n", "front matter"),
    _file("typepad.txt", f"AUTHOR: anna\nTITLE: SECRET\nSTATUS: Draft\nALLOW COMMENTS: 1\n-----\nBODY:\n{SECRET}\n", "Movable Type"),
    _file("page.mht", "From: <Saved by Blink>\nSnapshot-Content-Location: https://oldtown.example\nSubject: SECRET\nMIME-Version: 1.0\n\n", "MHTML"),
    _file("story.xml", f"<?xml version='1.0'?><story status='draft'><title>SECRET</title><p>{SECRET}</p></story>", "<story>"),
    _file("notes.md", f"# SECRET\n\n{SECRET}\n", "no known format"),
)  # fmt: skip
# Two posts, and the same with one of each state that is not public.
WORDPRESS_SMALL = _file(
    "small.WordPress.xml", _wxr("<link>https://oldtown.example</link>", PUBLIC_POSTS), "WordPress"
)
WORDPRESS = _file("every-state.WordPress.xml", _wxr("<link>https://oldtown.example</link>"), "WordPress")
