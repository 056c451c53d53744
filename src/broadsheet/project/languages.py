"""The languages that an edition may have; site/voice.py says in which of them all of our words exist."""

from django.conf import global_settings
from django.conf.locale import LANG_INFO

LANGUAGES: list[tuple[str, str]] = sorted(
    {
        **dict(global_settings.LANGUAGES),
        # Languages that newsrooms print in and Django's own list leaves out.
        "ms": LANG_INFO.get("ms", {}).get("name", "Malay"),
    }.items()
)
