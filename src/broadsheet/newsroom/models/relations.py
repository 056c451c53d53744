"""What the worker has worked out about articles: terms, versions, neighbours. All of it can be rebuilt."""

from django.db import models
from wagtail.models import Locale

from ...rails.model import Reason
from ...rails.related import reason_of
from .articles import Article


class Stage(models.IntegerChoices):
    """How far the work on an article has come; whoever finds it unfinished goes on from there."""

    READ = 0  # its vector is kept and counted
    # Its key terms are kept, and it is linked to the other versions of its story; or something left its list since.
    FINDABLE = 1
    RANKED = 2  # its neighbours are stored, and it stands in the lists where it belongs


class Analysis(models.Model):
    """The text of one article as numbers, so that it need not be read again to be compared."""

    article = models.OneToOneField(
        Article, on_delete=models.CASCADE, primary_key=True, related_name="analysis"
    )
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+", db_index=False)
    stage = models.PositiveSmallIntegerField(choices=Stage, default=Stage.READ)
    digest = models.CharField(max_length=32)  # of what was read: an unchanged text is not read again
    vector = models.BinaryField()  # of rails.vectors
    key_terms = models.BinaryField(default=bytes)  # the terms under which KeyTerm has the article
    signature = models.JSONField(default=list)  # of prose.duplicates
    shown = models.TextField(blank=True)  # stems and names as the text writes them, a line each

    class Meta:
        indexes = [
            models.Index(fields=("stage", "article"), condition=models.Q(stage__lt=Stage.RANKED),
                         name="newsroom_analysis_unfinished"),
        ]  # fmt: skip


class KeyTerm(models.Model):
    """One of the article's four dozen key terms: candidates for Related are found by summing these.

    No foreign key, for its index would be as large as the table: `Analysis.key_terms` says where the rows are.
    """

    pk = models.CompositePrimaryKey("term", "day", "article")
    term = (
        models.BigIntegerField()
    )  # the edition's locale above, the term of rails.vectors in the lower 32 bits
    day = models.IntegerField()  # of rails.postings
    article = models.BigIntegerField()
    weight = models.FloatField()


class VersionBand(models.Model):
    """A band of an article's signature: articles that share one may be versions of one story."""

    pk = models.CompositePrimaryKey("band", "article")
    band = models.BigIntegerField()
    article = models.BigIntegerField()


class TermBuckets(models.Model):
    """In how many articles of an edition the terms of each kind stand: `rails.statistics` as last written down."""

    pk = models.CompositePrimaryKey("locale_id", "kind")
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.PositiveSmallIntegerField()
    documents = models.BigIntegerField()
    through = models.BigIntegerField()  # the last TermChange that is counted in
    buckets = models.BinaryField()


class TermChange(models.Model):
    """Terms that came into an edition or left it since its buckets were written down."""

    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    documents = models.IntegerField()  # how many articles came, or, below zero, left
    terms = models.BinaryField()  # their terms, four bytes each


class TimesShown(models.Model):
    """In how many first tens of lists of neighbours an article stands."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, primary_key=True, related_name="+")
    times = models.PositiveIntegerField(default=0)
    first_ten = models.BinaryField(default=bytes)  # those that its own list is counted for, eight bytes each


class RelatedFloor(models.Model):
    """The likeness below which two articles of an edition are no nearer than by chance."""

    locale = models.OneToOneField(Locale, on_delete=models.CASCADE, primary_key=True, related_name="+")
    likeness = models.FloatField()
    documents = models.BigIntegerField()  # as many as the edition had when it was sampled


class Neighbour(models.Model):
    """One place in an article's stored list of related articles."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="neighbours")
    neighbour = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="neighbour_of")
    position = models.PositiveSmallIntegerField()
    score = models.FloatField()
    parts = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("article", "position"), name="newsroom_neighbour_place"),
            models.UniqueConstraint(fields=("article", "neighbour"), name="newsroom_neighbour_once"),
        ]

    @property
    def reason(self) -> Reason:
        """Why the neighbour stands there."""
        return reason_of(self.parts)
