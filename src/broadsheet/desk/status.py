"""Say in one word where an article stands between draft and reader."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from ..newsroom.models import Article, DatePrecision

LABELS = {
    "live": _("live"),
    "changed": _("live, changed since"),
    "draft": _("draft"),
    "withheld": _("withheld"),
    "scheduled": _("scheduled"),
    "embargoed": _("embargoed"),
    "expired": _("expired"),
    "killed": _("killed"),
}
# What an editor may ask the list for, beside the states themselves.
FILTERS = [
    ("live", _("Live")),
    ("changed", _("Live, changed since")),
    ("draft", _("Drafts")),
    ("withheld", _("Withheld")),
    ("embargoed", _("Embargoed")),
    ("killed", _("Killed")),
    ("undated", _("Of unknown date")),
]


def status(article: Article, *, now: datetime) -> str:
    """Return one of the keys of LABELS."""
    if article.killed_at is not None:
        return "killed"
    if not article.live and article.withheld_because:
        return "withheld"
    if not article.live:
        return "expired" if article.expired else "scheduled" if article.go_live_at else "draft"
    if article.expire_at is not None and article.expire_at <= now:
        return "expired"
    if article.is_embargoed(now):
        return "embargoed"
    if article.published_at is not None and article.published_at > now:
        return "scheduled"
    return "changed" if article.has_unpublished_changes else "live"


def sentence(article: Article, *, now: datetime) -> str:
    """Return the state of an article for a list: of what was withheld at its import, why."""
    state = status(article, now=now)
    if state == "withheld":
        return _("withheld: %(reason)s") % {"reason": article.withheld_because}
    return str(LABELS[state])


def in_state(articles: QuerySet[Article], state: str, *, now: datetime) -> QuerySet[Article]:
    """Narrow a list to one of FILTERS. Index: newsroom_article_desk, or newsroom_article_embargo."""
    conditions = {
        "live": Q(live=True),
        "changed": Q(live=True, has_unpublished_changes=True),
        "draft": Q(live=False, killed_at__isnull=True),
        "withheld": Q(live=False, killed_at__isnull=True) & ~Q(withheld_because=""),
        "embargoed": Q(embargoed_until__gt=now),
        "killed": Q(killed_at__isnull=False),
        "undated": Q(published_at__isnull=True, date_precision=DatePrecision.UNKNOWN),
    }
    return articles.filter(conditions[state])
