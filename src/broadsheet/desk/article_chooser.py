"""The dialogue in which an editor chooses an article, quick at hundreds of thousands of rows."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm, LocaleFilterMixin
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet

from ..newsroom.matching import matching
from ..newsroom.models import Article
from .article_listing import status_column
from .status import with_prospects


class ArticleFilterForm(LocaleFilterMixin, BaseFilterForm):
    """Search all the text; Wagtail's own form ranks row by row, which takes minutes."""

    q = forms.CharField(
        label=_("Search"), widget=forms.TextInput(attrs={"placeholder": _("Search")}), required=False
    )

    def filter(self, objects: QuerySet[Article]) -> QuerySet[Article]:
        objects = super().filter(objects)
        wanted = self.cleaned_data.get("q")
        if wanted:
            objects = matching(objects, wanted)
            self.is_searching, self.search_query = True, wanted
        return objects


class _Rows:
    """What the dialogue shows of an article: enough to tell two of the same headline apart."""

    filter_form_class = ArticleFilterForm
    ordering = ("-published_at", "-id")

    def get_object_list(self) -> QuerySet[Article]:
        articles = Article.objects.select_related("section", "locale").defer(
            "body", "standfirst", "teaser", "card_text"
        )
        return with_prospects(articles)

    @property
    def columns(self) -> list[Any]:
        dated = Column("published_at", label=_("Published"), accessor=_day)
        named, *rest = super().columns  # type: ignore[misc]  # a mixin
        told = [each for each in rest if not isinstance(each, LiveStatusTagColumn)]
        return [named, *told, Column("section", label=_("Section")), status_column(timezone.now()), dated]


class ArticleChooseView(_Rows, ChooseView):
    """The dialogue."""


class ArticleChooseResultsView(_Rows, ChooseResultsView):
    """The list in it, read again at each key."""


class ArticleChooserViewSet(SnippetChooserViewSet):
    """Choosing an article: for picks and for links."""

    choose_view_class = ArticleChooseView
    choose_results_view_class = ArticleChooseResultsView


def _day(article: Article) -> str:
    return f"{article.published_on:%Y-%m-%d}" if article.published_on else ""
