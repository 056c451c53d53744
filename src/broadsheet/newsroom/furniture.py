"""The blocks of menus, footers and pages: entries, links, text."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from ..prose.links import is_safe_link
from .blocks import BODY_BLOCKS, PARAGRAPH_FEATURES

LONGEST_NAME = 80
# Blocks of a page. Pictures are left out, as a changed picture renders articles again, and no pages.
_OF_PAGES = ("heading", "quotation", "table")
# A link to an article would have to vanish with the article.
_FEATURES = [each for each in PARAGRAPH_FEATURES if each != "article-link"]


def check_link(address: str) -> None:
    """Raise ValidationError for an address to which no link may lead."""
    if not is_safe_link(address.strip()):
        raise ValidationError(
            _("Write an address that begins with https://, http:// or mailto:, or a path such as /archive/.")
        )


class EntryBlock(blocks.StructBlock):
    """The fields that all entries of a menu have, except links."""

    name = blocks.CharBlock(
        label=_("Other name"),
        required=False,
        max_length=LONGEST_NAME,
        help_text=_("Empty: the name that it has anyway."),
    )
    is_hidden = blocks.BooleanBlock(
        label=_("Hidden"), required=False, help_text=_("It keeps its place, and readers do not see it.")
    )


class SectionEntry(EntryBlock):
    section = SnippetChooserBlock("newsroom.Section", label=_("Section"))

    class Meta:
        icon = "folder-inverse"
        label = _("Section")
        label_format = "{section} {name}"
        form_layout = ["section", "name", "is_hidden"]


class TopicEntry(EntryBlock):
    topic = SnippetChooserBlock("newsroom.Topic", label=_("Topic"))

    class Meta:
        icon = "tag"
        label = _("Topic")
        label_format = "{topic} {name}"
        form_layout = ["topic", "name", "is_hidden"]


class PageEntry(EntryBlock):
    page = SnippetChooserBlock("newsroom.Page", label=_("Page"))

    class Meta:
        icon = "doc-empty"
        label = _("Page")
        label_format = "{page} {name}"
        form_layout = ["page", "name", "is_hidden"]


class LinkBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Name"), max_length=LONGEST_NAME)
    address = blocks.CharBlock(label=_("Address"), max_length=500, validators=[check_link])

    class Meta:
        icon = "link"
        label = _("Link")
        label_format = "{name}"


class LinkEntry(LinkBlock):
    is_hidden = blocks.BooleanBlock(
        label=_("Hidden"), required=False, help_text=_("It keeps its place, and readers do not see it.")
    )

    class Meta:
        icon = "link"
        label = _("Link")
        label_format = "{name}"


# The name of an entry's block is also the name of the field with its target.
MENU_BLOCKS = [
    ("section", SectionEntry()),
    ("topic", TopicEntry()),
    ("page", PageEntry()),
    ("link", LinkEntry()),
]
FOOTER_BLOCKS = [("link", LinkBlock())]
PAGE_BLOCKS = [
    (
        "paragraph",
        blocks.RichTextBlock(
            label=_("Paragraph"),
            icon="pilcrow",
            features=_FEATURES,
            template="newsroom/blocks/paragraph.html",
        ),
    ),
    *((name, block) for name, block in BODY_BLOCKS if name in _OF_PAGES),
]
