"""The registry of addresses that were public once, each of which belongs to one thing for ever."""

from django.db import models


class Kind(models.TextChoices):
    """What an address can belong to."""

    ARTICLE = "article"
    SECTION = "section"
    TOPIC = "topic"
    AUTHOR = "author"
    EDITION = "edition"
    PAGE = "page"


class Address(models.Model):
    """An address that its owner has left, or had on another site.

    Where its owner is now, the owner's own row says: so an archive of a million articles that never moved has no rows
    here. An owner that is not found any more was deleted, and stays without a foreign key for that reason.
    """

    # As `address_forms.normal_form` writes it.
    path = models.CharField(max_length=500, unique=True)
    kind = models.CharField(max_length=8, choices=Kind)
    owner = models.BigIntegerField()
    # The owner's feed stood here.
    is_feed = models.BooleanField(default=False)
    # False for that of an article which was not public where it comes from: it is held from the first publication on.
    was_public = models.BooleanField(default=True)

    class Meta:
        verbose_name = "address"
        verbose_name_plural = "addresses"
        indexes = [models.Index(fields=("kind", "owner"), name="newsroom_address_owner")]

    def __str__(self) -> str:
        return self.path
