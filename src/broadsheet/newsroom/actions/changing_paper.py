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


def change_paper(settings: SiteSettings, *, by: Account | None, now: datetime) -> list[str]:
    """Store these settings, and return the names of those that changed. Saving announces every page."""
    with transaction.atomic():
        row = PaperSettings.objects.select_for_update().filter(pk=PaperSettings.ONLY).first()
        before = site_settings_from(row.values) if row else SiteSettings()
        changed = settings.changed_from(before)
        if changed:
            row = row or PaperSettings()
            row.values = settings.to_json()
            row.save()
            files.use(settings.files, now=now)
            record(row, CHANGE_PAPER, by=by, now=now, details={"changed": changed})
    return changed
