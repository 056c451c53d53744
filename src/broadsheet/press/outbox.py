"""Write and read the outbox through which changes reach every process."""

from collections.abc import Iterable

from .models import Change


def announce(tags: Iterable[str]) -> None:
    """Say, in the same transaction as the change itself, which tags it touches."""
    Change.objects.create(tags=" ".join(sorted(set(tags))))
