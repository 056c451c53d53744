"""Check the certificate and the key of TLS before the server is given them."""

import contextlib
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ..options import Options
from .findings import Finding, cannot_work, warning

RENEW_BEFORE = timedelta(days=14)
CERTIFICATE, KEY = "BROADSHEET_TLS_CERTIFICATE", "BROADSHEET_TLS_KEY"
# PEM's first line of a key in PKCS#8 (RFC 7468, 10), the one form that the server reads.
_PKCS8 = "-----BEGIN PRIVATE KEY-----"
_PEM = "-----BEGIN CERTIFICATE-----"


def check_tls_files(options: Options) -> Iterator[Finding]:
    """The certificate and the key that are set must do."""
    yield from check_tls(options.tls_certificate, options.tls_key)


def check_tls(certificate: str, key: str) -> Iterator[Finding]:
    """Both files must be there or neither; they must be PEM, belong together, and not have run out."""
    if not certificate and not key:
        return
    if not certificate or not key:
        missing, there = (CERTIFICATE, KEY) if key else (KEY, CERTIFICATE)
        yield cannot_work(missing, f"empty, but {there} is not", "Name both files, or neither.")
        return
    found = [*_readable(CERTIFICATE, certificate, _PEM), *_readable(KEY, key, _PKCS8)]
    yield from found
    if not found:
        yield from _together(certificate, key)


def _readable(what: str, path: str, begins: str) -> Iterator[Finding]:
    try:
        text = Path(path).read_text(encoding="ascii")
    except OSError as error:
        yield cannot_work(
            what, f"{path!r}, which cannot be read ({error.strerror})", "Name a file that we may read."
        )
        return
    except ValueError:
        text = ""
    if begins in text:
        return
    if what == KEY and "PRIVATE KEY-----" in text:
        advice = f"Run: openssl pkcs8 -topk8 -nocrypt -in {path} -out key.pem"
        yield cannot_work(what, f"{path!r}, a key that is not PKCS#8", advice)
    else:
        yield cannot_work(what, f"{path!r}, which is not PEM", f"The file must hold a line {begins}")


def _together(certificate: str, key: str) -> Iterator[Finding]:
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        serving.load_cert_chain(certificate, key)
    except (ssl.SSLError, OSError, ValueError):
        advice = f"Name the key that belongs to {certificate!r}, both as PEM."
        yield cannot_work(KEY, f"{key!r}, which does not belong to the certificate", advice)
        return
    try:
        left = _ends(certificate, serving) - datetime.now(UTC)
    except ssl.SSLError as error:
        why = getattr(error, "verify_message", "") or error.reason or "TLS fails with it"
        yield cannot_work(CERTIFICATE, f"{certificate!r}, which browsers refuse ({why})", "Renew it.")
        return
    if left < RENEW_BEFORE:
        yield warning(CERTIFICATE, f"{certificate!r}, which runs out in {left.days} days", "Renew it now.")


def _ends(certificate: str, serving: ssl.SSLContext) -> datetime:
    """Return when a certificate runs out, as a client sees it that trusts this very certificate."""
    visiting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    visiting.check_hostname = False
    # Trust ends at our own certificate, whoever signed it.
    visiting.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    visiting.load_verify_locations(certificate)
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = visiting.wrap_bio(to_client, to_server)
    server = serving.wrap_bio(to_server, to_client, server_side=True)
    for side in (client, server, client, server):
        with contextlib.suppress(ssl.SSLWantReadError):
            side.do_handshake()
    described = client.getpeercert()
    if not described:
        raise ssl.SSLError("the handshake did not end")
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(described["notAfter"])), UTC)
