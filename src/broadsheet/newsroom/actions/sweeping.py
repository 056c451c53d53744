"""Delete topics under which no article is filed."""

from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q, QuerySet
from wagtail.models import Revision

from ..models import Article, Edition, Topic
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
    wanted = {pk for topics in _waiting().values_list("content__topics", flat=True) for pk in topics or ()}
    found = Topic.objects.filter(locale_id=edition.locale_id, articles__isnull=True).order_by("name")
    return [each for each in found if each.pk not in wanted]


def _waiting() -> QuerySet[Revision]:
    """Return the versions of articles that may be published next."""
    drafts = Article.objects.filter(has_unpublished_changes=True).values("latest_revision_id")
    content_type = ContentType.objects.get_for_model(Article)
    return Revision.objects.filter(
        Q(pk__in=drafts) | Q(approved_go_live_at__isnull=False), content_type=content_type
    )
