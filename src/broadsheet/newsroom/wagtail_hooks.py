"""Tell Wagtail's histories what the newsroom's deeds are called."""

from typing import Any

from wagtail import hooks
from wagtail.log_actions import LogFormatter

from .actions.auditing import LABELS, told


@hooks.register("register_log_actions")
def register_deeds(registry: Any) -> None:
    for name, (label, _message) in LABELS.items():
        formatter = type("DeedFormatter", (_DeedFormatter,), {"label": label, "deed": name})
        registry.register_action(name)(formatter)


class _DeedFormatter(LogFormatter):
    """Says in a history what was done."""

    deed = ""

    def format_message(self, log_entry: Any) -> str:
        return told(self.deed, log_entry.data or {})
