"""What articles are filed under: edition, section, topic; and who wrote them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, TranslatableMixin

from ..calendars import Calendar
from ..furniture import FOOTER_BLOCKS, MENU_BLOCKS
from ..spelling import AddressLetters
from .blocks_field import BlocksField
from .slug_field import UnicodeSlugField

# Feed readers ask every hour or so: a feed that is too short loses stories, one that is long is read for nothing.
SHORTEST_FEED, LONGEST_FEED = 5, 100


class FeedText(models.TextChoices):
    """How much of each article the feeds of an edition have."""

    TEASER = "teaser", _("Standfirst or teaser")
    FULL = "full", _("Full text")


class Edition(models.Model):
    """A paper in one language. The main edition has no language in its URLs."""

    locale = models.OneToOneField(
        Locale, on_delete=models.PROTECT, related_name="edition", verbose_name=_("language")
    )
    name = models.CharField(_("name"), max_length=120)
    tagline = models.CharField(_("tagline"), max_length=200, blank=True)
    is_main = models.BooleanField(_("main edition"), default=False)
    menu = BlocksField(
        MENU_BLOCKS,
        collapsed=True,
        verbose_name=_("menu"),
        default=list,
        blank=True,
        help_text=_("Empty: all sections in their order. Drag an entry to move it."),
    )
    footer_links = BlocksField(
        FOOTER_BLOCKS,
        verbose_name=_("links in the footer"),
        default=list,
        blank=True,
        help_text=_("Beside the pages that stand in the footer."),
    )
    has_pledge = models.BooleanField(
        _("pledge in the footer"),
        default=True,
        help_text=_(
            "“This paper sets no cookies and follows nobody.” Leave it out where that is not true any more."
        ),
    )
    calendar = models.CharField(
        _("calendar"),
        max_length=12,
        choices=Calendar.choices,
        default=Calendar.GREGORIAN,
        help_text=_("Of the dates that readers see. Addresses and the archive keep the Gregorian one."),
    )
    address_letters = models.CharField(
        _("letters of addresses"),
        max_length=5,
        choices=AddressLetters,
        default=AddressLetters.LATIN,
        help_text=_(
            "Of new stories, sections and topics; of authors by the main edition. Addresses that are there stay."
        ),
    )
    feed_text = models.CharField(
        _("text in feeds"),
        max_length=6,
        choices=FeedText,
        default=FeedText.TEASER,
        help_text=_("The full text is for readers who never come to the site; others may copy it."),
    )
    feed_length = models.PositiveSmallIntegerField(
        _("stories in feeds"),
        default=30,
        validators=[MinValueValidator(SHORTEST_FEED), MaxValueValidator(LONGEST_FEED)],
        help_text=_("From 5 to 100."),
    )
    # Its addresses had no language once, and readers still ask for them.
    was_main = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ("-is_main", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("is_main",), condition=models.Q(is_main=True), name="newsroom_one_main_edition"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save it; the first edition is the main one, and then that which was made the main one last."""
        with transaction.atomic():
            others = list(Edition.objects.filter(is_main=True).exclude(pk=self.pk))
            if self._state.adding and not others:
                self.is_main = True
            for each in others if self.is_main else ():
                each.is_main = False
                each.save()
            super().save(*args, **kwargs)

    def validate_constraints(self, exclude: Any = None) -> None:
        # `save` keeps one main edition, so the constraint is no error of the form.
        super().validate_constraints({*(exclude or ()), "is_main"})

    @property
    def language(self) -> str:
        return self.locale.language_code

    @property
    def root(self) -> str:
        """The path of the edition's front page, with a slash at both ends."""
        return "/" if self.is_main else f"/{self.language}/"


class UnfitParent(ValueError):
    """A section stands under one other section of its own edition, which stands under none."""


class Section(TranslatableMixin, models.Model):
    """A desk of the paper: Politics, Sport. A sub-section stands under another one; there is no third level."""

    name = models.CharField(_("name"), max_length=120)
    slug = UnicodeSlugField(_("slug"), max_length=80)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="subsections",
        verbose_name=_("under the section"),
        help_text=_("Its stories stand on the page of that section too."),
    )

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ("position", "name")
        constraints = [
            models.UniqueConstraint(
                fields=("translation_key", "locale"), name="newsroom_section_translation"
            ),
            models.UniqueConstraint(fields=("locale", "slug"), name="newsroom_section_slug"),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")), name="newsroom_section_not_under_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if reason := self._why_not_there():
            raise ValidationError({"parent": reason})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save it. Raises UnfitParent for a place at which no section can stand."""
        if reason := self._why_not_there():
            raise UnfitParent(str(reason))
        super().save(*args, **kwargs)

    def copy_for_translation(self, locale: Locale, exclude_fields: Any = None) -> "Section":
        """Return a copy in another language, under the section that is there what the parent is here."""
        copy: Section = super().copy_for_translation(locale, exclude_fields=exclude_fields)
        copy.parent = self.parent.get_translation_or_none(locale) if self.parent else None
        return copy

    def _why_not_there(self) -> Any:
        parent = self.parent if self.parent_id is not None else None
        if parent is None:
            return ""
        if parent.pk == self.pk:
            return _("A section cannot stand under itself.")
        if parent.locale_id != self.locale_id:
            return _("“%(parent)s” is a section of another edition.") % {"parent": parent}
        if parent.parent_id is not None:
            return _("“%(parent)s” is a sub-section itself. There is no third level.") % {"parent": parent}
        if self.pk is not None and Section.objects.filter(parent=self.pk).exists():
            return _("It has sub-sections of its own. Give them another place first.")
        return ""


class Topic(TranslatableMixin, models.Model):
    """What a story is about: a person, a place, an affair."""

    name = models.CharField(_("name"), max_length=200)
    slug = UnicodeSlugField(_("slug"), max_length=80)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(fields=("translation_key", "locale"), name="newsroom_topic_translation"),
            models.UniqueConstraint(fields=("locale", "slug"), name="newsroom_topic_slug"),
        ]

    def __str__(self) -> str:
        return self.name


class Author(models.Model):
    """A person who signs articles."""

    name = models.CharField(_("name"), max_length=200)
    slug = UnicodeSlugField(_("slug"), max_length=80, unique=True)
    role = models.CharField(_("role"), max_length=200, blank=True)
    biography = models.TextField(_("biography"), blank=True)
    picture = models.ForeignKey(
        "wagtailimages.Image", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture"),
        help_text=_("The face, for the author's page and for opinion. Mark the face as the focal point of the picture."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
