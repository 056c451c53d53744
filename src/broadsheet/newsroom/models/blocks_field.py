"""A field of blocks whose kinds of blocks are no part of the database's history."""

from typing import Any

from django.db import models
from wagtail.fields import StreamField


class BlocksField(StreamField):
    """A StreamField that migrations know as the JSON that it stores: another kind of block is no migration."""

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _path, _arguments, named = models.Field.deconstruct(self)
        return name, "django.db.models.JSONField", [], named

    def clone(self) -> models.JSONField:
        """Return the field as migrations know it."""
        _name, _path, _arguments, named = self.deconstruct()
        return models.JSONField(**named)
