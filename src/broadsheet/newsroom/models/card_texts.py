"""The texts of an article for cards, feeds and search engines."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from ...prose.teasers import card_text, editors_text, is_headline
from .editions import Author


class ArticleKind(models.TextChoices):
    """What kind of text an article is. Readers are not told of plain news."""

    NEWS = "news", _("News")
    OPINION = "opinion", _("Opinion")
    ANALYSIS = "analysis", _("Analysis")
    INTERVIEW = "interview", _("Interview")
    REVIEW = "review", _("Review")
    OBITUARY = "obituary", _("Obituary")


class CardTexts(models.Model):
    """The fields of an article for its cards and for search engines, and values that follow from them."""

    kind = models.CharField(
        _("kind"),
        max_length=10,
        choices=ArticleKind,
        default=ArticleKind.NEWS,
        help_text=_("Opinion is set apart from news, with the name and the face of its author."),
    )
    kicker = models.CharField(
        _("kicker"),
        max_length=60,
        blank=True,
        default="",
        help_text=_("A word or two above the headline, on the page and on cards: “Flood inquiry”."),
    )
    short_headline = models.CharField(
        _("short headline"),
        max_length=120,
        blank=True,
        default="",
        help_text=_("For cards on fronts, lists and rails. Empty: the headline."),
    )
    teaser = models.TextField(
        _("teaser"),
        blank=True,
        default="",
        help_text=_(
            "For cards alone. Up to 200 characters are shown as you write them; of a longer text, the first sentences. "
            "Empty: the standfirst, else the beginning of the text."
        ),
    )
    search_title = models.CharField(
        _("title for search engines"),
        max_length=120,
        blank=True,
        default="",
        help_text=_(
            "What search engines and the browser's tab show in place of the headline; they cut it at about 60 characters."
        ),
    )
    # What cards say under the headline (`prose.teasers.card_text`).
    card_text = models.CharField(max_length=200, blank=True, editable=False)
    # Whose name and face stand on the cards of an opinion: the first of its byline.
    columnist = models.ForeignKey(
        Author, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+", db_index=False
    )  # fmt: skip

    headline: Any
    standfirst: Any
    plain_body: Any

    class Meta:
        abstract = True

    @property
    def shown_headline(self) -> str:
        """The headline of its cards."""
        return self.short_headline or self.headline

    @property
    def written_for_cards(self) -> str:
        """The editor's text for cards at full length, "" where cards show a part of the body."""
        return editors_text(
            self.headline, teaser=self.teaser, standfirst=self.standfirst, short_headline=self.short_headline
        )

    @property
    def own_standfirst(self) -> str:
        """The standfirst, unless it is the headline again."""
        return "" if is_headline(self.standfirst, self.headline) else self.standfirst

    @property
    def description(self) -> str:
        """What feeds and search engines say of it: the standfirst first, else the text of its cards."""
        return self.own_standfirst or self.card_text

    def made_card_text(self) -> str:
        """Return what the cards say under the headline."""
        return card_text(
            self.headline,
            teaser=self.teaser,
            standfirst=self.standfirst,
            body=self.plain_body,
            short_headline=self.short_headline,
        )

    def columnist_of(self, authors: Iterable[Author]) -> Author | None:
        """Return whose name and face stand on the cards, of the authors in their order."""
        return next(iter(authors), None) if self.kind == ArticleKind.OPINION else None
