"""Nothing that runs is left in a story, and its text comes out whole."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.prose.markup import ATTRIBUTES, BLOCKS, INLINE, TABLES, clean, plain

TAGS = INLINE | BLOCKS | TABLES
PIECES = st.sampled_from(
    ["<p>", "</p>", "<b", ">", "<script>", "</script>", "<a href='javascript:x()'>", "<svg onload=x>", "<!--", "-->",
     "<style>", "<table><td>", "<math><mi>", "<noscript>", "<img src=x onerror=x>", "&lt;script&gt;", "&#0;", "a", " ",
     "\x00", "<textarea>", "<li>", "<a href=java\tscript:x>", '"', "'", "`", "<iframe srcdoc='<p>'>", "\ud800", "\u202e"]
)  # fmt: skip
DIRT = st.lists(PIECES, max_size=15).map("".join) | st.text(max_size=80)


@pytest.mark.parametrize(
    ("dirty", "cleaned"),
    [
        ("<p onclick='x()'>Bread <b>rose</b>.</p>", "<p>Bread <b>rose</b>.</p>"),
        ("<script>alert(1)</script><p>Bread</p>", "<p>Bread</p>"),
        ("<style>p{}</style>Bread", "Bread"),
        ("<a href='javascript:alert(1)'>Bread</a>", "<a>Bread</a>"),
        ("<a href='https://example.org/' target=_blank>Bread</a>", '<a href="https://example.org/">Bread</a>'),
        ("<a href='/2012/11/16/bread/'>Bread</a>", '<a href="/2012/11/16/bread/">Bread</a>'),
        ("<div><h1>Bread</h1><h2>Rolls</h2></div>", "Bread<h2>Rolls</h2>"),
        ("<p style='color:red'>Bread", "<p>Bread</p>"),
        ("<iframe src=x>fallback</iframe>Bread", "Bread"),
        ("<table><tr><td colspan=2>Bread</td></tr></table>",
         '<table><tbody><tr><td colspan="2">Bread</td></tr></tbody></table>'),
    ],
)  # fmt: skip
def test_what_a_story_may_carry_is_kept_and_the_rest_is_gone(dirty, cleaned):
    assert clean(dirty) == cleaned


@settings(deadline=None, max_examples=300)
@given(DIRT)
def test_clean_twice_is_clean_once_and_nothing_that_runs_is_left(dirty):
    cleaned = clean(dirty)

    assert clean(cleaned) == cleaned
    assert foreign(cleaned) == []


def test_known_attacks_are_harmless(real_data):
    attacks = [
        path.read_text("utf-8", "replace") for path in (real_data / "bad" / "dev" / "xss").rglob("*.test")
    ]
    attacks += attacks and [attack.partition("\n--\n")[0] for attack in attacks]

    assert len(attacks) > 10
    assert [attack for attack in attacks if foreign(clean(attack))] == []


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Bread&nbsp;&amp;  milk</p><p>Salt</p>", "Bread & milk\nSalt"),
        ("<b>A</b>B<br>C", "AB\nC"),
        ("<ul><li>Bread<li>Milk</ul>", "Bread\nMilk"),
        ("<tr><td>Bread</td><td>2</td></tr>", "Bread2"),
        ("<table><tr><td>Bread</td><td>2</td></tr><tr><td>Salt</td></tr></table>", "Bread 2\nSalt"),
        ("<script>x</script><style>y</style><title>z</title>Bread", "Bread"),
        ("Bread costs < 3 and > 2", "Bread costs < 3 and > 2"),
        ("&lt;b&gt; makes bold", "<b> makes bold"),
        ("line\nbroken\tin source", "line broken in source"),
        ("", ""),
    ],
)
def test_the_text_of_html_has_a_line_for_each_block(html, text):
    assert plain(html) == text


@settings(deadline=None, max_examples=200)
@given(DIRT)
def test_plain_text_never_has_blank_lines_or_doubled_blanks(html):
    text = plain(html)

    assert not re.search(r"\n\s|\s\n|  |^\s|\s\Z", text)


class Parsed(HTMLParser):
    """Collects what a browser would act on."""

    def __init__(self, html):
        super().__init__()
        self.foreign = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        allowed = ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set())
        if tag not in TAGS:
            self.foreign.append(tag)
        for name, value in attributes:
            scheme = re.match(r"[\s\x00-\x20]*([a-z][a-z0-9+.\s-]*):", value or "", re.IGNORECASE)
            if name not in allowed:
                self.foreign.append(name)
            if name == "href" and scheme and scheme[1].lower() not in ("http", "https", "mailto", "tel"):
                self.foreign.append(value)

    def handle_comment(self, comment):
        self.foreign.append(comment)


def foreign(html):
    return Parsed(html).foreign
