"""What the worker has worked out about articles: terms, versions and neighbours. All of it can be rebuilt."""

from django.db import models

from .articles import Article


class Analysis(models.Model):
    """The text of one article as terms, so that it need not be read again to be compared."""

    article = models.OneToOneField(
        Article, on_delete=models.CASCADE, primary_key=True, related_name="analysis"
    )
    terms = models.JSONField(default=dict)  # term -> weighted count
    surface = models.JSONField(default=dict)  # term -> the word as it stands in the text
    names = models.JSONField(default=list)
    length = models.FloatField(default=0)  # sum of the weighted counts
    signature = models.JSONField(default=list)  # MinHash values of prose.duplicates
    digest = models.CharField(max_length=32)  # of what was analysed: an unchanged text is not analysed again


class TellingTerm(models.Model):
    """One of the article's four dozen most telling terms: candidates for Related are found by summing these."""

    pk = models.CompositePrimaryKey("term", "article_id")
    term = models.BigIntegerField()  # relations.term_key(locale, term): 63 bits
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="telling_terms")
    weight = models.FloatField()


class TermCount(models.Model):
    """In how many articles of an edition a term stands; the term "" counts articles, `total` sums lengths."""

    term = models.BigIntegerField(primary_key=True)
    documents = models.BigIntegerField(default=0)
    total = models.FloatField(default=0)


class VersionBand(models.Model):
    """A band of an article's MinHash signature: articles that share one may be versions of one story."""

    pk = models.CompositePrimaryKey("band", "article_id")
    band = models.BigIntegerField()
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="version_bands")


class Neighbour(models.Model):
    """One place in an article's stored list of related articles."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="neighbours")
    neighbour = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="neighbour_of")
    position = models.PositiveSmallIntegerField()
    score = models.FloatField()
    reason = models.TextField()
    parts = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("article", "position"), name="newsroom_neighbour_place"),
            models.UniqueConstraint(fields=("article", "neighbour"), name="newsroom_neighbour_once"),
        ]
