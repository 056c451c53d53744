"""The article's screens: list, edit, preview."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    MultiFieldPanel,
    MultipleChooserPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.admin.views.generic.mixins import RevisionsRevertMixin
from wagtail.models import Locale
from wagtail.rich_text import RichText
from wagtail.snippets.views.snippets import (
    CreateView,
    EditView,
    PreviewOnCreateView,
    PreviewOnEditView,
    SnippetViewSet,
)

from ..newsroom.models import Article, Author, Byline
from ..newsroom.moments import is_waited_for
from ..newsroom.naming import ByName
from .article_actions import (
    ArticleUnpublishView,
    ArticleUnscheduleView,
    ArticleWorkflowActionView,
    CheckedSaving,
    seen_by_readers,
)
from .article_chooser import ArticleChooserViewSet
from .article_form import ArticleForm, CorrectionsPanel, SectionSelect
from .article_listing import ArticleIndexView
from .buttons import deeds, view_live
from .edition_form import WithEdition
from .killing import killed_banner
from .moment_fields import SaysWhatMoved, SchedulePanel
from .picture_sizes import PictureSizePanel
from .rails_panel import RailsPanel
from .status import withheld_banner
from .title_panel import title_panel

STORY = [
    title_panel("headline", _("Headline"), required_on_save=True),
    FieldPanel("standfirst"),
    FieldRowPanel([FieldPanel("kind"), FieldPanel("kicker")]),
    FieldPanel(
        "body", help_text=_("Press / in an empty line for a heading, a quotation, a picture or a table.")
    ),
    FieldPanel("section", widget=SectionSelect),
    MultipleChooserPanel("bylines", chooser_field_name="author", heading=_("Bylines"), label=_("Author")),
    FieldPanel("topics"),
    MultiFieldPanel(
        [
            FieldPanel("picture"),
            PictureSizePanel(),
            FieldPanel("picture_alt"),
            FieldRowPanel([FieldPanel("picture_caption"), FieldPanel("picture_credit")]),
        ],
        heading=_("Lead picture"),
    ),
    MultiFieldPanel(
        [FieldPanel("short_headline"), FieldPanel("teaser"), FieldPanel("search_title")],
        heading=_("On cards and in search"),
        help_text=_("All of this may stay empty: then cards and search engines say what the page says."),
        classname="collapsed",
    ),
    MultiFieldPanel(
        [FieldPanel("source"), FieldPanel("slug")], heading=_("Credit and address"), classname="collapsed"
    ),
    FieldPanel("is_minor_change"),
    SchedulePanel(),
]
DATES = [
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("published_at"), FieldPanel("date_precision")]),
            FieldPanel("date_basis"),
        ],
        heading=_("Date of publication"),
        help_text=_("Leave it empty for a new story: it is the first moment at which readers can see it."),
    ),
    FieldPanel("embargoed_until"),
    HelpPanel(
        _("To publish or to withdraw at a certain hour, use “Set schedule” under Status, at the top right."),
        heading=_("Schedule"),
    ),
]
CORRECTIONS = [
    CorrectionsPanel(
        "corrections",
        panels=[FieldPanel("text"), FieldPanel("at")],
        heading=_("Corrections"),
        label=_("Correction"),
        help_text=_("Readers see them under the article, with the date."),
    )
]
RAILS = [RailsPanel(heading=_("The rails of this article"))]


def with_live_facts(draft: Article) -> Article:
    """Give a draft what only the stored article knows: a revision may be older than the first publication."""
    stored = Article.objects.defer("body").filter(pk=draft.pk).first()
    if stored is not None:
        if not is_waited_for(stored, timezone.now()):
            draft.published_at = draft.published_at or stored.published_at
        elif draft.published_at == stored.published_at:
            # It follows the embargo or the schedule, which may still be moved.
            draft.published_at = None
        draft.slug = draft.slug or stored.slug
        draft.path = stored.path
    return draft


class ArticleCreateView(WithEdition, CheckedSaving, SaysWhatMoved, CreateView):
    """Write a new article: it begins with an empty paragraph, and the byline of who writes it."""

    def get_initial_form_instance(self) -> Article:
        article: Article = super().get_initial_form_instance()
        article.body = [("paragraph", RichText(""))]
        name = self.request.user.get_full_name()
        author = ByName(Author.objects.all()).find(name) if name else None
        if author is not None:
            article.bylines.set([Byline(author=author)])
        return article

    def get_preview_url(self) -> str:
        # The view of a preview must know the language; Wagtail tells it to the form only.
        return str(self._set_locale_query_param(super().get_preview_url()))


class ArticleEditView(CheckedSaving, SaysWhatMoved, EditView):
    """Edit an article."""

    def get_object(self, queryset: Any = None) -> Article:
        return with_live_facts(super().get_object(queryset))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.live_object.killed_at is not None:
            messages.error(request, killed_banner(self.live_object))
        elif self.live_object.withheld_because:
            messages.warning(request, withheld_banner(self.live_object))
        return super().get(request, *args, **kwargs)

    @cached_property
    def header_buttons(self) -> list[Any]:
        live = view_live(self.live_object)
        return [*super().header_buttons, *([live] if live else [])]

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        listed = [*super().header_more_buttons, *deeds(self.live_object, self.request.user)]
        return [button for button in listed if button.icon_name != "link-external"]


class ArticleRevertView(RevisionsRevertMixin, ArticleEditView):
    """Save or publish an earlier version again."""

    view_name = "revisions_revert"

    def get_success_message(self, instance: Any = None) -> str:
        return f"{super().get_success_message()} {seen_by_readers(self.object.pk)}"


class ArticlePreviewOnCreate(PreviewOnCreateView):
    """Preview an article that was never saved."""

    def get_object(self) -> Article:
        language = self.request.GET.get("locale")
        chosen = Locale.objects.filter(language_code=language).first() if language else None
        return Article(locale=chosen or Locale.get_default())


class ArticlePreviewOnEdit(PreviewOnEditView):
    """Preview what is in the form, at the address that the article has or will have."""

    def get_object(self) -> Article:
        return with_live_facts(super().get_object())


class ArticleViewSet(SnippetViewSet):
    """Articles in the newsroom's menu. Tools reverse the default URL namespace by name: it stays."""

    model = Article
    icon = "doc-full"
    menu_label = _("Articles")
    menu_name = "articles"
    menu_order = 100
    list_per_page = 20
    copy_view_enabled = False
    index_view_class = ArticleIndexView
    chooser_viewset_class = ArticleChooserViewSet
    add_view_class = ArticleCreateView
    edit_view_class = ArticleEditView
    unpublish_view_class = ArticleUnpublishView
    revisions_unschedule_view_class = ArticleUnscheduleView
    workflow_action_view_class = ArticleWorkflowActionView
    preview_on_add_view_class = ArticlePreviewOnCreate
    preview_on_edit_view_class = ArticlePreviewOnEdit
    revisions_revert_view_class = ArticleRevertView
    edit_handler = TabbedInterface(
        [
            ObjectList(STORY, heading=_("Story")),
            ObjectList(DATES, heading=_("Dates")),
            ObjectList(CORRECTIONS, heading=_("Corrections")),
            ObjectList(RAILS, heading=_("Rails")),
        ],
        base_form_class=ArticleForm,
    )
