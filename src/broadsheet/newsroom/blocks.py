"""The parts that an article's body is made of, and which of their words are the story's."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.images.blocks import ImageChooserBlock

from ..prose.markup import plain

PARAGRAPH_FEATURES = [
    "bold", "italic", "link", "article-link", "ol", "ul", "superscript", "subscript", "strikethrough", "code",
    "deleted", "inserted", "marked",
]  # fmt: skip


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Text"), max_length=255)
    level = blocks.ChoiceBlock(label=_("Level"), choices=[("2", "2"), ("3", "3"), ("4", "4")], default="2")

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "newsroom/blocks/heading.html"


class QuotationBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Words"), help_text=_("Without quotation marks: the page sets them."))
    speaker = blocks.CharBlock(label=_("Speaker"), required=False, max_length=255)
    role = blocks.CharBlock(label=_("Role"), required=False, max_length=255)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "newsroom/blocks/quotation.html"


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Picture"))
    alt = blocks.CharBlock(
        label=_("Alternative text"),
        max_length=300,
        help_text=_("What the picture shows, for those who cannot see it."),
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=500)
    credit = blocks.CharBlock(label=_("Credit"), required=False, max_length=255)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "newsroom/blocks/picture.html"


class AbsentPictureBlock(blocks.StructBlock):
    """A picture whose file is elsewhere: what was said of it is kept for editors, and readers see nothing."""

    url = blocks.URLBlock(label=_("Address"), required=False, max_length=2000)
    alt = blocks.CharBlock(label=_("Alternative text"), required=False, max_length=300)
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=500)
    credit = blocks.CharBlock(label=_("Credit"), required=False, max_length=255)

    class Meta:
        icon = "image"
        label = _("Picture whose file is not here")
        template = "newsroom/blocks/absent_picture.html"


class EmbedBlock(blocks.StructBlock):
    """A link to something elsewhere: readers' browsers never load another host unasked (page law 7)."""

    url = blocks.URLBlock(label=_("Address"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=500)

    class Meta:
        icon = "link-external"
        label = _("Embed")
        template = "newsroom/blocks/embed.html"


BODY_BLOCKS = [
    (
        "paragraph",
        blocks.RichTextBlock(
            label=_("Paragraph"),
            icon="pilcrow",
            features=PARAGRAPH_FEATURES,
            template="newsroom/blocks/paragraph.html",
        ),
    ),
    ("heading", HeadingBlock()),
    ("quotation", QuotationBlock()),
    ("picture", PictureBlock()),
    ("absent_picture", AbsentPictureBlock()),
    ("embed", EmbedBlock()),
    (
        "table",
        TypedTableBlock(
            [("text", blocks.CharBlock(label=_("Text"), required=False))],
            label=_("Table"),
            icon="table",
            template="newsroom/blocks/table.html",
        ),
    ),
]

# The words of each type of block that count for the teaser, for search, for Related and for finding versions of a story.
WORDS: dict[str, Callable[[Any], str]] = {
    "paragraph": lambda value: plain(value.source),
    "heading": lambda value: str(value["text"]),
    "quotation": lambda value: str(value["text"]),
    "picture": lambda value: str(value["caption"]),
    # Readers do not see it.
    "absent_picture": lambda value: "",
    # A link to somebody else's words.
    "embed": lambda value: "",
    "table": lambda value: "\n".join(" ".join(str(cell.value or "") for cell in row) for row in value.rows),
}


def words_as_stored(body: blocks.StreamValue) -> str:
    """Return the words of a body that was just read, block after block; what was changed in memory does not count.

    Paragraphs are taken as they are stored, since making a block of each takes longer than reading it.
    """
    texts = (
        plain(raw["value"] or "") if raw["type"] == "paragraph" else WORDS[raw["type"]](body[at].value)
        for at, raw in enumerate(body.raw_data)
    )
    return "\n".join(text for text in texts if text)


def require_words(names: Iterable[str]) -> None:
    """Raise ImproperlyConfigured if nobody has said which words of a type of block count."""
    for name in names:
        if name not in WORDS:
            raise ImproperlyConfigured(
                f"The body block '{name}' has no entry in WORDS of newsroom/blocks.py, so teasers, search and Related "
                "would not see it. Write there which of its words count, or an empty text."
            )


require_words(name for name, _block in BODY_BLOCKS)
