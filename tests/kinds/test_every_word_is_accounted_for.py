"""Each word and address of markup is in the blocks that are made of it, or a line names it."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.newsroom.stories import Picture
from broadsheet.wire.reading import read_stories
from broadsheet.wire.text.html_blocks import read_body, words_of
from wire.source_files import source

SEA = "The ferry was late again on Monday, for the harbour had frozen over in the night before the feast."
ICE = "An icebreaker came at noon, and the passengers cheered when the first lorries rolled off the ship."


@pytest.mark.parametrize("void", ['<embed src="https://v.example/e">', '<video src="https://v.example/v"><source src="https://v.example/s"></video>', "<wbr>", '<EMBED SRC="https://v.example/e"/>', '<p>a <embed src="https://v.example/e"> b</p>'])  # fmt: skip
def test_nothing_is_inside_an_element_that_has_no_end(void):
    assert words_of(read_body(f"<p>{SEA}</p>{void}<p>{ICE}</p>").blocks).endswith(ICE)


def test_what_follows_a_player_of_a_saved_page_is_its_story():
    page = (
        f"<html><head><title>Ferry is late</title></head><body><article><h1>Ferry is late</h1><p>{SEA}</p>"
        f'<embed src="https://v.example/e"><p>{ICE}</p></article></body></html>'
    )
    [story] = read_stories(source("page.html", page))

    assert ICE in words_of(story.body)


PIECES = (
    "<table>{}<tr><td>a</td><td>b</td></tr></table>", "<table><tr>{}<td>a</td><td>b</td></tr></table>", "<table><p>{}</p></table>",
    '<figure>{}<img src="https://v.example/i.jpg"></figure>', '<figure><img src="https://v.example/i.jpg"><p>{}</p></figure>',
    '<figure><img src="https://v.example/i.jpg"><figcaption>{}</figcaption></figure>', "<p>{}</p>", "<h2>{}</h2>", "<ul><li>{}</li></ul>",
    "<ul>{}<li>a</li></ul>", "<blockquote>{}</blockquote>", "<dl><dt>{}</dt><dd>b</dd></dl>", "<pre>{}</pre>", "<svg><text>{}</text></svg>",
    "<form><textarea>{}</textarea></form>", "<math><mi>{}</mi></math>", "<xmp>{}</xmp>", "<custom-card>{}</custom-card>", "<h3>{}<br>x</h3>",
    "<table><caption>{}</caption><tr><td>a</td><td>b</td></tr></table>", "<table><tr><td>{}</td></tr></table>", "<button>{}</button>",
    "<details><summary>{}</summary></details>", "<fieldset><legend>{}</legend></fieldset>", "<s>{}</s>", "<h2><del>{}</del></h2>",
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=6))
def test_each_word_of_whatever_markup_is_kept_or_named(pieces):
    words = [f"wort{number}" for number in range(len(pieces))]
    body = read_body("".join(piece.format(word) for piece, word in zip(pieces, words, strict=True)))
    said = re.sub(r"<[^>]*>", " ", f"{body.blocks}{body.losses}")

    assert [each for each in words if each not in said] == []


def test_a_table_that_is_too_long_is_named():
    body = read_body("<table>" + "".join(f"<tr><td>a{n}</td><td>b</td></tr>" for n in range(5001)) + "</table>")  # fmt: skip

    assert body.losses[0] == "<td> was left out: a0"


@pytest.mark.parametrize("markup", [f"<p>{SEA}</p><p>{ICE}</p>", "<p>It was <s>12</s> <ins>21</ins> o’clock</p>", "<blockquote>“Late,” he said</blockquote>", "<p>ru<b>by</b> is <i>r</i>ed</p>", "<p>10<sup>5</sup> H<sub>2</sub>O &amp; &lt;main&gt;</p>", "<h2>A <em>new</em> day</h2>", '<p>a <img src="https://v.example/i.jpg"> b</p>', "<!-- not a word -->"])  # fmt: skip
def test_what_is_kept_is_not_named(markup):
    assert read_body(markup).losses == ()


@pytest.mark.parametrize(
    ("markup", "named"),
    [
        ('<iframe srcdoc="&lt;p&gt;Poll&lt;/p&gt;"></iframe>', "Poll"), ('<lite-youtube videoid="abc123"></lite-youtube>', "abc123"),
        ('<amp-youtube data-videoid="abc123"></amp-youtube>', "abc123"), ('<div data-url="https://w.example/poll/1"></div>', "https://w.example/poll/1"),
    ],
)  # fmt: skip
def test_what_a_script_would_show_is_named(markup, named):
    [line] = read_body(markup).losses

    assert named in line


@pytest.mark.parametrize("image", ['<img srcset="https://v.example/s.jpg 400w, https://v.example/i.jpg 800w">', '<img src="data:image/gif;base64,R0lGOD" data-srcset="https://v.example/i.jpg 2x">', '<img data-original="https://v.example/i.jpg">'])  # fmt: skip
def test_a_picture_that_names_its_file_for_scripts_and_screens_is_kept(image):
    assert read_body(image).blocks == (Picture("https://v.example/i.jpg"),)


@pytest.mark.parametrize("base", ["urn:paper:1", "tag:paper.example,2026:1", "", "mailto:desk@paper.example"])
def test_an_address_that_is_relative_to_nothing_never_points_at_us(base):
    body = read_body('<p>See <a href="/tomorrow/">tomorrow</a> and <a href="?p=2">more</a>.</p>', base=base)

    assert ("href" in words_and_marks(body), len(body.losses)) == (False, 2)


def words_and_marks(body):
    return "".join(each.html for each in body.blocks)
