"""The newsroom's menu, and the screens of what articles are filed under."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from ..newsroom.models import Author, Edition, Section, Topic
from .articles import ArticleViewSet
from .edition_form import EditionForm
from .edition_menu import EditionEditView, MenuProposalPanel
from .edition_words import WordsPanel
from .pages import EditionPagesPanel, PageViewSet
from .section_form import SectionForm
from .slugs import NamedForm
from .title_panel import title_panel

NAME = title_panel("name", _("Name"))


class SectionViewSet(SnippetViewSet):
    """The sections of the paper, in the order of the masthead."""

    model = Section
    icon = "folder-inverse"
    menu_name = "sections"
    list_display = ["name", "slug", "parent", "position", "locale"]
    ordering = ["locale_id", "position", "name"]
    search_fields = ["name"]
    edit_handler = ObjectList(
        [
            NAME,
            FieldPanel("slug"),
            FieldRowPanel(
                [
                    FieldPanel("parent", widget=forms.Select),
                    FieldPanel(
                        "position", help_text=_("In the menu and in lists: the lowest number comes first.")
                    ),
                ]
            ),
        ],
        base_form_class=SectionForm,
    )


class TopicViewSet(SnippetViewSet):
    """What stories are about."""

    model = Topic
    icon = "tag"
    menu_name = "topics"
    list_display = ["name", "slug", "locale"]
    search_fields = ["name"]
    edit_handler = ObjectList([NAME, FieldPanel("slug")], base_form_class=NamedForm)


class AuthorViewSet(SnippetViewSet):
    """Who signs articles."""

    model = Author
    icon = "user"
    menu_name = "authors"
    list_display = ["name", "role"]
    search_fields = ["name"]
    edit_handler = ObjectList(
        [
            NAME,
            FieldRowPanel([FieldPanel("role"), FieldPanel("slug")]),
            FieldPanel("biography"),
            FieldPanel("picture"),
        ],
        base_form_class=NamedForm,
    )


class EditionViewSet(SnippetViewSet):
    """The paper's editions, one for each language."""

    model = Edition
    icon = "globe"
    menu_name = "editions"
    list_display = ["name", "locale", "is_main"]
    edit_view_class = EditionEditView
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("tagline"),
            FieldRowPanel([FieldPanel("locale"), FieldPanel("is_main")]),
            WordsPanel(),
            FieldPanel("calendar"),
            FieldPanel("address_letters"),
            MenuProposalPanel(),
            FieldPanel(
                "menu",
                help_text=_(
                    "Empty: all sections in their order. Drag an entry to move it. A section that is hidden or left out "
                    "keeps its page, and its block on the front page."
                ),
            ),
            MultiFieldPanel([FieldPanel("footer_links"), FieldPanel("has_pledge")], heading=_("Footer")),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("feed_text"), FieldPanel("feed_length")])], heading=_("Feeds")
            ),
            EditionPagesPanel(heading=_("Pages")),
        ],
        base_form_class=EditionForm,
    )


class NewsroomGroup(SnippetViewSetGroup):
    """The "Newsroom" entry of the menu."""

    items = (ArticleViewSet, SectionViewSet, TopicViewSet, AuthorViewSet, PageViewSet, EditionViewSet)
    menu_label = _("Newsroom")
    menu_name = "newsroom"
    menu_icon = "doc-full-inverse"
    menu_order = 90
