"""The kills that are kept: a story of this identifier stays out, whenever and from wherever it comes again."""

from django.db import models


class KeptTombstone(models.Model):
    """A story that its source has cancelled, known here or not; it outlives the article."""

    scope = models.CharField(max_length=255, blank=True)
    identifier = models.CharField(max_length=500)
    # Empty: the kill says of no version, so it concerns all that came before a person looked.
    version = models.CharField(max_length=64, blank=True)
    headline = models.CharField(max_length=255, blank=True)
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            # A batch of stories asks by identifiers alone.
            models.UniqueConstraint(fields=("identifier", "scope"), name="newsroom_tombstone_once")
        ]

    def __str__(self) -> str:
        return self.headline or self.identifier
