"""What an editor sees first: what went wrong, what runs out, what comes, what is unfinished."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from wagtail.admin.ui.components import Component

from ..newsroom.check_report import kept_report
from ..newsroom.models import Article, DatePrecision, Pick
from ..newsroom.queries import editions, unfinished_pages
from ..press import outages

SOON = timedelta(days=3)
# The dashboard shows outages of the database for this long.
REMEMBERED = timedelta(days=7)
SHOWN = 5


class NewsroomPanel(Component):
    """The newsroom's part of the dashboard."""

    name = "newsroom"
    template_name = "desk/dashboard.html"
    order = 50

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        now = timezone.now()
        return {
            "outages": outages.since(now - REMEMBERED)[:SHOWN],
            "unfinished": unfinished_pages(),
            "editions": editions(),
            "rails_check": kept_report(),
            "ending": Pick.objects.filter(ends_at__gt=now, ends_at__lte=now + SOON)
            .select_related("article", "edition__locale")
            .defer("article__body")
            .order_by("ends_at")[:SHOWN],
            "embargoed": _light(Article.objects.filter(embargoed_until__gt=now)).order_by("embargoed_until")[
                :SHOWN
            ],
            "drafts": _light(Article.objects.filter(live=False, killed_at__isnull=True))
            .select_related("latest_revision")
            .defer("body", "latest_revision__content")
            .order_by("-latest_revision_id", "-id")[:SHOWN],
            "undated": _light(
                Article.objects.filter(published_at__isnull=True, date_precision=DatePrecision.UNKNOWN)
            ).order_by("-id")[:SHOWN],
        }


def _light(articles: QuerySet[Article]) -> QuerySet[Article]:
    return articles.select_related("locale").defer("body")
