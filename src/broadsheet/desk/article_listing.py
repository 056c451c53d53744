"""The list of articles, quick at hundreds of thousands of rows."""

from datetime import datetime
from typing import Any

import django_filters
from django import forms
from django.db.models import Count, Prefetch, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, LocaleColumn, StatusTagColumn
from wagtail.admin.widgets.button import Button, ButtonWithDropdown
from wagtail.models import Locale
from wagtail.snippets.views.snippets import IndexView

from ..newsroom.matching import matching
from ..newsroom.models import Article, Byline, Section
from .buttons import listing_buttons
from .status import FILTERS, in_state, sentence, with_prospects


class KeysFirstPaginator(WagtailPaginator):
    """Skip to a page in the index alone, then read only the rows that it shows.

    With whole rows, page 2000 of 200,000 articles would read 40,000 of them to drop them.
    """

    def _get_page(self, object_list: Any, *args: Any, **kwargs: Any) -> Any:
        return super()._get_page(_rows([row.pk for row in object_list]), *args, **kwargs)


def _rows(keys: list[int]) -> list[Article]:
    """Read what the list shows of these articles, in this order."""
    found = (
        with_prospects(Article.objects.filter(pk__in=keys))
        .select_related("section", "locale__edition", "latest_revision")
        .prefetch_related(Prefetch("bylines", Byline.objects.select_related("author")))
        .defer("body", "standfirst", "teaser", "card_text", "latest_revision__content")
    )
    by_key = {article.pk: article for article in found}
    rows = [by_key[key] for key in keys if key in by_key]
    _count_translations(rows)
    return rows


def _count_translations(rows: list[Article]) -> None:
    """Note on each row in how many languages it exists; Wagtail's own "Translate" asks once a row."""
    counted = Article.objects.filter(translation_key__in=[row.translation_key for row in rows])
    languages = dict(counted.order_by().values_list("translation_key").annotate(Count("pk")))
    for row in rows:
        row.languages = languages.get(row.translation_key, 1)


class ArticleFilterSet(WagtailFilterSet):
    """Narrow the list by state, section, language and date."""

    status = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=FILTERS,
        empty_label=_("All"),
        widget=forms.RadioSelect,
        method="filter_status",
    )
    section = django_filters.ModelChoiceFilter(
        label=_("Section"), queryset=Section.objects.select_related("locale"), empty_label=_("All")
    )
    published_at = django_filters.DateFromToRangeFilter(label=_("Published"), widget=DateRangePickerWidget)

    class Meta:
        model = Article
        fields = ("status", "section", "published_at")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        section_field: Any = self.filters["section"].field
        section_field.label_from_instance = lambda section: f"{section.name} ({section.locale.language_code})"

    def filter_status(self, articles: QuerySet[Article], _name: str, state: str) -> QuerySet[Article]:
        return in_state(articles, state, now=timezone.now())


class PublishedColumn(Column):
    """The date of publication as readers see it: to the second, to the day, or unknown."""

    cell_template_name = "desk/published_cell.html"


class ArticleIndexView(IndexView):
    """The list of articles, newest first."""

    paginator_class = KeysFirstPaginator
    default_ordering = "-published_at"
    filterset_class = ArticleFilterSet

    def get_base_queryset(self) -> QuerySet[Article]:
        return Article.objects.only("pk")

    def order_queryset(self, queryset: QuerySet[Article]) -> QuerySet[Article]:
        """Index: newsroom_article_order."""
        return queryset.order_by(
            *(("published_at", "id") if self.ordering == "published_at" else ("-published_at", "-id"))
        )

    def search_queryset(self, queryset: QuerySet[Article]) -> QuerySet[Article]:
        """Search all the text, not only headlines; what matches stays in the order of the list."""
        return matching(queryset, self.search_query) if self.is_searching else queryset

    @cached_property
    def columns(self) -> list[Any]:
        now = timezone.now()
        return [
            BulkActionsCheckboxColumn("bulk_actions", obj_type="snippet"),
            self._get_title_column("__str__"),
            Column("bylines", label=_("By"), accessor=_bylines),
            Column("section", label=_("Section")),
            LocaleColumn(sort_key=None, label=_("Language")),
            status_column(now),
            PublishedColumn("published_at", label=_("Published"), sort_key="published_at"),
        ]

    @cached_property
    def editions(self) -> int:
        return Locale.objects.count()

    def get_list_buttons(self, instance: Article) -> list[Any]:
        """Return one menu a row. Hooks of other apps are not asked: Wagtail's own asks the database each time."""
        user, next_url = self.request.user, self.request.path
        buttons = [Button.from_menu_item(each) for each in self.get_list_more_buttons(instance)]
        buttons += listing_buttons(instance, user, editions=self.editions, next_url=next_url)
        label = _("More options for “%(headline)s”") % {"headline": instance}
        return [ButtonWithDropdown(buttons=buttons, icon_name="dots-horizontal", attrs={"aria-label": label})]


def status_column(now: datetime) -> StatusTagColumn:
    """Return the column of states; Wagtail's own asks the database twice a row."""
    return StatusTagColumn(
        "status",
        label=_("Status"),
        accessor=lambda article: sentence(article, now=now),
        primary=lambda article: article.is_visible(now),
    )


def _bylines(article: Article) -> str:
    return ", ".join(str(byline.author) for byline in article.bylines.all())
