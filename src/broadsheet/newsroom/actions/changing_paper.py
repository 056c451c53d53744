"""Change the settings of the whole paper."""

from datetime import datetime

from django.db import transaction

from ..models import PaperSettings
from ..paper import files
from ..paper.site_settings import SiteSettings, site_settings_from
from .auditing import CHANGE_PAPER, Account, record


def stored_site_settings() -> SiteSettings:
    """Return the stored settings, or those of a new site."""
    values = PaperSettings.objects.filter(pk=PaperSettings.ONLY).values_list("values", flat=True).first()
    return site_settings_from(values)


class ChangedMeanwhileError(Exception):
    """Somebody else has changed the same settings since they were read. Look at theirs, and save again.

    `names` are those settings; `merged` has this editor's over all that is stored now.
    """

    def __init__(self, names: list[str], *, merged: SiteSettings, stored: SiteSettings) -> None:
        super().__init__(", ".join(names))
        self.names, self.merged, self.stored = names, merged, stored


def change_paper(
    settings: SiteSettings, *, by: Account | None, now: datetime, since: SiteSettings | None = None
) -> list[str]:
    """Store these settings, and return the names of those that changed. Saving announces every page.

    `since` is what the editor began with: what others have changed since then stays. Raises ChangedMeanwhileError
    where both have changed the same.
    """
    with transaction.atomic():
        row = PaperSettings.objects.select_for_update().filter(pk=PaperSettings.ONLY).first()
        stored = site_settings_from(row.values) if row else SiteSettings()
        merged = settings if since is None else settings.changed_over(stored, since=since)
        if since is not None and (names := settings.disputed(stored, since=since)):
            raise ChangedMeanwhileError(names, merged=merged, stored=stored)
        changed = merged.changed_from(stored)
        if changed:
            row = row or PaperSettings()
            row.values = merged.to_json()
            row.save()
            files.use(merged.files, now=now)
            record(row, CHANGE_PAPER, by=by, now=now, details={"changed": changed})
    return changed
