"""Send letters beside requests: a slow or dead mail server must hold up no publication and no database."""

import atexit
import logging
import queue
import smtplib
import threading
import time
from collections.abc import Sequence
from email.utils import formataddr, parseaddr
from typing import Any

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

from ..site.names import paper_name
from .email_url import PROGRAM

log = logging.getLogger(__name__)

MOST_WAITING = 200
# A process that ends gives the letters that still wait this long.
LAST_SECONDS = 10.0


class NoLetters(BaseEmailBackend):
    """Drops letters where no mail server is set. Nothing of them is logged: a letter may hold a link that signs in."""

    def send_messages(self, email_messages: Sequence[Any]) -> int:
        count = sum(len(each.recipients()) for each in email_messages)
        log.warning("Not sent, for BROADSHEET_EMAIL_URL is empty: letters to %d recipients", count)
        return 0


class SmtpInBackground(BaseEmailBackend):
    """Hands letters to a thread of this process, which sends them one after the other; never raises."""

    def send_messages(self, email_messages: Sequence[Any]) -> int:
        for each in email_messages:
            each.from_email = in_the_name_of_the_paper(each.from_email, paper_name())
        return sum(_outbox.post(each) for each in email_messages)


def in_the_name_of_the_paper(sender: str, paper: str) -> str:
    """Return a sender with the name of the paper, unless somebody has written another name into the settings."""
    name, address = parseaddr(sender)
    return formataddr((paper, address)) if paper and name in ("", PROGRAM) else sender


class _Outbox:
    """The letters that wait, and the thread that sends them."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._thread: threading.Thread | None = None
        self._waiting: queue.Queue[Any] = queue.Queue(MOST_WAITING)

    def post(self, letter: Any) -> bool:
        """Take a letter, or log that there are too many."""
        with self._guard:
            if self._thread is None:
                self._thread = threading.Thread(target=self._send_all, name="letters", daemon=True)
                self._thread.start()
                atexit.register(self.finish)
        try:
            self._waiting.put_nowait(letter)
        except queue.Full:
            log.warning("Not sent, for %d letters wait already: one letter", MOST_WAITING)
            return False
        return True

    def finish(self) -> None:
        """Wait until all letters are sent, ten seconds at most."""
        until = time.monotonic() + LAST_SECONDS
        while self._waiting.unfinished_tasks and time.monotonic() < until:
            time.sleep(0.05)

    def _send_all(self) -> None:
        while True:
            letter = self._waiting.get()
            try:
                EmailBackend().send_messages([letter])
            except Exception as error:
                # Only what went wrong: texts of mail servers repeat addresses, and a traceback may hold the letter.
                log.warning("Not sent: letter to %d recipients (%s)", len(letter.recipients()), _said(error))
            finally:
                self._waiting.task_done()


def _said(error: Exception) -> str:
    code = f" {error.smtp_code}" if isinstance(error, smtplib.SMTPResponseException) else ""
    return f"{type(error).__name__}{code}"


_outbox = _Outbox()
