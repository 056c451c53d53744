"""Pages in Wagtail's tree, and three rails as people build them: by shared tags, by hand, by a count of reads."""

from typing import Any

from django.db import models
from django.db.models import Count
from django.http import HttpRequest
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from taggit.models import TaggedItemBase
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Orderable, Page
from wagtail.query import PageQuerySet
from wagtail.snippets.models import register_snippet

RAIL_LENGTH = 5


@register_snippet
class Section(models.Model):
    name = models.CharField(max_length=80)
    slug = models.SlugField(unique=True)

    def __str__(self) -> str:
        return self.name


@register_snippet
class Author(models.Model):
    name = models.CharField(max_length=120)
    slug = models.SlugField(unique=True)

    def __str__(self) -> str:
        return self.name


class HomePage(Page):
    max_count = 1


class ArticleIndexPage(Page):
    """A section's page, which stands in the menu."""

    subpage_types = ["ArticlePage"]


class ArticlePageTag(TaggedItemBase):
    content_object = ParentalKey("ArticlePage", on_delete=models.CASCADE, related_name="tagged_items")


class ArticlePage(Page):
    """An article; its title is the headline."""

    parent_page_types = ["ArticleIndexPage"]

    standfirst = models.TextField(blank=True)
    teaser = models.CharField(max_length=200, blank=True)
    date = models.DateTimeField(db_index=True)
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="articles")
    authors = ParentalManyToManyField(Author, blank=True, related_name="articles")
    tags = ClusterTaggableManager(through=ArticlePageTag, blank=True)
    body = StreamField(
        [
            ("heading", blocks.CharBlock()),
            ("paragraph", blocks.RichTextBlock()),
            ("picture", ImageChooserBlock()),
        ]
    )
    read_count = models.PositiveIntegerField(default=0, db_index=True, editable=False)

    content_panels = [
        *Page.content_panels,
        *(
            FieldPanel(each)
            for each in ("standfirst", "teaser", "date", "section", "authors", "tags", "body")
        ),
    ]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        picks = EditorsChoice.for_request(request).picks.select_related("article__section")
        return {
            **super().get_context(request, *args, **kwargs),
            "authors": self.authors.all(),
            "tags": self.tags.all(),
            "related": self.related(),
            "picks": [each.article for each in picks[:RAIL_LENGTH]],
            "popular": self.others().order_by("-read_count", "-date")[:RAIL_LENGTH],
        }

    def related(self) -> PageQuerySet:
        """Return the articles with most tags in common, the newest first among equals."""
        tagged = self.others().filter(tags__in=self.tags.values_list("pk", flat=True))
        return tagged.annotate(shared=Count("pk")).order_by("-shared", "-date")[:RAIL_LENGTH]

    def others(self) -> PageQuerySet:
        """Return the other articles with what a card shows, and without their texts."""
        found = ArticlePage.objects.live().exclude(pk=self.pk)
        return found.select_related("section").defer_streamfields()


@register_setting
class EditorsChoice(ClusterableModel, BaseSiteSetting):
    panels = [InlinePanel("picks")]


class Pick(Orderable):
    choice = ParentalKey(EditorsChoice, on_delete=models.CASCADE, related_name="picks")
    article = models.ForeignKey(ArticlePage, on_delete=models.CASCADE, related_name="+")

    panels = [FieldPanel("article")]
