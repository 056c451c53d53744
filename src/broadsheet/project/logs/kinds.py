"""Tell which lines of the log are of one kind, so that a flood of them costs one, and leave out what is personal."""

import errno
import logging
import re
from collections.abc import Hashable, Iterator
from types import TracebackType

from django.db import DatabaseError, InterfaceError, OperationalError

# What Django says of requests; these loggers know the request.
OF_REQUESTS = ("django.request", "django.security")
LOGINS = "axes"
NOT_FOUND = 404
LONGEST_LINE = 500
_FULL = (errno.ENOSPC, errno.EDQUOT)
# What SQLite says of a file that is damaged is no OperationalError.
_DAMAGED = ("malformed", "not a database")

# Each begins where a word does, or a long one would be tried from each of its letters.
_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]++@[\w-]++(?>(?:\.[\w-]++)*)")
_CREDENTIALS = re.compile(r"(?<=//)[^/@\s]++@")
# A token for a new password, as Django makes it, and the name of the user in base64 that stands before it.
_TOKEN = re.compile(r"(?<![^/\s])[^/\s]++/[0-9a-z]{1,13}-[0-9a-f]{20,}+")
# The address in a reset letter (Wagtail's): account, then token.
_RESET_LINK = re.compile(r"(?<=password_reset/confirm/)[^\s'\"]++")
_QUERY = re.compile(r"(?<=[\w/-])\?[^\s'\"]++")
# A line stays one, whatever somebody has sent us to have it told.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]++")
_PLACE = re.compile(r"%[-#0-9.]*[a-z]")


def kind_of(record: logging.LogRecord) -> Hashable | None:
    """Return what a line shares with others that a flood would bring, None for a line that is said always."""
    fault = next(faults_of(record), None)
    if fault is not None and is_trouble_outside(fault):
        return (type(fault).__name__, _first_line(fault))
    if record.name.startswith(OF_REQUESTS) or record.name.startswith(LOGINS):
        status = getattr(record, "status_code", 0)
        return (record.name, status, None if fault is None or status < 500 else _place_of(fault))
    return None if fault is None else (type(fault).__name__, _place_of(fault))


def is_worth_a_line(record: logging.LogRecord) -> bool:
    """Return True if a line is of any use: an address that leads nowhere is not."""
    return not (record.name.startswith(OF_REQUESTS) and getattr(record, "status_code", 0) == NOT_FOUND)


def reduce(record: logging.LogRecord) -> None:
    """Leave out of a line what is personal, and the traceback of what did not go wrong in our code."""
    if record.name.startswith(LOGINS):
        # Who tried to sign in, and from where, stands in its arguments.
        record.msg, record.args = _PLACE.sub("…", str(record.msg)), ()
    request = getattr(record, "request", None)
    text = without_persons(_CONTROL.sub(" ", record.getMessage()))[:LONGEST_LINE]
    if request is not None and record.name.startswith(OF_REQUESTS):
        text = f"{str(request.method)[:16]} {text}"
    fault = next(faults_of(record), None)
    is_fault_of_request = getattr(record, "status_code", 500) < 500
    if fault is not None and (is_trouble_outside(fault) or is_fault_of_request):
        reason = without_persons(f"{type(fault).__name__}: {_first_line(fault)}")[:LONGEST_LINE]
        text = text if _first_line(fault) in text or is_fault_of_request else f"{text} ({reason})"
        record.exc_info = record.exc_text = None
    record.msg, record.args = text, ()


def without_persons(text: str) -> str:
    """Return a text without e-mail addresses, passwords in addresses, tokens and query strings."""
    for pattern, instead in (
        (_CREDENTIALS, "…@"),
        (_EMAIL, "…"),
        (_RESET_LINK, "…"),
        (_TOKEN, "…"),
        (_QUERY, ""),
    ):
        text = pattern.sub(instead, text)
    return text


def is_trouble_outside(fault: BaseException) -> bool:
    """Return True if something went wrong beside our code: the disk is full, the database away, locked or damaged."""
    if isinstance(fault, OSError):
        return fault.errno in _FULL
    if isinstance(fault, (OperationalError, InterfaceError)):
        return True
    return isinstance(fault, DatabaseError) and any(each in str(fault) for each in _DAMAGED)


def faults_of(record: logging.LogRecord) -> Iterator[BaseException]:
    """Yield the exceptions that a line is about, trouble outside first."""
    found = list(_chain(record.exc_info[1] if record.exc_info else None))
    if not found and isinstance(record.args, tuple):
        found = [each for each in record.args if isinstance(each, BaseException)]
    yield from sorted(found, key=lambda each: not is_trouble_outside(each))


def _chain(fault: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while fault is not None and id(fault) not in seen:
        seen.add(id(fault))
        yield fault
        fault = fault.__cause__ or fault.__context__


def _place_of(fault: BaseException) -> tuple[str, int] | None:
    """Return the file and the line in which an exception was raised."""
    trace: TracebackType | None = fault.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return (trace.tb_frame.f_code.co_filename, trace.tb_lineno) if trace is not None else None


def _first_line(fault: BaseException) -> str:
    return str(fault).strip().partition("\n")[0]
