"""The story-line: what followed from what, over months and years."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale


class StoryLine(models.Model):
    """The articles of one affair. The worker gathers them; editors name, merge and split lines."""

    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+", editable=False)
    name = models.CharField(
        _("name"), max_length=200, blank=True, help_text=_("Empty: the headline of its first article.")
    )

    class Meta:
        verbose_name = _("story-line")
        verbose_name_plural = _("story-lines")

    def __str__(self) -> str:
        return self.name or f"{_('story-line')} {self.pk}"
