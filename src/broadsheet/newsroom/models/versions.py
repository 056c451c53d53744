"""Read versions of an article that name what was deleted since."""

from typing import Any

from .editions import Author, Section


class ReadableVersions:
    """Reads a version without the section and the authors that are no more; what is in use cannot be deleted.

    django-modelcluster raises an exception for a foreign key that protects and leads nowhere.
    """

    @classmethod
    def from_serializable_data(
        cls, data: dict[str, Any], check_fks: bool = True, strict_fks: bool = False
    ) -> Any:
        """Build an article from the fields of a stored version."""
        if check_fks:
            data = data | _without_the_deleted(data)
        return super().from_serializable_data(data, check_fks=check_fks, strict_fks=strict_fks)  # type: ignore[misc]  # of the model beside it


def _without_the_deleted(data: dict[str, Any]) -> dict[str, Any]:
    section, bylines = data.get("section"), data.get("bylines") or []
    if section is not None and not Section.objects.filter(pk=section).exists():
        section = None
    there = set(
        Author.objects.filter(pk__in=[each["author"] for each in bylines]).values_list("pk", flat=True)
    )
    return {"section": section, "bylines": [each for each in bylines if each["author"] in there]}
