"""Every type of body block says which of its words are the story's, for the teaser, search and Related."""

import json

import pytest
from django.core.exceptions import ImproperlyConfigured

from broadsheet.newsroom.blocks import BODY_BLOCKS, require_words, words_as_stored
from broadsheet.newsroom.models import Article

# One block of each type as the database has it, and the words of it that count.
BLOCKS = {
    "paragraph": ("<p>A <b>bold</b> claim.</p>", "A bold claim."),
    "heading": ({"text": "What happened", "level": "3"}, "What happened"),
    "quotation": ({"text": "We saw it.", "speaker": "Ilse Tarnow", "role": "director"}, "We saw it."),
    "picture": (
        {"image": None, "alt": "A quay", "caption": "The old quay", "credit": "I. T."},
        "The old quay",
    ),
    "absent_picture": (
        {
            "url": "https://example.org/quay.jpg",
            "alt": "A quay",
            "caption": "The old quay",
            "credit": "I. T.",
        },
        "",
    ),
    "embed": ({"url": "https://example.org/film", "caption": "The film"}, ""),
    "table": (
        {
            "columns": [{"type": "text", "heading": "Pier"}, {"type": "text", "heading": "Cracks"}],
            "rows": [{"values": ["North", "7"]}, {"values": ["South", ""]}],
            "caption": "Cracks by pier",
        },
        "North 7\nSouth ",
    ),
}


def test_every_type_of_block_is_tried_here():
    assert set(BLOCKS) == {name for name, _block in BODY_BLOCKS}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", BLOCKS)
def test_the_words_of_a_block_are_words_of_the_article(kind):
    value, words = BLOCKS[kind]
    article = Article(body=json.dumps([{"type": kind, "value": value}]))

    assert article.plain_body == words


@pytest.mark.django_db
def test_a_body_as_stored_has_the_words_of_its_blocks():
    stored = [{"type": kind, "value": value} for kind, (value, _words) in BLOCKS.items()]
    article = Article(body=json.dumps([*stored, {"type": "paragraph", "value": ""}]))

    assert words_as_stored(article.body) == article.plain_body


def test_a_type_of_block_of_which_no_words_are_named_stops_the_start():
    with pytest.raises(ImproperlyConfigured, match="The body block 'poll' has no entry in WORDS"):
        require_words(["paragraph", "poll"])
