"""What articles are filed under: edition, section, topic; and who wrote them."""

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, TranslatableMixin


class Edition(models.Model):
    """A paper in one language. The main edition has no language in its URLs."""

    locale = models.OneToOneField(
        Locale, on_delete=models.PROTECT, related_name="edition", verbose_name=_("language")
    )
    name = models.CharField(_("name"), max_length=120)
    tagline = models.CharField(_("tagline"), max_length=200, blank=True)
    is_main = models.BooleanField(_("main edition"), default=False)
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


class Section(TranslatableMixin, models.Model):
    """A desk of the paper: Politics, Sport."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("slug"), max_length=80)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ("position", "name")
        constraints = [
            models.UniqueConstraint(
                fields=("translation_key", "locale"), name="newsroom_section_translation"
            ),
            models.UniqueConstraint(fields=("locale", "slug"), name="newsroom_section_slug"),
        ]

    def __str__(self) -> str:
        return self.name


class Topic(TranslatableMixin, models.Model):
    """What a story is about: a person, a place, an affair."""

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("slug"), max_length=80)

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
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
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
