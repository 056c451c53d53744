"""What editors add to articles: picks and corrections."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from .articles import Article
from .editions import Edition


class Pick(models.Model):
    """An editor's choice: an article put in a place of the rail, from when and until when."""

    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="picks", verbose_name=_("edition")
    )
    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="picks", verbose_name=_("article")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0, help_text=_("Smallest first."))
    starts_at = models.DateTimeField(_("from"), null=True, blank=True, help_text=_("Empty: at once."))
    ends_at = models.DateTimeField(
        _("until"), help_text=_("A pick has a shelf life: then the rail moves on by itself.")
    )
    picked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    picked_at = models.DateTimeField(auto_now_add=True)
    note = models.CharField(_("note"), max_length=200, blank=True, help_text=_("Why; other editors read it."))

    class Meta:
        verbose_name = _("pick")
        verbose_name_plural = _("picks")
        ordering = ("position", "-picked_at", "id")
        indexes = [models.Index(fields=("edition", "ends_at"), name="newsroom_pick_running")]
        constraints = [models.UniqueConstraint(fields=("edition", "article"), name="newsroom_pick_once")]

    def __str__(self) -> str:
        return f"{self.position}. {self.article}"


class Correction(models.Model):
    """A mistake put right in public, shown on the article from the day it was made."""

    article = ParentalKey(Article, on_delete=models.CASCADE, related_name="corrections")
    at = models.DateTimeField(_("corrected at"))
    text = models.TextField(_("what was wrong, and what is right"))

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ("at", "id")
        # The page of corrections begins with the newest.
        indexes = [models.Index(fields=("-at", "-id"), name="newsroom_correction_newest")]

    def __str__(self) -> str:
        return self.text[:80]
