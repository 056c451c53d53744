"""Read the address of a mail server as one setting, into Django's settings for SMTP."""

from email.utils import parseaddr
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from .options import OptionError, shown

FORM = "Write smtp://user:password@host:587/?tls=true or smtps://user:password@host."
TIMEOUT_SECONDS = 10
PROGRAM = "Broadsheet"
BACKEND = "broadsheet.project.letters.SmtpInBackground"
WITHOUT = "broadsheet.project.letters.NoLetters"


def email_settings(url: str) -> dict[str, Any]:
    """Return Django's EMAIL_ settings; an empty address means that no letters are sent.

    Raises OptionError, whose text never holds the value: there is a password in it.
    """
    if not url:
        return {"EMAIL_BACKEND": WITHOUT}
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise OptionError(f"BROADSHEET_EMAIL_URL is no URL. {FORM}") from None
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise OptionError(f"BROADSHEET_EMAIL_URL does not name a mail server. {FORM}")
    if bool(parts.username) != bool(parts.password):
        raise OptionError(f"BROADSHEET_EMAIL_URL has a user or a password without the other. {FORM}")
    with_tls = _says_tls(parts)
    return {
        "EMAIL_BACKEND": BACKEND,
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or (465 if parts.scheme == "smtps" else 587 if with_tls else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": with_tls,
        "EMAIL_TIMEOUT": TIMEOUT_SECONDS,
    }


def email_from(written: str, *, host: str) -> str:
    """Return the address that letters come from; empty means broadsheet@ the site's own host."""
    if not written:
        return f"{PROGRAM} <broadsheet@{host}>"
    _name, address = parseaddr(written)
    before, at, domain = address.partition("@")
    if not (before and at and domain) or not written.isprintable() or " " in address:
        raise OptionError(
            f"BROADSHEET_EMAIL_FROM is {shown(written)}. Write an address: The Gazette <desk@example.org>."
        )
    return written


def _says_tls(parts: SplitResult) -> bool:
    """Return whether STARTTLS is asked for."""
    said = parse_qs(parts.query, keep_blank_values=True)
    words = said.pop("tls", ["false"])
    if said or parts.path not in ("", "/") or parts.fragment or words not in (["true"], ["false"]):
        raise OptionError(
            f"BROADSHEET_EMAIL_URL has more than server and ?tls=true or ?tls=false behind it. {FORM}"
        )
    if words == ["true"] and parts.scheme == "smtps":
        raise OptionError(
            "BROADSHEET_EMAIL_URL asks for TLS twice. smtps:// needs no ?tls=true; smtp:// may have it."
        )
    return words == ["true"]
