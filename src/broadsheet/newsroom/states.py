"""Decide what may be done with an article where it stands, and say in a sentence why it may not."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from .moments import first_seen_if_published

# Any text that Django may translate later.
Sentence = Any


class Refused(ValueError):
    """The article does not allow this where it stands."""


class KilledArticle(Refused):
    """The article was killed. Revive it before it is published."""


class State(StrEnum):
    """Where an article stands between its writer and its readers."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    SCHEDULED = "scheduled"
    EMBARGOED = "embargoed"
    LIVE = "live"
    EXPIRED = "expired"
    KILLED = "killed"


class Action(StrEnum):
    """What an editor may want to do with an article."""

    PUBLISH = "publish"
    SCHEDULE = "schedule"
    CANCEL_SCHEDULE = "cancel schedule"
    SET_EMBARGO = "set embargo"
    APPROVE = "approve"
    BULK_PUBLISH = "bulk publish"
    REVERT = "revert"
    UNPUBLISH = "unpublish"
    KILL = "kill"
    REVIVE = "revive"
    DELETE = "delete"
    SUBMIT = "submit"


# What ends in a publication, now or later, or asks for one.
PUBLISHING = frozenset(
    {
        Action.PUBLISH, Action.SCHEDULE, Action.SET_EMBARGO, Action.APPROVE, Action.BULK_PUBLISH,
        Action.SUBMIT,
    }
)  # fmt: skip

_NOT_SUBMITTED = _("Nobody has submitted the article, so there is nothing to approve.")
_IS_SUBMITTED = _("The article waits for approval already.")
_NOT_SCHEDULED = _("Nothing is scheduled.")
_NOT_PUBLISHED = _("The article is not published: readers do not see it.")
_NOT_KILLED = _("The article was not killed.")
_IS_SCHEDULED = _("The article is scheduled. Cancel the schedule first.")
_IS_EXPIRED = _(
    "The article has expired, so readers would not see it. Clear its expiry or move it into the future first."
)
_EXPIRES_FIRST = _(
    "The article would expire before readers see it. Move its expiry behind its embargo, schedule and date."
)
_IS_KILLED = _("The article was killed. Revive it before it is published.")
_KEEPS_RECORD = _(
    "The article was killed, and its record keeps it from coming back. Revive it before you delete it."
)
_NO_PICTURE_ALT = _("The lead picture has no alternative text. Say what the picture shows.")

# What is refused, and why. What is not named here may be done.
REFUSED: dict[State, dict[Action, Sentence]] = {
    State.DRAFT: {
        Action.CANCEL_SCHEDULE: _NOT_SCHEDULED,
        Action.APPROVE: _NOT_SUBMITTED,
        Action.UNPUBLISH: _NOT_PUBLISHED,
        Action.REVIVE: _NOT_KILLED,
    },
    State.SUBMITTED: {
        Action.CANCEL_SCHEDULE: _NOT_SCHEDULED,
        Action.UNPUBLISH: _NOT_PUBLISHED,
        Action.REVIVE: _NOT_KILLED,
    },
    State.SCHEDULED: {
        **dict.fromkeys((*PUBLISHING, Action.REVERT), _IS_SCHEDULED),
        Action.UNPUBLISH: _("The article is not published yet. Cancel the schedule instead."),
        Action.REVIVE: _NOT_KILLED,
    },
    State.EMBARGOED: {
        Action.CANCEL_SCHEDULE: _NOT_SCHEDULED,
        Action.APPROVE: _NOT_SUBMITTED,
        Action.REVIVE: _NOT_KILLED,
    },
    State.LIVE: {
        Action.CANCEL_SCHEDULE: _NOT_SCHEDULED,
        Action.APPROVE: _NOT_SUBMITTED,
        Action.REVIVE: _NOT_KILLED,
    },
    State.EXPIRED: {
        **dict.fromkeys(PUBLISHING, _IS_EXPIRED),
        Action.APPROVE: _NOT_SUBMITTED,
        Action.CANCEL_SCHEDULE: _NOT_SCHEDULED,
        Action.UNPUBLISH: _("The article has expired: readers do not see it any more."),
        Action.REVIVE: _NOT_KILLED,
    },
    State.KILLED: {
        **dict.fromkeys(PUBLISHING, _IS_KILLED),
        Action.CANCEL_SCHEDULE: _NOT_SCHEDULED,
        Action.UNPUBLISH: _("The article was killed: readers do not see it any more."),
        Action.KILL: _("The article was killed already."),
        Action.DELETE: _KEEPS_RECORD,
    },
}


@dataclass(frozen=True, slots=True)
class Prospects:
    """What is to come of an article, where a list has found it out for all its rows at once."""

    is_scheduled: bool
    is_submitted: bool


def state_of(article: Any, *, now: datetime, prospects: Prospects | None = None) -> State:
    """Return where a stored article stands. What is to come of it is asked of the database, unless it is known."""
    if article.killed_at is not None:
        return State.KILLED
    if article.pk is None:
        return State.DRAFT
    if article.live:
        if _has_passed(article.expire_at, now):
            return State.EXPIRED
        waits = article.is_embargoed(now) or (article.published_at is not None and article.published_at > now)
        return State.EMBARGOED if waits else State.LIVE
    prospects = prospects or prospects_of(article)
    if prospects.is_scheduled:
        return State.SCHEDULED
    if prospects.is_submitted:
        return State.SUBMITTED
    return State.EXPIRED if article.expired else State.DRAFT


def prospects_of(article: Any) -> Prospects:
    """Return what is to come of one article."""
    return Prospects(goes_live_at(article) is not None, article.workflow_in_progress)


def goes_live_at(article: Any) -> datetime | None:
    """Return the moment for which a version of the article is scheduled."""
    waiting = article.revisions.filter(approved_go_live_at__isnull=False)
    moment: datetime | None = waiting.values_list("approved_go_live_at", flat=True).first()
    return moment


def why_not(article: Any, action: Action, *, now: datetime, draft: Any = None) -> Sentence:
    """Return the sentence that refuses an action, or "" where it may be done.

    `draft` is what would be published; without it, what was saved last.
    """
    state = state_of(article, now=now)
    if state is not State.KILLED and article.pk is not None:
        if goes_live_at(article) is not None:
            # A change of a live article may be scheduled as well.
            if action is Action.CANCEL_SCHEDULE:
                return ""
            if action in PUBLISHING or action is Action.REVERT:
                return _IS_SCHEDULED
        if action is Action.SUBMIT and article.workflow_in_progress:
            return _IS_SUBMITTED
        if action is Action.APPROVE and article.workflow_in_progress:
            return _why_unfit(draft or article.get_latest_revision_as_object(), now)
    reason = REFUSED[state].get(action, "")
    if action in PUBLISHING and reason in ("", _IS_EXPIRED):
        return _why_unfit(draft or article.get_latest_revision_as_object(), now)
    return reason


def _why_unfit(draft: Any, now: datetime) -> Sentence:
    """Return why readers should not get this draft, or would not see it once it is published."""
    if _has_passed(draft.expire_at, now):
        return _IS_EXPIRED
    if draft.expire_at is not None and first_seen_if_published(draft, now) >= draft.expire_at:
        return _EXPIRES_FIRST
    if draft.picture_id and not draft.picture_alt.strip():
        return _NO_PICTURE_ALT
    return ""


def is_about_expiry(reason: Sentence) -> bool:
    """Return True if a refusal is for the expiry that the form shows."""
    return reason in (_IS_EXPIRED, _EXPIRES_FIRST)


def _has_passed(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and moment <= now
