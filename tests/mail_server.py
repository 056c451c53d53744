"""A real SMTP server that keeps the letters it is given, for as long as a block lasts."""

import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from live_site import free_port, wait_until


@dataclass
class MailServer:
    """What the server was given: letters, and names and passwords with which clients signed in."""

    port: int
    letters: list[EmailMessage] = field(default_factory=list)
    signed_in: list[tuple[str, str]] = field(default_factory=list)
    were_encrypted: list[bool] = field(default_factory=list)

    async def handle_DATA(self, server, session, envelope) -> str:
        self.were_encrypted.append(session.ssl is not None)
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 taken"

    def authenticate(self, server, session, envelope, mechanism, data) -> AuthResult:
        self.signed_in.append((data.login.decode(), data.password.decode()))
        return AuthResult(success=True)

    def wait_for(self, count: int) -> list[EmailMessage]:
        wait_until(lambda: len(self.letters) >= count)
        return self.letters


@contextmanager
def mail_server(*, certificate: Path | None = None) -> Iterator[MailServer]:
    """Run a server; with a certificate it takes letters over STARTTLS alone, from who has signed in."""
    kept = MailServer(free_port())
    context = None
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, certificate.with_suffix(".key"))
    controller = Controller(
        kept, hostname="127.0.0.1", port=kept.port, authenticator=kept.authenticate, tls_context=context,
        require_starttls=bool(certificate), auth_required=bool(certificate),
    )  # fmt: skip
    controller.start()
    try:
        yield kept
    finally:
        controller.stop()


def make_certificate(folder: Path) -> Path:
    """Make a certificate of 127.0.0.1 that signs itself, with its key beside it."""
    path = folder / "mail.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", path.with_suffix(".key"), "-out", path],
        check=True, capture_output=True,
    )  # fmt: skip
    return path
