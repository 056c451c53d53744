"""What the check of the rails found last night."""

from django.db import models


class RailsCheck(models.Model):
    """The result of one check of the whole archive, as `newsroom.check_report` writes it; the last one is kept."""

    checked_at = models.DateTimeField()
    pages = models.PositiveIntegerField()
    faults = models.PositiveIntegerField()
    warnings = models.PositiveIntegerField()
    # The first findings, each as in `broadsheet rails check --json`.
    findings = models.JSONField(default=list)
