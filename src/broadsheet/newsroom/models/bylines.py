"""Who signs an article, in the order of printing."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from .articles import Article
from .editions import Author


class Byline(Orderable):
    """An author's name over an article, in the order of printing."""

    article = ParentalKey(Article, on_delete=models.CASCADE, related_name="bylines")
    author = models.ForeignKey(
        Author, on_delete=models.PROTECT, related_name="bylines", verbose_name=_("author")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("byline")
        constraints = [models.UniqueConstraint(fields=("article", "author"), name="newsroom_byline_once")]

    def __str__(self) -> str:
        return str(self.author)
