"""Say in one word where an article stands between draft and reader."""

from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision, WorkflowState

from ..newsroom.models import Article, DatePrecision
from ..newsroom.moments import first_seen_if_published
from ..newsroom.states import Prospects, State, goes_live_at, state_of

LABELS = {
    "live": _("live"),
    "changed": _("live, changed since"),
    "draft": _("draft"),
    "withheld": _("withheld"),
    "submitted": _("waits for approval"),
    "scheduled": _("scheduled"),
    "embargoed": _("embargoed"),
    "expired": _("expired"),
    "killed": _("killed"),
}
# What readers see of an article, where no moment has to be named.
SEEN = {
    State.DRAFT: _("Readers do not see it."),
    State.SUBMITTED: _("Readers do not see it: it waits for approval."),
    State.LIVE: _("Readers see it now."),
    State.EXPIRED: _("Readers do not see it: it has expired."),
    State.KILLED: _("Readers do not see it: it was killed."),
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
    """Return one of the keys of LABELS for an article of `with_prospects`: its state, in two of them more exactly."""
    noted: Any = article
    prospects = Prospects(noted.is_scheduled, noted.is_submitted)
    state = state_of(article, now=now, prospects=prospects)
    if state is State.DRAFT and article.withheld_because:
        return "withheld"
    if state is State.LIVE and article.has_unpublished_changes:
        return "changed"
    return state.value


def sentence(article: Article, *, now: datetime) -> str:
    """Return the state of an article for a list: of what was withheld at its import, why."""
    state = status(article, now=now)
    if state == "withheld":
        return _("withheld: %(reason)s") % {"reason": article.withheld_because}
    return str(LABELS[state])


def withheld_banner(article: Article) -> str:
    """Say why an article was withheld at its import, and what publishing it does."""
    return _("Withheld at its import: %(reason)s. Publishing it shows it to readers.") % {
        "reason": article.withheld_because.rstrip(".")
    }


def with_prospects(articles: QuerySet[Article]) -> QuerySet[Article]:
    """Note on each article whether a version is scheduled, and whether one waits for approval.

    Indexes: base_content_object_idx of wagtailcore_revision, workflowstate_base_ct_id_idx of wagtailcore_workflowstate.
    """
    key, kind = Cast(OuterRef("pk"), CharField()), ContentType.objects.get_for_model(Article)
    versions = Revision.objects.filter(base_content_type=kind, object_id=key)
    moderated = WorkflowState.objects.filter(base_content_type=kind, object_id=key)
    return articles.annotate(
        is_scheduled=Exists(versions.filter(approved_go_live_at__isnull=False)),
        is_submitted=Exists(moderated.filter(status=WorkflowState.STATUS_IN_PROGRESS)),
    )


def what_readers_see(article: Article, *, now: datetime) -> str:
    """Say in a sentence whether readers can see a stored article now, and if not, from when or why."""
    state = state_of(article, now=now)
    next_version = _next_version_seen_at(article)
    if state is State.SCHEDULED and next_version:
        return _from(next_version)
    if state is State.EMBARGOED:
        return _from(max(each for each in (article.embargoed_until, article.published_at) if each))
    if state is State.LIVE and next_version:
        return gettext("Readers see the version that was published before. %(next)s") % {
            "next": gettext("They see this one from %(moment)s.") % {"moment": clock(next_version)}
        }
    if state is State.LIVE and article.has_unpublished_changes:
        return gettext("Readers see the version that was published before, not this draft.")
    return str(SEEN[state])


def _next_version_seen_at(article: Article) -> datetime | None:
    """Return the first moment at which readers see what is scheduled: an embargo may end later than it goes live."""
    goes_live = goes_live_at(article)
    if goes_live is None:
        return None
    return first_seen_if_published(article.scheduled_revision.as_object(), goes_live)


def clock(moment: datetime) -> str:
    """Write a moment to the second, in the zone that is active, and name the zone."""
    local = timezone.localtime(moment)
    return f"{date_format(local, 'j F Y, H:i:s')} ({local.tzname()})"


def _from(moment: datetime) -> str:
    return gettext("Readers do not see it yet: they see it from %(moment)s.") % {"moment": clock(moment)}


def in_state(articles: QuerySet[Article], state: str, *, now: datetime) -> QuerySet[Article]:
    """Narrow a list to one of FILTERS. Indexes: newsroom_article_desk, newsroom_article_embargo."""
    conditions = {
        "live": Q(live=True),
        "changed": Q(live=True, has_unpublished_changes=True),
        "draft": Q(live=False, killed_at__isnull=True),
        "withheld": Q(live=False, killed_at__isnull=True) & ~Q(withheld_because=""),
        "embargoed": Q(embargoed_until__gt=now) | Q(live=True, published_at__gt=now),
        "killed": Q(killed_at__isnull=False),
        "undated": Q(published_at__isnull=True, date_precision=DatePrecision.UNKNOWN),
    }
    return articles.filter(conditions[state])
