"""Write the log to standard error: sampled, without what is personal, as text or as JSON."""

import copy
import json
import logging
from datetime import UTC, datetime
from typing import Any

from .kinds import is_worth_a_line, kind_of, reduce, without_persons
from .sampling import EVERY_SECONDS, Sampler


class Console(logging.StreamHandler[Any]):
    """Writes what is worth a line, the first of a kind at once and then one a minute."""

    def __init__(self, sampler: Sampler | None = None) -> None:
        super().__init__()
        self._sampler = sampler or Sampler()

    def emit(self, record: logging.LogRecord) -> None:
        if not is_worth_a_line(record):
            return
        kind = kind_of(record)
        left_out = self._sampler.left_out(kind) if kind is not None else 0
        if left_out is None:
            return
        # Others may look at the record after us.
        ours = copy.copy(record)
        ours.exc_text = None
        reduce(ours)
        if left_out:
            ours.msg += f" (and {left_out} like it, at most one is written in {EVERY_SECONDS:.0f} s)"
        super().emit(ours)


class TextLines(logging.Formatter):
    """A line of text: when, how bad, who, what."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name}: {message}", style="{")

    def formatException(self, ei: Any) -> str:
        return without_persons(super().formatException(ei))


class JsonLines(TextLines):
    """An object of JSON a line, an exception as one text in it."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC)
        fields = {
            "time": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname,
            "logger": record.name,
            "process": record.processName,
            "message": record.getMessage(),
        }
        if record.exc_info and record.exc_info[0] is not None:
            fields["exception"] = self.formatException(record.exc_info)
        return json.dumps(fields, ensure_ascii=False)
