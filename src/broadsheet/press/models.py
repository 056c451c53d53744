"""The outbox: what has changed, in order, for every process that keeps pages; and when it could not be read."""

from django.db import models


class Change(models.Model):
    """One change: the tags of everything that it touches, separated by spaces."""

    tags = models.TextField()
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        ordering = ("id",)


class Position(models.Model):
    """How far a named reader of the outbox has come."""

    name = models.CharField(max_length=80, primary_key=True)
    change = models.BigIntegerField(default=0)


class Outage(models.Model):
    """A time in which the database could not be reached, and readers were shown the last pages that were known."""

    began = models.DateTimeField()
    ended = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ("-ended",)
