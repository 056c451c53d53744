"""Delete topics under which no article is filed."""

from datetime import datetime

from django.db import transaction

from ..models import Edition, Topic
from ..waiting_drafts import topics_of_drafts
from .auditing import SWEEP_TOPICS, Account, record


def sweep_topics(edition: Edition, *, by: Account | None, now: datetime) -> list[str]:
    """Delete an edition's topics that no article and no waiting draft has, and return their names."""
    with transaction.atomic():
        unused = unused_topics(edition)
        names = [each.name for each in unused]
        for each in unused:
            each.delete()
        if names:
            record(edition, SWEEP_TOPICS, by=by, now=now, details={"topics": names})
    return names


def unused_topics(edition: Edition) -> list[Topic]:
    """Return an edition's topics that no article and no waiting draft has."""
    wanted = topics_of_drafts()
    found = Topic.objects.filter(locale_id=edition.locale_id, articles__isnull=True).order_by("name")
    return [each for each in found if each.pk not in wanted]
