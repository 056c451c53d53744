"""The words and pictures of a post become blocks, from either editor; what cannot be kept is named."""

import pytest

from broadsheet.newsroom.stories import Embed, Heading, Paragraph, Picture, Quotation, Table
from broadsheet.wire.formats.wordpress.content import body_of as content_body
from broadsheet.wire.formats.wordpress.survey import survey
from wire.source_files import source
from wire.wordpress_exports import attachment, export, meta, post, stories_of

HARBOUR = "https://lantern.example/files/harbour.jpg"
TOWER = "https://lantern.example/files/tower.jpg"
LIBRARY = (
    attachment(20, HARBOUR, alt="Ships in ice", caption="The harbour & its ships", parent="1")
    + attachment(21, TOWER, parent="1")
    + attachment(22, "https://lantern.example/files/talk.mp3")
)
HARBOUR_PICTURE = Picture(HARBOUR, alt="Ships in ice", caption="The harbour & its ships")
TOWER_PICTURE = Picture(TOWER)
# Pairs of what stands in a post and what becomes of it.
CLASSIC = {
    "blank lines part paragraphs": ("One.\n\nTwo.", ["<p>One.</p>", "<p>Two.</p>"]),
    "a single line break stays": ("One.\nTwo.", ["<p>One.<br>Two.</p>"]),
    "windows' line ends are line ends": ("One.\r\n\r\nTwo.\r\nThree.", ["<p>One.</p>", "<p>Two.<br>Three.</p>"]),
    "breaks that are written out are not doubled": ("One.<br />\nTwo.", ["<p>One.<br>Two.</p>"]),
    "two breaks are a new paragraph": ("One.<br><br>Two.", ["<p>One.</p>", "<p>Two.</p>"]),
    "a heading stands by itself": ("One.\n<h2>Why</h2>\nTwo.", ["<p>One.</p>", Heading("Why", 2), "<p>Two.</p>"]),
    "a list stays whole": (
        "One.\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\nTwo.",
        ["<p>One.</p>", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>", "<p>Two.</p>"],
    ),
    "a quotation is one": ("<blockquote>Stay.</blockquote>", [Quotation("Stay.")]),
    "a quotation with its speaker": (
        "<blockquote>Stay.\n\n<cite>The mayor</cite></blockquote>",
        [Quotation("Stay.", speaker="The mayor")],
    ),
    "lines and their indents stay as they are in pre": (
        "<pre>if x:\n    go</pre>",
        ["<p>if x:<br>\u00a0\u00a0\u00a0\u00a0go</p>"],
    ),
    "shortcodes in pre are words": ("<pre>[gallery]</pre>", ["<p>[gallery]</p>"]),
    "tags of the text stay": ("<em>One</em> and <del>two</del>.", None),
    "a table": (
        "<table><tr><th>Year</th><th>Cracks</th></tr><tr><td>2016</td><td>3</td></tr></table>",
        [Table((("Year", "Cracks"), ("2016", "3")))],
    ),
    "more and nextpage are no words": ("One.<!--more-->Two.<!--nextpage-->Three.", ["<p>One.</p>", "<p>Two.</p>", "<p>Three.</p>"]),
    "words about XML stay": ("Write <![CDATA[ x ]] > so.", ["<p>Write &lt;![CDATA[ x ]] &gt; so.</p>"]),
}  # fmt: skip
MEDIA = {
    "an address on a line of its own": ("One.\nhttps://youtu.be/x?a=1&b=2\nTwo.", ["<p>One.</p>", Embed("https://youtu.be/x?a=1&b=2"), "<p>Two.</p>"]),
    "a caption": (
        f'[caption id="attachment_20" width="300"]<a href="x"><img class="wp-image-20" src="{HARBOUR}?w=300" alt="" /></a> Ice & wind[/caption]',
        [Picture(HARBOUR, alt="Ships in ice", caption="Ice & wind")],
    ),
    "an old caption": (f'[caption caption="Ice"]<img src="{HARBOUR}" alt="Ships"/>[/caption]', [Picture(HARBOUR, alt="Ships", caption="Ice")]),
    "a figure": (f'<figure><img src="{HARBOUR}" alt="a > b"><figcaption>Ice <b>here</b></figcaption></figure>', [Picture(HARBOUR, alt="a > b", caption="Ice here")]),
    "a picture in a paragraph": (f'One <img src="{HARBOUR}"> two.', ["<p>One  two.</p>", Picture(HARBOUR)]),
    "a picture before a paragraph": (f'<img src="{HARBOUR}"> One.', [Picture(HARBOUR), "<p>One.</p>"]),
    "a picture in a link to itself": (f'<a href="{HARBOUR}"><img src="{HARBOUR}"></a>', [Picture(HARBOUR)]),
    "a picture that is loaded late": (f'<img src="data:image/gif;base64,R0" data-src="{HARBOUR}">', [Picture(HARBOUR)]),
    "a picture with a path alone": ('<img src="/files/harbour.jpg">', [Picture(HARBOUR)]),
    "a gallery by numbers": ('[gallery ids="21,20"]', [TOWER_PICTURE, HARBOUR_PICTURE]),
    "a gallery of what was uploaded": ("[gallery]", [HARBOUR_PICTURE, TOWER_PICTURE]),
    "embed": ("[embed width=3]https://vimeo.com/1[/embed]", [Embed("https://vimeo.com/1")]),
    "youtube by address": ("[youtube=http://www.youtube.com/watch?v=a&amp;w=320]", [Embed("http://www.youtube.com/watch?v=a&w=320")]),
    "youtube by number": ("[youtube dQw4w9WgXcQ]", [Embed("https://www.youtube.com/watch?v=dQw4w9WgXcQ")]),
    "vimeo by number": ("[vimeo 12345 w=1]", [Embed("https://vimeo.com/12345")]),
    "audio": ('[audio mp3="/files/talk.mp3"][/audio]', [Embed("https://lantern.example/files/talk.mp3")]),
    "audio of old": ("[audio https://lantern.example/files/talk.mp3]", [Embed("https://lantern.example/files/talk.mp3")]),
    "video": ('[video width="1" mp4="https://x.example/a.mp4"][/video]', [Embed("https://x.example/a.mp4")]),
    "a playlist": ('[playlist ids="22"]', [Embed("https://lantern.example/files/talk.mp3")]),
    "a frame": ('<iframe src="//player.example/1" title="The talk"></iframe>', [Embed("https://player.example/1", caption="The talk")]),
    "a player": ('<video controls><source src="https://x.example/a.mp4"></video>', [Embed("https://x.example/a.mp4")]),
}  # fmt: skip
BLOCKS = {
    "paragraphs": ("<!-- wp:paragraph -->\n<p>One.</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:paragraph {\"a\":1} -->\n<p>Two.</p>\n<!-- /wp:paragraph -->", ["<p>One.</p>", "<p>Two.</p>"]),
    "words between blocks": ("<!-- wp:paragraph --><p>One.</p><!-- /wp:paragraph -->\n\nTwo.\n\nThree.", ["<p>One.</p>", "<p>Two.</p>", "<p>Three.</p>"]),
    "an image": (
        f'<!-- wp:image {{"id":20}} -->\n<figure class="wp-block-image"><img src="{HARBOUR}?w=9" alt="" class="wp-image-20"/><figcaption class="wp-element-caption">Ice</figcaption></figure>\n<!-- /wp:image -->',
        [Picture(HARBOUR, alt="Ships in ice", caption="Ice")],
    ),
    "a gallery": (
        f'<!-- wp:gallery -->\n<figure class="wp-block-gallery"><!-- wp:image {{"id":20}} -->\n<figure><img src="{HARBOUR}" alt="A"/></figure>\n<!-- /wp:image -->\n\n<!-- wp:image -->\n<figure><img src="{TOWER}"/><figcaption>B</figcaption></figure>\n<!-- /wp:image --><figcaption>Both</figcaption></figure>\n<!-- /wp:gallery -->',
        [Picture(HARBOUR, alt="A"), Picture(TOWER, caption="B"), "<p>Both</p>"],
    ),
    "a gallery of old": (
        f'<!-- wp:gallery {{"ids":[20,21]}} -->\n<ul class="wp-block-gallery"><li><figure><img src="{HARBOUR}"/></figure></li><li><figure><img src="{TOWER}"/></figure></li></ul>\n<!-- /wp:gallery -->',
        [Picture(HARBOUR), Picture(TOWER)],
    ),
    "an embed": (
        '<!-- wp:embed {"url":"https://youtu.be/x"} -->\n<figure class="wp-block-embed"><div class="wp-block-embed__wrapper">\nhttps://youtu.be/x\n</div><figcaption>Talk</figcaption></figure>\n<!-- /wp:embed -->',
        [Embed("https://youtu.be/x", caption="Talk")],
    ),
    "a film": ('<!-- wp:video -->\n<figure class="wp-block-video"><video controls src="https://x.example/a.mp4"></video><figcaption>Film</figcaption></figure>\n<!-- /wp:video -->', [Embed("https://x.example/a.mp4", caption="Film")]),
    "a quotation": ("<!-- wp:quote -->\n<blockquote class=\"wp-block-quote\"><p>Stay.</p><cite>The mayor</cite></blockquote>\n<!-- /wp:quote -->", [Quotation("Stay.", speaker="The mayor")]),
    "columns": ("<!-- wp:columns --><div><!-- wp:column --><div><!-- wp:paragraph --><p>One.</p><!-- /wp:paragraph --></div><!-- /wp:column --></div><!-- /wp:columns -->", ["<p>One.</p>"]),
    "a table": ("<!-- wp:table --><figure class=\"wp-block-table\"><table><tbody><tr><td>a</td><td>b</td></tr></tbody></table><figcaption>Sums</figcaption></figure><!-- /wp:table -->", [Table((("a", "b"),), header=False), "<p>Sums</p>"]),
    "a block with a bracket in its attributes": ('<!-- wp:heading {"x":"[gallery]"} --><h3>Why</h3><!-- /wp:heading -->', [Heading("Why", 3)]),
    "a reusable block": ('<!-- wp:block {"ref":30} /-->', ["<p>Our rules.</p>"]),
    "a code block about blocks": ("<!-- wp:code --><pre><code>&lt;!-- wp:code --&gt;\n[gallery]</code></pre><!-- /wp:code -->", ["<p><code>&lt;!-- wp:code --&gt;<br>[gallery]</code></p>"]),
}  # fmt: skip
REUSED = post(
    30, "Rules", "<!-- wp:paragraph --><p>Our rules.</p><!-- /wp:paragraph -->", post_type="wp_block"
)
NAMED = {
    "[contact-form-7 id=3]": "left out: shortcode [contact-form-7]",
    "[su_note]Words[/su_note]": "left out: shortcode [su_note]",
    "[table id=1 /][table id=2 /]": "left out: shortcode [table] (2 times)",
    '[gallery ids="98,20,99"]': "left out: pictures of a gallery that are not in the file: 98, 99",
    "<!-- wp:latest-posts /-->": "left out: block wp:latest-posts",
    '<!-- wp:acme/box {"text":"Words"} /-->': "left out: block wp:acme/box",
    '<img alt="A ship">': "left out: a picture without an address: A ship",
    "<iframe srcdoc='x'></iframe>": "left out: a player without an address (iframe)",
}


@pytest.mark.parametrize(
    "content, expected", [each for each in (CLASSIC | MEDIA | BLOCKS).values() if each[1]]
)
def test_content_becomes_blocks(content, expected):
    library = survey(source("export.xml", export(LIBRARY, REUSED))).library
    found = content_body(content, post=1, library=library)

    assert [*found.blocks] == [Paragraph(each) if isinstance(each, str) else each for each in expected]


@pytest.mark.parametrize("content", NAMED)
def test_what_is_left_out_is_named(content):
    assert NAMED[content] in story_of(f"One. {content}").repairs


@pytest.mark.parametrize(
    "content", ["He said [sic] so.", "See [1] and [...].", "[citation-needed] here", "[[gallery]] shows"]
)
def test_words_in_brackets_are_words(content):
    [paragraph] = body_of(content)

    assert paragraph.html == f"<p>{content.replace('[[', '[').replace(']]', ']')}</p>"


def test_the_words_in_unknown_shortcodes_stay():
    assert body_of("[row][col size=2]One.[/col]\n\n[col]Two.[/col][/row]") == [
        Paragraph("<p>One.</p>"),
        Paragraph("<p>Two.</p>"),
    ]


def test_the_featured_picture_leads_once():
    found = [
        body_of("One.", more=meta("_thumbnail_id", "20")),
        body_of(f'<img class="wp-image-20" src="{HARBOUR}">\n\nOne.', more=meta("_thumbnail_id", "20")),
    ]

    assert found == [
        [HARBOUR_PICTURE, Paragraph("<p>One.</p>")],
        [Picture(HARBOUR, alt="Ships in ice"), Paragraph("<p>One.</p>")],
    ]


def test_a_featured_picture_that_is_not_in_the_file_is_named():
    story = story_of("One.", more=meta("_thumbnail_id", "99"))

    assert story.repairs == ("its picture, attachment 99, is not in the file",)


def test_the_sound_of_a_podcast_and_footnotes_stand_behind_the_words():
    more = meta("enclosure", "https://x.example/a.mp3\n12\naudio/mpeg") + meta(
        "footnotes", '[{"content":"See <em>there</em>.","id":"a"}]'
    )

    assert body_of("One.", more=more)[1:] == [
        Paragraph("<ol><li>See <em>there</em>.</li></ol>"),
        Embed("https://x.example/a.mp3"),
    ]


def test_links_have_the_site_in_front_and_lead_to_no_anchor():
    [paragraph] = body_of('<a href="/about">us</a> <a href="#n">n</a> <a href="https://x.example/">x</a>')

    assert paragraph.html == (
        '<p><a href="https://lantern.example/about">us</a> <a>n</a> <a href="https://x.example/">x</a></p>'
    )


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("Fish &amp; Chips", "Fish & Chips"),
        ("<em>Why</em> not", "Why not"),
        ("Bridge &#8211; closed", "Bridge – closed"),
    ],
)
def test_a_title_is_read_as_html(title, headline):
    assert story_of("One.", title=title).headline == headline


def test_a_post_without_a_title_is_called_by_its_first_words():
    story = story_of("A goose stopped the tram. " * 9, title="")

    assert (
        story.headline == "A goose stopped the tram. A goose stopped the tram. A goose stopped the tram. A…"
    )
    assert story.repairs == ("it has no title: its first words became the headline",)


def test_an_excerpt_is_the_standfirst_unless_the_body_begins_with_it():
    found = [story_of("One. Two.", excerpt="A summary."), story_of("One. Two.", excerpt="One. […]")]

    assert [each.standfirst for each in found] == ["A summary.", ""]


@pytest.mark.parametrize(
    ("written", "title"),
    [("Bridges &amp; ferries", "Bridges & ferries"), ("%%title%% %%sep%% %%sitename%%", ""), ("", "")],
)
def test_a_title_for_search_engines_is_taken_unless_it_has_variables(written, title):
    assert story_of("One.", more=meta("_yoast_wpseo_title", written)).search_title == title


def test_one_of_several_languages_in_a_field_is_taken_and_the_others_are_named():
    story = story_of("[:de]Zwei[:en]Two[:]", title="<!--:de-->Eins<!--:--><!--:en-->One<!--:-->")

    assert (story.headline, story.body, story.language) == ("One", (Paragraph("<p>Two</p>"),), "en")
    assert story.repairs == ("its words in other languages (de) were not taken",)


def body_of(content, **fields):
    return list(story_of(content, **fields).body)


def story_of(content, **fields):
    [story] = stories_of(export(post(1, fields.pop("title", "Bridge"), content, **fields), LIBRARY, REUSED))
    return story
