"""Hold a story back from Popular, and let it stand there again."""

from datetime import datetime
from typing import Any, cast

from django.db import transaction

from ...press import outbox
from ..models import Article, PopularHold
from ..visibility import was_shown
from .auditing import HOLD, RELEASE, Account, record


def hold(
    article: Article, *, reason: str, ends_at: datetime | None = None, by: Account | None, now: datetime
) -> PopularHold:
    """Hold an article back from every Popular rail, until a moment or until it is released.

    A second hold takes the place of the first. The rails change with the worker's next ranking.
    """
    with transaction.atomic():
        held, _is_new = PopularHold.objects.update_or_create(
            article=article, defaults={"reason": reason, "ends_at": ends_at, "held_by": cast(Any, by)}
        )
        _announce(article, now)
        record(article, HOLD, by=by, now=now, details={"reason": reason})
    return held


def release(article: Article, *, by: Account | None, now: datetime) -> None:
    """Let an article stand in Popular again."""
    with transaction.atomic():
        ended, _of_each = PopularHold.objects.filter(article=article).delete()
        if ended:
            _announce(article, now)
            record(article, RELEASE, by=by, now=now)


def _announce(article: Article, now: datetime) -> None:
    # The Popular feed must drop a held article at once. An article that readers do not see stands in no list.
    if was_shown(article, now):
        outbox.announce([f"popular:{article.locale.language_code}"])
