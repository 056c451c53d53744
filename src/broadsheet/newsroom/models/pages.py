"""Pages that are no articles: about the paper, imprint, privacy, contact."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin, TranslatableMixin

from ..addresses import place_path
from ..furniture import PAGE_BLOCKS
from .blocks_field import BlocksField
from .slug_field import UnicodeSlugField

# Beginning of each place in an example text that the newsroom must fill in.
TO_FILL_IN = "[FILL IN"


class Purpose(models.TextChoices):
    """The pages that readers and the law expect; an edition has at most one of each."""

    ABOUT = "about", _("About the paper")
    IMPRINT = "imprint", _("Imprint")
    PRIVACY = "privacy", _("Privacy")
    CONTACT = "contact", _("Contact")
    CORRECTIONS = "corrections", _("Correction policy")
    ETHICS = "ethics", _("Principles")


class Page(PreviewableMixin, DraftStateMixin, RevisionMixin, TranslatableMixin, models.Model):
    """A page of an edition that is no article: it stands in no list, rail or feed."""

    name = models.CharField(_("title"), max_length=120)
    slug = UnicodeSlugField(_("slug"), max_length=80, blank=True)
    purpose = models.CharField(
        _("purpose"),
        max_length=12,
        choices=Purpose,
        blank=True,
        help_text=_("An edition has one page for each purpose."),
    )
    body = BlocksField(PAGE_BLOCKS, verbose_name=_("text"), default=list, blank=True)
    is_in_footer = models.BooleanField(
        _("in the footer"), default=True, help_text=_("The menu is on the screen of the edition.")
    )
    position = models.PositiveSmallIntegerField(_("position in the footer"), default=0)

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ("position", "name")
        constraints = [
            models.UniqueConstraint(fields=("translation_key", "locale"), name="newsroom_page_translation"),
            models.UniqueConstraint(fields=("locale", "slug"), name="newsroom_page_slug"),
            models.UniqueConstraint(
                fields=("locale", "purpose"),
                condition=~models.Q(purpose=""),
                name="newsroom_page_purpose",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return place_path(self.locale.edition.root, "page", self.slug)

    @property
    def full_url(self) -> str:
        """The address that Wagtail's preview needs."""
        return f"{settings.WAGTAILADMIN_BASE_URL}{self.get_absolute_url() if self.slug else '/'}"

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        """Show the page as it would be. The setting PAGE_PREVIEW names the view, as this package imports none."""
        return import_string(settings.PAGE_PREVIEW)(request, self)
