"""What the database remembers of the demo edition: that it was loaded, and what came with it."""

from django.db import models


class DemoLoading(models.Model):
    """One loading of the demo edition. A site that has had it does not get it again by itself."""

    loaded_at = models.DateTimeField()
    # By how many days everything was moved.
    moved_days = models.IntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.loaded_at:%Y-%m-%d}"


class DemoMark(models.Model):
    """A thing that came with the demo edition, and goes with it unless something else needs it."""

    # The name of a model, as in `demo.things.MODELS`.
    kind = models.CharField(max_length=20)
    number = models.BigIntegerField()
    # Hash of what an editor can change (`demo.things.digest`); empty where changes do not matter.
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("kind", "number"), name="demo_mark_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
