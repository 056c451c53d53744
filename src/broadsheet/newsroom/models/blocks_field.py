"""A field of blocks that needs no migration for a new kind of block."""

from typing import Any

from django.db import models
from wagtail.fields import StreamField


class BlocksField(StreamField):
    """A StreamField that migrations see as plain JSON, so that a new kind of block needs none."""

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _path, _arguments, named = models.Field.deconstruct(self)
        return name, "django.db.models.JSONField", [], named

    def clone(self) -> models.JSONField:
        """Return the field as migrations know it."""
        _name, _path, _arguments, named = self.deconstruct()
        return models.JSONField(**named)
