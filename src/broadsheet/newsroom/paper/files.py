"""Keep the paper's own files in the database, so that every machine and every backup with the settings has them."""

import hashlib
import re
from datetime import datetime, timedelta

from django.db.models import Q

from ..models import PaperFile
from ..pictures.retiring import kept_for

# A file that was chosen and not saved is kept this long.
TRIED_FOR = timedelta(days=1)
_DIGITS = 20
_NAME = re.compile(r"[a-z]{1,10}-[0-9a-f]{20}\.[a-z]{3}")


def keep(kind: str, content: bytes, *, suffix: str, now: datetime) -> str:
    """Keep a file that nobody uses yet, and return its name, a hash of its content."""
    name = f"{kind}-{hashlib.sha256(content).hexdigest()[:_DIGITS]}.{suffix}"
    kept, is_new = PaperFile.objects.get_or_create(
        name=name, defaults={"content": content, "until": now + TRIED_FOR}
    )
    if not is_new and kept.until is not None:
        PaperFile.objects.filter(pk=name, until__lt=now + TRIED_FOR).update(until=now + TRIED_FOR)
    return name


def content_of(name: str) -> bytes | None:
    """Return the content of a kept file, None for one that is not there. Index: the primary key."""
    if _NAME.fullmatch(name) is None:
        return None
    found = PaperFile.objects.filter(pk=name).values_list("content", flat=True).first()
    return None if found is None else bytes(found)


def are_kept(names: frozenset[str]) -> bool:
    """Return True if all of these are still there. Index: the primary key."""
    return PaperFile.objects.filter(pk__in=names).count() == len(names)


def use(names: frozenset[str], *, now: datetime) -> None:
    """Keep these for good, and those that were used before as long as a cached page may name them."""
    PaperFile.objects.filter(pk__in=names).update(until=None)
    PaperFile.objects.filter(~Q(pk__in=names), until=None).update(until=now + kept_for())


def sweep(now: datetime) -> int:
    """Delete what nobody needs any more, and return how many files these were. Index: until."""
    return PaperFile.objects.filter(until__lte=now).delete()[0]
