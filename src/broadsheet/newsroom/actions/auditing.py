"""Write deeds into Wagtail's audit log, where the history of an article shows them."""

from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

# Who is signed in, as a request says it.
Account = AbstractBaseUser | AnonymousUser

# The audit logs of running sites know some of these names already: they stay as they are.
KILL, REVIVE, DELETE_PICTURES = "desk.kill", "desk.revive", "desk.delete_pictures"
HOLD, RELEASE = "desk.hold", "desk.release"
PICK, UNPICK, MOVE_PICK = "desk.pick", "desk.unpick", "desk.move_pick"
CORRECT = "desk.correct"
RENAME_LINE, MERGE_LINES = "desk.rename_line", "desk.merge_lines"
SPLIT_LINE, LEAVE_LINE = "desk.split_line", "desk.leave_line"
FILE = "desk.file"
SWEEP_TOPICS = "desk.sweep_topics"
CHANGE_PAPER = "desk.change_paper"

# For each name: what the deed is called, and how a history says that it was done.
LABELS = {
    KILL: (_("Kill"), _("Killed")),
    REVIVE: (_("Revive"), _("Revived")),
    DELETE_PICTURES: (_("Delete pictures with a kill"), _("Pictures deleted with it")),
    HOLD: (_("Hold back from Popular"), _("Held back from Popular")),
    RELEASE: (_("End the hold"), _("May stand in Popular again")),
    PICK: (_("Pick"), _("Picked")),
    UNPICK: (_("Remove a pick"), _("No longer picked")),
    MOVE_PICK: (_("Move a pick"), _("Pick moved")),
    CORRECT: (_("Correct"), _("Corrected")),
    RENAME_LINE: (_("Name a story-line"), _("Story-line named")),
    MERGE_LINES: (_("Merge story-lines"), _("Another story-line merged into it")),
    SPLIT_LINE: (_("Split a story-line"), _("Split from another story-line")),
    LEAVE_LINE: (_("Take articles out of a story-line"), _("Articles taken out of the story-line")),
    FILE: (_("File stories"), _("Stories filed")),
    SWEEP_TOPICS: (_("Sweep unused topics"), _("Unused topics deleted")),
    CHANGE_PAPER: (_("Change the paper"), _("The paper changed")),
}


def told(deed: str, details: dict[str, Any]) -> str:
    """Return how a history says that a deed was done; of a kill also why, of the paper also what."""
    message = str(LABELS[deed][1])
    if deed == KILL:
        return f"{message}: {details.get('reason') or gettext('no reason was given')}"
    if deed == CHANGE_PAPER:
        return f"{message}: {', '.join(details.get('changed', ()))}"
    return message


def record(
    subject: Model, deed: str, *, by: Account | None, now: datetime, details: dict[str, Any] | None = None
) -> None:
    """Note in the history of an article, story-line or edition who did what to it, and when."""
    log(instance=subject, action=deed, user=by, timestamp=now, data=details)
