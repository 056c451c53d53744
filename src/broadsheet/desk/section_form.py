"""The form of a section: under which other one it may stand."""

from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from ..newsroom.models import Section
from .slugs import NamedForm


class SectionForm(NamedForm):
    """Offers as parents the top sections of the section's own edition."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "parent" in self.fields:
            parent: Any = self.fields["parent"]
            above = Section.objects.filter(locale=self._locale(), parent__isnull=True)
            parent.queryset = above.exclude(pk=self.instance.pk)


def choices(sections: QuerySet[Section]) -> QuerySet[Section]:
    """Order sections as their names are read: in the order of the masthead, each followed by its sub-sections."""
    return sections.select_related("parent").order_by(
        Coalesce("parent__position", "position"),
        Coalesce("parent__name", "name"),
        F("parent").asc(nulls_first=True),
        "position",
        "name",
    )


def full_name(section: Section) -> str:
    """Return the name of a section with that of the section above it."""
    return f"{section.parent} / {section}" if section.parent else str(section)
