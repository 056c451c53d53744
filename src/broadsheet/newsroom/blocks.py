"""The parts that an article's body is made of."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.images.blocks import ImageChooserBlock

PARAGRAPH_FEATURES = [
    "bold", "italic", "link", "article-link", "ol", "ul", "superscript", "subscript", "strikethrough", "code",
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
