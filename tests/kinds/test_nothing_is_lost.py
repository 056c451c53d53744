"""Whatever came in is kept, or a line of the report names it."""

import html
import json
import re
from itertools import product

import pytest
from PIL import Image as Drawing
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.images.models import Image

from broadsheet.newsroom.blocks import PARAGRAPH_FEATURES
from broadsheet.newsroom.models import Article
from broadsheet.newsroom.stories import Embed, Paragraph, Picture, Story
from broadsheet.prose.markup import clean, plain
from broadsheet.prose.teasers import excerpt
from broadsheet.wire.importer import import_files
from broadsheet.wire.pictures_beside import PicturesBeside
from broadsheet.wire.text.appended import without_appended
from broadsheet.wire.text.html_blocks import read_body, words_of
from factories import make_edition
from newsstand import read

TEXT = "The council of Narrin closed the bridge on Monday after inspectors had found cracks in its northern pier."
BASE = "https://river.example/2026/10/rain/"
ELEMENTS = {
    "link": '<a href="https://a.example/{n}">word{n}</a>', "picture": '<img src="https://a.example/{n}" alt="word{n}">',
    "relative picture": '<img src="{n}" alt="word{n}">', "figure": '<figure><img src="https://a.example/{n}"><figcaption>word{n}</figcaption></figure>',
    "late picture": '<img src="data:image/gif;base64,R0" data-src="https://a.example/{n}">',
    "frame": '<iframe src="https://a.example/{n}" title="word{n}"></iframe>', "video": '<video src="https://a.example/{n}"></video>',
    "video of sources": '<video><source src="https://a.example/{n}"></video>', "audio": '<audio src="https://a.example/{n}"></audio>',
    "object": '<object data="https://a.example/{n}"></object>', "embed": '<embed src="https://a.example/{n}">',
    "script": '<script src="https://a.example/{n}"></script>', "button": "<button>word{n}</button>", "text area": "<textarea>word{n}</textarea>",
    "drawing": "<svg><text>word{n}</text></svg>", "choice": "<select><option>word{n}</option></select>",
    "script link": '<a href="javascript:word{n}()">x</a>', "bold": "<b>word{n}</b>", "struck out": "<del>word{n}</del>", "strike": "<strike>word{n}</strike>",
    "inserted": "<ins>word{n}</ins>", "marked": "<mark>word{n}</mark>", "raised": "<sup>word{n}</sup>", "unknown": "<blink>word{n}</blink>",
    "inline data": '<img src="data:image/png;base64,word{n}">', "no script": '<noscript><img src="https://a.example/{n}"></noscript>',
    "formula": "<math><mi>word{n}</mi></math>", "link around nothing": '<a href="https://a.example/{n}"></a>',
}  # fmt: skip
PLACES = {
    "loose": "{}", "paragraph": "<p>Before {} after.</p>", "bold": "<p><b>{}</b></p>", "heading": "<h2>Head {}</h2>", "list": "<ul><li>one {}</li></ul>",
    "quotation": "<blockquote>Said {} there.</blockquote>", "cell": "<table><tr><td>a {}</td><td>b</td></tr></table>",
    "division": "<div><div>{}</div></div>", "section": "<section><p>{}</p><p>x</p></section>", "deep": "<div>" * 70 + "{}" + "</div>" * 70,
}  # fmt: skip


@pytest.mark.parametrize(("element", "place"), list(product(ELEMENTS, PLACES)))
def test_an_element_is_kept_or_named_wherever_it_stands(element, place):
    markup = PLACES[place].format(ELEMENTS[element].format(n=7))

    body = read_body(f"<p>{TEXT}</p>{markup}", base=BASE)

    told = html.unescape("\n".join([*map(str, body.blocks), *body.losses]))
    addresses = re.findall(r'(?:src|href|data|data-src)="((?!data:)[^"]+)"', markup)
    for each in addresses:
        assert (each if ":" in each else BASE + each) in told, told
    for word in re.findall(r"word7", re.sub(r'alt="[^"]*"', "", markup)):
        assert word in told, told


@pytest.mark.parametrize("place", PLACES)
def test_what_is_kept_whole_is_not_named(place):
    markup = PLACES[place].format('<img src="https://a.example/7" alt="A pier">')

    assert read_body(markup, base=BASE).losses == ()


@pytest.mark.parametrize("element", ["del", "ins", "s", "mark", "sub", "sup"])
def test_what_a_mark_means_stays_in_the_body_and_in_the_editor(element):
    marked = f"<p>The toll was <{element}>12</{element}> 21.</p>"

    [block] = read_body(marked).blocks
    converter = ContentstateConverter(features=PARAGRAPH_FEATURES)
    edited = converter.to_database_format(converter.from_database_format(block.html))

    assert block == Paragraph(marked)
    assert f"<{element}>12</{element}>" in edited


def test_the_old_element_for_struck_out_words_becomes_the_new_one():
    assert read_body("<p>It was <strike>12</strike> 21.</p>").blocks == (
        Paragraph("<p>It was <s>12</s> 21.</p>"),
    )


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("The toll was <del>12</del>21.", "The toll was 21."), ("The toll was <s>12</s> <ins>21</ins>.", "The toll was 21."),
        ("<strike>12</strike>21", "21"), ("some 10<sup>5</sup> birds", "some 10⁵ birds"), ("the 1<sup>st</sup> day", "the 1st day"),
        ("H<sub>2</sub>O", "H2O"), ("a <mark>marked</mark> word", "a marked word"),
    ],
)  # fmt: skip
def test_a_struck_out_or_raised_figure_does_not_run_into_the_next(written, said):
    assert plain(f"<p>{clean(written)}</p>") == said


def test_a_teaser_says_what_is_not_struck_out():
    told = plain(f"<p>The toll of the flood in Narrin was <del>12</del> 21.</p><p>{TEXT} {TEXT}</p>")

    assert excerpt(told).startswith("The toll of the flood in Narrin was 21.")


def test_a_paragraph_that_is_struck_out_whole_is_kept():
    assert read_body("<p><del>It rained.</del></p>").blocks == (Paragraph("<p><del>It rained.</del></p>"),)


@pytest.mark.parametrize(
    ("base", "written", "address"),
    [
        (BASE, "/2026/09/sun/", "https://river.example/2026/09/sun/"), (BASE, "../sun/", "https://river.example/2026/10/sun/"),
        (BASE, "?p=2", f"{BASE}?p=2"), (BASE, "//cdn.example/x", "https://cdn.example/x"), ("", "//cdn.example/x", "https://cdn.example/x"),
        (BASE, "/a&#1;b/", "https://river.example/ab/"), (BASE, "/a&#xFFFF;b/<!--", "https://river.example/ab/%3C!--"),
        ("", "/2026/09/sun/", None), (BASE, "http://[", None), (BASE, "mailto:a@b.example", "mailto:a@b.example"),
    ],
)  # fmt: skip
def test_an_address_is_absolute_or_it_is_named(base, written, address):
    body = read_body(f'<p>See <a href="{written}">there</a>.</p>', base=base)

    link = f' href="{address}"' if address else ""
    assert body.blocks == (Paragraph(f"<p>See <a{link}>there</a>.</p>"),)
    assert bool(body.losses) is (address is None)


def test_a_player_becomes_a_link_with_its_name():
    markup = '<p><iframe src="https://video.example/embed/abc" title="The flood"></iframe></p>'

    assert read_body(markup).blocks == (Embed("https://video.example/embed/abc", "The flood"),)


def test_a_gallery_keeps_each_picture_with_its_caption_and_credit():
    one = '<figure><img src="1.jpg" alt="A"><figcaption>First <span class="credit">Ida Moor</span></figcaption></figure>'
    two = '<figure><img src="2.jpg" alt="B"><figcaption>Second</figcaption></figure>'

    body = read_body(f"<figure>{one}{two}</figure>", base=BASE)

    assert body.blocks == (
        Picture(f"{BASE}1.jpg", "A", "First", "Ida Moor", file="1.jpg"), Picture(f"{BASE}2.jpg", "B", "Second", file="2.jpg"),
    )  # fmt: skip


def test_the_ending_of_each_item_is_left_out_by_name():
    stories = [
        story(
            number,
            f'<p>The post <a href="https://r.example/{number}/">Bridge {number} closed</a> appeared first on R.</p>',
        )
        for number in range(6)
    ]

    kept = list(without_appended(iter(stories)))

    assert [len(each.body) for each in kept] == [2] * 6
    assert all("appeared first on R." in each.repairs[-1] for each in kept)


def test_an_ending_that_differs_in_names_only_is_one():
    names = ["Ada Penn", "Ida Moor", "Ib Lund", "Jane Roe", "Hana Ostrow"]
    stories = [
        story(number, f"<p>Reporting by {name}; editing by the desk</p>") for number, name in enumerate(names)
    ]

    assert [len(each.body) for each in without_appended(iter(stories))] == [2] * 5


def test_last_paragraphs_that_tell_the_story_stay():
    stories = [
        story(number, f"<p>{words}</p>")
        for number, words in enumerate(
            ["The ferry sails again.", "Nobody was hurt.", "It rained all day.", "They won."]
        )
    ]

    assert list(without_appended(iter(stories))) == stories


@pytest.mark.parametrize(
    "words", ["The post {} appeared first on {}.", "Der Beitrag {} erschien zuerst auf {}.", "{} — {}"]
)
def test_one_item_alone_loses_the_line_that_links_to_itself(words):
    ending = words.format(
        '<a href="https://r.example/1/">Bridge 1 closed</a>', '<a href="https://r.example">R</a>'
    )

    [kept] = without_appended(iter([story(1, f"<p>{ending}</p>")]))

    assert len(kept.body) == 2 and len(kept.repairs) == 1


@pytest.mark.django_db
def test_a_picture_whose_file_is_not_here_is_kept_for_editors_named_and_shown_to_nobody(tmp_path):
    make_edition("en")
    figure = '<figure><img src="https://a.example/pier.jpg" alt="A pier"><figcaption>The pier</figcaption></figure>'
    item = {
        "uri": "urn:x:1",
        "language": "en",
        "headline": "Bridge closed",
        "body_html": f"<p>{TEXT}</p>{figure}<p>{TEXT}</p>",
    }
    (tmp_path / "wire.json").write_text(json.dumps(item), encoding="utf-8")

    report = import_files([tmp_path / "wire.json"])

    [article] = Article.objects.all()
    page = read(article.get_absolute_url())
    assert article.body.raw_data[1]["value"] == {
        "url": "https://a.example/pier.jpg", "alt": "A pier", "caption": "The pier", "credit": "",
    }  # fmt: skip
    assert "pier.jpg" not in page and "The pier" not in page
    assert [each for each in report.lines if "https://a.example/pier.jpg" in each] != []


@pytest.mark.django_db
def test_a_saved_page_keeps_its_pictures_players_and_marks(tmp_path):
    make_edition("en")
    article = saved(
        tmp_path, '<figure><img src="pier.jpg" alt="A pier"><figcaption>The pier</figcaption></figure>'
    )

    kinds = {each["type"]: each["value"] for each in article.body.raw_data}
    told = json.dumps([each["value"] for each in article.body.raw_data], ensure_ascii=False)
    assert kinds["absent_picture"]["caption"] == "The pier"
    assert kinds["embed"]["url"] == "https://video.example/embed/abc"
    assert "<del>twelve</del> <ins>twenty-one</ins>" in told and "<mark>wet</mark>" in told


@pytest.mark.django_db
def test_a_picture_that_lies_beside_the_page_is_taken_once(tmp_path, settings):
    settings.MEDIA_ROOT, settings.UPLOADS = tmp_path / "media", tmp_path / "uploads"
    make_edition("en")
    (tmp_path / "Bridge closed_files").mkdir()
    Drawing.new("RGB", (80, 60), "#345").save(tmp_path / "Bridge closed_files" / "pier.jpg", "JPEG")
    figure = '<figure><img src="Bridge%20closed_files/pier.jpg" alt="A pier"><figcaption>The pier</figcaption></figure>'

    article = saved(tmp_path, figure + f"<p>{TEXT} There.</p>" + figure)

    told = [each["value"] for each in article.body.raw_data if each["type"] == "picture"]
    assert [(each["alt"], each["caption"]) for each in told] == [("A pier", "The pier")] * 2
    assert Image.objects.count() == 1


@pytest.mark.parametrize(
    "file", ["../secret.jpg", "/etc/hostname", "linked.jpg", "page.html", "missing.jpg", "a\0b.jpg", "."]
)
def test_no_file_outside_the_folder_and_none_that_is_no_picture_is_taken(file, tmp_path, settings):
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10_000
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "page.html").write_text("<p>Bridge closed</p>", encoding="utf-8")
    Drawing.new("RGB", (80, 60), "#345").save(tmp_path / "secret.jpg", "JPEG")
    (folder / "linked.jpg").symlink_to(tmp_path / "secret.jpg")

    assert PicturesBeside(folder).find(Picture("", file=file)) is None


def saved(folder, figure):
    page = f"""<!doctype html><html lang="en"><head><title>Bridge closed</title>
    <link rel="canonical" href="https://lantern.example/2017/bridge/"></head><body>
    <nav><img src="logo.png" alt="Logo"><a href="/">Home</a></nav><article><h1>Bridge closed</h1>
    <p>{TEXT}</p>{figure}<p>It was {TEXT[4:]}</p>
    <p>The toll was <del>twelve</del> <ins>twenty-one</ins> <mark>wet</mark> inspectors, the council of Narrin said on Monday.</p>
    <p><iframe src="https://video.example/embed/abc"></iframe></p><p>{TEXT} Again.</p></article></body></html>"""
    (folder / "page.html").write_text(page, encoding="utf-8")
    report = import_files([folder / "page.html"])
    assert report.added == 1, report.lines
    return Article.objects.get()


def story(number, ending):
    body = (Paragraph(f"<p>{TEXT}</p>"), Paragraph(f"<p>Report {number}.</p>"), Paragraph(ending))
    assert words_of(body)
    return Story(f"Bridge {number} closed", body, url=f"https://r.example/{number}/")
