"""Reads by article and hour: all that is ever written down about readers."""

from django.db import models


class HourlyReads(models.Model):
    """How many readers an article had in one hour."""

    # The audience knows numbers, not articles: what they stand for is the newsroom's affair.
    article_id = models.BigIntegerField()
    hour = models.DateTimeField()
    reads = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("article_id", "hour"), name="audience_article_hour")]
        indexes = [models.Index(fields=("hour", "article_id"), name="audience_hour")]
