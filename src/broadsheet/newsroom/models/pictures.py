"""What is remembered of pictures beside Wagtail's own tables."""

from django.db import models


class RetiredRendition(models.Model):
    """A file of a picture that no page names any more, and until when it stays on the disk.

    A page that a cache or a browser still has may name it. `picture` is a number and no key, for the picture may be gone.
    """

    name = models.CharField(max_length=255, unique=True)
    picture = models.PositiveBigIntegerField(db_index=True)
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.name
