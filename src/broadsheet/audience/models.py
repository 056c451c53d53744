"""What is written down about reads: numbers by article, hour and machine, and nothing about readers."""

from django.db import models


class HourlyReads(models.Model):
    """How many readers an article had in one hour, as one machine counted them."""

    # The audience knows numbers, not articles: what they stand for is the newsroom's affair.
    article_id = models.BigIntegerField()
    hour = models.DateTimeField()
    node = models.BigIntegerField(default=0)
    reads = models.PositiveIntegerField(default=0)
    # Of these, reads from networks that read no other article in the day; and what was not counted at all.
    cold = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("article_id", "hour", "node"), name="audience_article_hour_node")
        ]
        indexes = [models.Index(fields=("hour", "article_id"), name="audience_hour")]


class DailyReads(models.Model):
    """How many readers an article had in one day (UTC), once its hours are not needed any more."""

    article_id = models.BigIntegerField()
    day = models.DateField()
    reads = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("article_id", "day"), name="audience_article_day")]
        indexes = [models.Index(fields=("day", "article_id"), name="audience_day")]


class DecayedReads(models.Model):
    """The forward-decayed sums of an article on one machine: what ranks it."""

    article_id = models.BigIntegerField()
    node = models.BigIntegerField()
    # The sixteen days that the sums' landmark begins, and when the row was written.
    epoch = models.IntegerField()
    recorded_at = models.DateTimeField()
    # Three half-lives, shortest first: from networks that read widely, and from those that read nothing else.
    warm_short = models.FloatField(default=0)
    warm_middle = models.FloatField(default=0)
    warm_long = models.FloatField(default=0)
    cold_short = models.FloatField(default=0)
    cold_middle = models.FloatField(default=0)
    cold_long = models.FloatField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("article_id", "node"), name="audience_article_node")]
        indexes = [models.Index(fields=("recorded_at", "article_id"), name="audience_recorded")]


class HourlySources(models.Model):
    """From where the readers of one hour came, as one machine counted them."""

    hour = models.DateTimeField()
    node = models.BigIntegerField()
    source = models.PositiveSmallIntegerField()
    reads = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("hour", "node", "source"), name="audience_hour_source_node")
        ]


class RecentReads(models.Model):
    """How many reads of an article were counted and refused in five minutes, as one machine counted them."""

    article_id = models.BigIntegerField()
    # When the five minutes began.
    slot = models.DateTimeField()
    node = models.BigIntegerField()
    reads = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("article_id", "slot", "node"), name="audience_article_slot_node")
        ]
        indexes = [models.Index(fields=("slot", "article_id"), name="audience_slot")]


class LabelledReads(models.Model):
    """Readers of an article on one day, from an import with a label: they count, and the desk names the label."""

    label = models.CharField(max_length=60)
    article_id = models.BigIntegerField()
    day = models.DateField()
    reads = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("article_id", "day", "label"), name="audience_labelled_once")
        ]
        indexes = [models.Index(fields=("day", "article_id"), name="audience_labelled_day")]
