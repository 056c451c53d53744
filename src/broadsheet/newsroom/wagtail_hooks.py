"""Tell Wagtail's histories what the newsroom's deeds are called."""

from typing import Any

from wagtail import hooks

from .actions.auditing import LABELS


@hooks.register("register_log_actions")
def register_deeds(registry: Any) -> None:
    for name, (label, message) in LABELS.items():
        registry.register_action(name, label, message)
