"""The one table of settings: name, default and a sentence each, read once from broadsheet.toml and the environment."""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from dataclasses import field as dataclass_field
from pathlib import Path
from typing import Any

PREFIX = "BROADSHEET_"
# Addresses that stand for every address of a machine.
WILDCARDS = frozenset({"0.0.0.0", "::"})  # noqa: S104  # read, not bound
CONFIG = f"{PREFIX}CONFIG"
# In the data folder, where no other database is named.
SQLITE_FILE = "broadsheet.sqlite3"
LONGEST_SHOWN = 200
# Letters of a text that nobody means: control characters, and the bytes of an environment that are no UTF-8 (PEP 383).
_MEANT_BY_NOBODY = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


class OptionError(Exception):
    """A setting has a value that cannot be used. Correct it in broadsheet.toml or in the environment."""


def option(
    default: Any,
    sentence: str,
    *,
    lowest: int | None = None,
    highest: int | None = None,
    choices: tuple[str, ...] = (),
) -> Any:
    """Declare a setting: its default, the sentence that documents it, the bounds of a number, the choices of a word."""
    return dataclass_field(
        default=default,
        metadata={"sentence": sentence, "lowest": lowest, "highest": highest, "choices": choices},
    )


def secret(sentence: str) -> Any:
    """Declare a setting that is empty by default and that nothing prints."""
    return dataclass_field(
        default="",
        repr=False,
        metadata={"sentence": sentence, "lowest": None, "highest": None, "choices": ()},
    )


@dataclass(frozen=True, slots=True)
class Options:
    """Every setting of Broadsheet; attribute values are the defaults."""

    data: str = option("var", "Folder that holds the database, pictures and the secret key.")
    public: str = option(
        "",
        "Folder that a web server in front may read: static files and pictures as readers get them; empty means `public` in the data folder.",
    )
    database_url: str = option(
        "", "Database as a URL (postgres://user:password@host/name); empty means SQLite in the data folder."
    )
    host: str = option("127.0.0.1", "Address that `broadsheet serve` listens on.")
    port: int = option(8000, "Port that `broadsheet serve` listens on.", lowest=1, highest=65535)
    base_url: str = option("", "Public address of the site; empty means http://HOST:PORT.")
    tls_certificate: str = option(
        "",
        "Certificate chain (PEM) with which `broadsheet serve` speaks TLS itself; empty means no TLS.",
    )
    tls_key: str = option("", "Private key of that certificate (PEM, PKCS#8).")
    allowed_hosts: str = option(
        "localhost,127.0.0.1,[::1]", "Host names that the site answers to, separated by commas."
    )
    language: str = option("en", "Language of the main edition, the one without a language in its URLs.")
    time_zone: str = option("UTC", "Time zone in which dates are printed and days begin.")
    theme: str = option(
        "",
        "Folder of a theme, with templates, static or locale in it, which come before ours; empty means our own look.",
    )
    rail_length: int = option(
        5,
        "Cards in each rail. Where it was raised, `broadsheet related rebuild` stores lists that are long enough.",
        lowest=1,
        highest=20,
    )
    pick_days: int = option(
        14, "Days that an editor's pick stands when the editor gives no end.", lowest=1, highest=3650
    )
    popular_days: int = option(
        7,
        "Days after which a story is popular only when it is suddenly read again.",
        lowest=1,
        highest=36500,
    )
    honour_opt_out: bool = option(True, "Count no reader whose browser sends Sec-GPC or DNT.")
    reads_need_consent: bool = option(
        False, "Count only readers for whom the page's consent tool has set data-consent=yes on <html>."
    )
    press_memory_mb: int = option(
        64, "Megabytes of pages that each web process may cache.", lowest=1, highest=65536
    )
    press_poll_ms: int = option(
        50, "Milliseconds between two looks at the outbox for changes.", lowest=10, highest=10_000
    )
    press_folder: str = option(
        "",
        "Folder in which Broadsheet writes, rewrites and removes pages as files for nginx; empty means none.",
    )
    shared_cache_seconds: int = option(
        1,
        "Seconds that caches in front may serve a page without asking; set more than 1 only for caches named below.",
        lowest=1,
        highest=86_400,
    )
    varnish_urls: str = option(
        "",
        "Varnish caches to purge, http://10.0.0.5:6081, separated by commas; empty means none.",
    )
    fastly_service: str = option("", "Identifier of the Fastly service to purge; empty means none.")
    fastly_token: str = secret(
        "Fastly's API token for this service, with the scopes purge_select and purge_all."
    )
    cloudflare_zone: str = option("", "Identifier of the Cloudflare zone to purge; empty means none.")
    cloudflare_token: str = secret(
        "Cloudflare's API token for this zone, with the permission to purge the zone's cache."
    )
    frontend_cache: str = secret(
        "Caches to purge by address, as JSON like Wagtail's setting WAGTAILFRONTENDCACHE; empty means none."
    )
    websub_hub: str = option(
        "",
        "WebSub hub that is told when a feed changes and that tells its subscribers, https://hub.example/; empty means none.",
    )
    web_processes: int = option(
        2,
        "Workers of the web server, each a process that answers readers and editors; more workers than processors are of no use.",
        lowest=1,
        highest=64,
    )
    trusted_proxies: str = option(
        "", "Addresses or networks of reverse proxies whose X-Forwarded-For is believed, separated by commas."
    )
    own_networks: str = option(
        "",
        "Addresses or networks of the newsroom itself, separated by commas: what is read from there is not counted.",
    )
    valkey_url: str = option(
        "",
        "Valkey server through which several machines exchange their counts at once, valkey://host:6379/0; empty means none.",
    )
    log_format: str = option(
        "text", "Format of the log: text, or json with one object in each line.", choices=("text", "json")
    )
    metrics: str = option(
        "",
        "Address and port of the figures for Prometheus and of /reasons, 127.0.0.1:9108; empty means none.",
    )
    email_url: str = secret(
        "Mail server for password resets and workflow letters, smtp://user:password@host:587/?tls=true or smtps://…; empty means that no letters are sent."
    )
    email_from: str = option(
        "", "Address that letters come from; empty means broadsheet@ the host of the base URL."
    )
    debug: bool = option(False, "Show Python errors in the browser; only for work on Broadsheet itself.")

    @property
    def site_url(self) -> str:
        """Public address of the site, without a slash at its end."""
        if self.base_url:
            return self.base_url.rstrip("/")
        # Who listens on every address is met by this machine itself on its own.
        host = "127.0.0.1" if self.host in WILDCARDS else self.host
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"


def load(environment: Mapping[str, str] | None = None, *, file: Path | None = None) -> Options:
    """Read the settings: defaults, then broadsheet.toml, then the environment.

    Raises OptionError when a value does not fit, a name is unknown or the file cannot be read.
    """
    environment = os.environ if environment is None else environment
    written, file = _written(environment, file)
    known = {each.name: each for each in fields(Options)}
    for name in written:
        if name not in known:
            raise OptionError(f"{file}: there is no setting '{name}'. See docs/reference/settings.md.")
    values: dict[str, Any] = {}
    for name, each in known.items():
        variable = f"{PREFIX}{name.upper()}"
        if variable in environment:
            values[name] = _fit(each, environment[variable], variable)
        elif name in written:
            values[name] = _fit(each, written[name], f"{file}: {name}")
    return Options(**values)


def shown(value: object) -> str:
    """Return a value as a sentence may show it: in quotes, not too long, without the password of an address."""
    text = re.sub(r"//[^/]*@", "//…@", str(value))
    text = text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
    return repr(text) if isinstance(value, str) else text


def config_file(environment: Mapping[str, str]) -> Path:
    """Return the file of settings that the environment names, or the usual one."""
    return Path(environment.get(CONFIG, "broadsheet.toml"))


def table() -> list[tuple[str, object, str]]:
    """List each setting as (environment variable, default, sentence), for the documentation and its test."""
    return [
        (f"{PREFIX}{each.name.upper()}", each.default, each.metadata["sentence"]) for each in fields(Options)
    ]


def _written(environment: Mapping[str, str], file: Path | None) -> tuple[dict[str, Any], Path]:
    """Read the file of settings, which need not exist where nobody names one."""
    path = file or config_file(environment)
    try:
        return tomllib.loads(path.read_text(encoding="utf-8")), path
    except FileNotFoundError:
        if file is None and CONFIG in environment:
            raise OptionError(f"{CONFIG} is {shown(str(path))}. There is no such file.") from None
        return {}, path
    except (OSError, ValueError, RecursionError) as error:
        # An error of the system names the file once more; one of TOML or of UTF-8 says the line or the byte.
        why = getattr(error, "strerror", None) or error
        raise OptionError(f"{shown(str(path))} cannot be read: {why}. Correct it or remove it.") from None


def _fit(each: Any, value: Any, named: str) -> Any:
    if isinstance(each.default, bool):
        return _truth(value, named)
    if isinstance(each.default, int):
        return _whole_number(value, named, each.metadata["lowest"], each.metadata["highest"])
    return _text(each, value, named)


def _text(each: Any, value: Any, named: str) -> str:
    quoted = shown(value) if each.repr else "secret"
    if not isinstance(value, str):
        raise OptionError(f"{named} is {quoted}. Write a text.")
    text = value.strip()
    if _MEANT_BY_NOBODY.search(text):
        raise OptionError(f"{named} is {quoted}. Write a text of one line without control characters.")
    choices = each.metadata["choices"]
    if choices and text not in choices:
        raise OptionError(f"{named} is {quoted}. Write {' or '.join(choices)}.")
    return text


def _truth(value: Any, named: str) -> bool:
    words = {
        "1": True,
        "true": True,
        "yes": True,
        "on": True,
        "0": False,
        "false": False,
        "no": False,
        "off": False,
    }
    meant = value if isinstance(value, bool) else words.get(str(value).strip().lower())
    if meant is None:
        raise OptionError(f"{named} is {shown(value)}. Write yes or no.")
    return meant


def _whole_number(value: Any, named: str, lowest: int, highest: int) -> int:
    try:
        number = int(str(value))
    except ValueError:
        number = lowest - 1
    if not lowest <= number <= highest:
        raise OptionError(f"{named} is {shown(value)}. Write a whole number from {lowest} to {highest}.")
    return number
