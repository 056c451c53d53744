"""What is read most now, as it was last ranked, and what editors hold back from it."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from ...rails.popular import LONGEST_SILENCE, Basis, PopularStanding
from .articles import Article
from .editions import Section

FIELDS = {each.name for each in fields(PopularStanding)}


class PopularList(models.Model):
    """The ranking of an edition, or of one of its sections, at one moment."""

    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    section = models.ForeignKey(Section, null=True, on_delete=models.CASCADE, related_name="+")
    # Each as the fields of `rails.popular.Standing`, best first.
    places = models.JSONField(default=list)
    as_of = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("locale",), condition=models.Q(section=None), name="newsroom_popular_edition"
            ),
            models.UniqueConstraint(fields=("locale", "section"), name="newsroom_popular_section"),
        ]

    def is_of_now(self, now: datetime) -> bool:
        """Whether it was confirmed so lately that readers may see it."""
        return now - self.as_of <= LONGEST_SILENCE

    @property
    def standings(self) -> list[PopularStanding]:
        """The places, best first, without those that cannot be read."""
        found = (_standing(each) for each in self.places) if isinstance(self.places, list) else ()
        return [each for each in found if each is not None]


def _standing(place: Any) -> PopularStanding | None:
    """Return a place as it was stored; None where it is damaged: a rail that is shorter is still a page."""
    try:
        # A list that an older version stored may have fields more.
        known = {name: place[name] for name in FIELDS & place.keys()}
        standing = PopularStanding(**{**known, "basis": Basis(place["basis"])})
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
    numbers = (standing.article, standing.score, standing.hour, standing.day, standing.month)
    return standing if all(isinstance(each, int | float) for each in numbers) else None


class PopularHold(models.Model):
    """An editor's word that a story stands in no Popular rail, until when and why."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="popular_hold")
    reason = models.CharField(_("reason"), max_length=250)
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    held_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("story held back from Popular")
        verbose_name_plural = _("stories held back from Popular")

    def __str__(self) -> str:
        return f"{self.article}: {self.reason}"

    @classmethod
    def running(cls, now: datetime) -> "models.QuerySet[PopularHold]":
        """The holds that are not over at a moment."""
        return cls.objects.filter(models.Q(ends_at=None) | models.Q(ends_at__gt=now))
