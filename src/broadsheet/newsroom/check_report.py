"""Gather what a check finds, and report it as text or JSON."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ..rails.checked import Fault, FaultSeverity
from .checking import PageFindings
from .models import RailsCheck

# Faults, and warnings, that are kept for the dashboard.
MOST_KEPT = 200


@dataclass
class CheckReport:
    """What was found in an archive, which may have a million pages.

    Everything is counted. At most the first `most` faults and the first `most` warnings are kept, or all of them for None.
    """

    most: int | None = None
    pages: int = 0
    not_joined: int = 0
    found: list[tuple[str, Fault]] = field(default_factory=list)
    kinds: dict[FaultSeverity, Counter[str]] = field(
        default_factory=lambda: {each: Counter() for each in FaultSeverity}
    )

    def add(self, page: PageFindings) -> None:
        """Count a page, and keep what is wrong with it."""
        self.pages += 1
        self.not_joined += not page.is_joined
        for each in page.faults:
            kinds = self.kinds[each.severity]
            kinds[each.kind] += 1
            if self.most is None or kinds.total() <= self.most:
                self.found.append((page.url, each))

    @property
    def faults(self) -> int:
        """How many laws are broken; warnings do not count."""
        return sum(self.by_kind(FaultSeverity.FAULT).values())

    def by_kind(self, severity: FaultSeverity) -> Counter[str]:
        """Return how many there are of each kind."""
        return self.kinds[severity]

    def as_json(self) -> dict[str, Any]:
        """Return all of it as it is written in JSON."""
        warnings = self.by_kind(FaultSeverity.WARNING)
        return {
            "pages": self.pages,
            "not_joined": self.not_joined,
            "faults": self.faults,
            "warnings": warnings.total(),
            "by_kind": dict(self.by_kind(FaultSeverity.FAULT)),
            "warnings_by_kind": dict(warnings),
            "list": [
                {
                    "url": url,
                    "severity": str(each.severity),
                    "law": each.law,
                    "kind": each.kind,
                    "rail": each.rail,
                    "article": each.article,
                    "message": each.message,
                }
                for url, each in self.found
            ],
        }

    def as_text(self, *, most: int) -> Iterator[str]:
        """Yield a line for each of the first `most` findings, faults first, and a summary."""
        ordered = sorted(self.found, key=lambda pair: pair[1].severity is FaultSeverity.WARNING)
        for url, each in ordered[:most]:
            mark = "warning, " if each.severity is FaultSeverity.WARNING else ""
            yield f"{url}: {mark}law {each.law}, {each.kind}: {each.message}"
        if len(ordered) > most:
            yield f"... and {len(ordered) - most} more; --json prints all"
        yield self.summary

    @property
    def summary(self) -> str:
        """How many pages were checked, and what was found, in a line."""
        line = f"{self.pages} pages, {self.faults} faults ({_spelt(self.by_kind(FaultSeverity.FAULT), 'no fault')})"
        warnings = self.by_kind(FaultSeverity.WARNING)
        return f"{line}, {warnings.total()} warnings ({_spelt(warnings, '')})" if warnings else line


def keep_report(found: CheckReport, now: datetime) -> None:
    """Keep a report in the place of the one before."""
    said = found.as_json()
    RailsCheck.objects.update_or_create(
        pk=1,
        defaults={
            "checked_at": now,
            "pages": said["pages"],
            "faults": said["faults"],
            "warnings": said["warnings"],
            "findings": sorted(said["list"], key=lambda each: str(each["severity"]))[:MOST_KEPT],
        },
    )


def kept_report() -> RailsCheck | None:
    """Return what was found last, None before the first night."""
    return RailsCheck.objects.first()


def _spelt(kinds: Counter[str], none: str) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())) or none
