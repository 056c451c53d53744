"""What a check finds: something that cannot work, or something that somebody should know."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """Whether the site can start."""

    CANNOT_WORK = "cannot work"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found: `what` it is about, the `value` that it has, and the `advice` what to do."""

    severity: Severity
    what: str
    value: str
    advice: str

    def __str__(self) -> str:
        return f"{self.what} is {self.value}. {self.advice}"


def cannot_work(what: str, value: str, advice: str) -> Finding:
    """Find something that keeps the site from starting."""
    return Finding(Severity.CANNOT_WORK, what, value, advice)


def warning(what: str, value: str, advice: str) -> Finding:
    """Find something that the site can live with."""
    return Finding(Severity.WARNING, what, value, advice)
