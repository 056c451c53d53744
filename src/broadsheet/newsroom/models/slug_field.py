"""The last part of an address, in any script."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from ...prose.slugs import is_slug


def validate_slug(value: str) -> None:
    """Refuse what cannot stand in an address. Django's own rule for other scripts refuses the vowels of Hindi and Thai."""
    if not is_slug(value):
        raise ValidationError(_("Write letters, digits and hyphens."), code="invalid")


class UnicodeSlugField(models.SlugField):  # type: ignore[type-arg]  # generic for the type checker alone
    """Django's field with our rule, which no database knows of: to migrations it is Django's."""

    default_validators = [validate_slug]

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.SlugField", args, kwargs
