"""The settings of the whole paper, and the files that belong to them."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class PaperSettings(models.Model):
    """The one row of settings that all editions share, as `newsroom.paper.site_settings` reads and writes it."""

    ONLY = 1

    values = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("the paper")
        verbose_name_plural = _("the paper")

    def __str__(self) -> str:
        return str(_("The paper"))

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.pk = self.ONLY
        super().save(*args, **kwargs)


class PaperFile(models.Model):
    """A logo, icon or share picture. Its name is a hash of its content.

    `until` is when it may be deleted; None for one in use.
    """

    name = models.CharField(max_length=80, primary_key=True)
    content = models.BinaryField()
    until = models.DateTimeField(null=True, db_index=True)
