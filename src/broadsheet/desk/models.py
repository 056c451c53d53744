"""What the desk keeps of its own: tries to sign in, and who must have a second factor."""

from django.contrib.auth.models import Group
from django.db import models


class SignInTries(models.Model):
    """Failed tries of a name from a network; with the name or the network empty, of the other one alone."""

    way = models.CharField(max_length=10)
    name = models.CharField(max_length=150, blank=True)
    network = models.CharField(max_length=43, blank=True)
    failures = models.PositiveIntegerField(default=0)
    # Tries that came while it was locked, written at most once a minute.
    refused = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()
    last_at = models.DateTimeField(db_index=True)
    locked_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "sign-in tries"
        constraints = [
            models.UniqueConstraint(fields=["way", "name", "network"], name="desk_one_row_of_tries"),
        ]

    def __str__(self) -> str:
        return " · ".join(filter(None, [self.way, self.name, self.network]))


class TwoFactorRole(models.Model):
    """A group whose members must have a second factor; without a group, the administrators."""

    group = models.OneToOneField(Group, on_delete=models.CASCADE, null=True)

    def __str__(self) -> str:
        return str(self.group or "Administrators")
