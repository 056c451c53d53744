"""The one table of settings: name, default and a sentence each, read once from broadsheet.toml and the environment."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from dataclasses import field as dataclass_field
from pathlib import Path
from typing import Any

PREFIX = "BROADSHEET_"


class OptionError(Exception):
    """A setting has a value that cannot be used. Correct it in broadsheet.toml or in the environment."""


def option(default: Any, sentence: str, *, lowest: int | None = None, highest: int | None = None) -> Any:
    """Declare a setting: its default, the sentence that documents it, and the bounds of a number."""
    return dataclass_field(
        default=default, metadata={"sentence": sentence, "lowest": lowest, "highest": highest}
    )


def secret(sentence: str) -> Any:
    """Declare a setting that is empty by default and that nothing prints."""
    return dataclass_field(
        default="", repr=False, metadata={"sentence": sentence, "lowest": None, "highest": None}
    )


@dataclass(frozen=True, slots=True)
class Options:
    """Every setting of Broadsheet; attribute values are the defaults."""

    data: str = option("var", "Folder that holds the database, pictures and the secret key.")
    database_url: str = option(
        "", "Database as a URL (postgres://user:password@host/name); empty means SQLite in the data folder."
    )
    host: str = option("127.0.0.1", "Address that `broadsheet serve` listens on.")
    port: int = option(8000, "Port that `broadsheet serve` listens on.", lowest=1, highest=65535)
    base_url: str = option("", "Public address of the site; empty means http://HOST:PORT.")
    allowed_hosts: str = option(
        "localhost,127.0.0.1,[::1]", "Host names that the site answers to, separated by commas."
    )
    language: str = option("en", "Language of the main edition, the one without a language in its URLs.")
    time_zone: str = option("UTC", "Time zone in which dates are printed and days begin.")
    rail_length: int = option(5, "Cards in each of the three rails.", lowest=1, highest=20)
    pick_days: int = option(
        14, "Days that an editor's pick stands when nobody says until when.", lowest=1, highest=3650
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
        64,
        "Megabytes that one kiosk may keep of finished pages; their press keeps three quarters as much of what they are made of.",
        lowest=1,
        highest=65536,
    )
    press_poll_ms: int = option(
        50, "Milliseconds between two looks at the outbox for changes.", lowest=10, highest=10_000
    )
    press_folder: str = option(
        "",
        "Folder in which pages are kept as files for nginx, removed and rewritten by us; empty means none.",
    )
    shared_cache_seconds: int = option(
        1,
        "Seconds that caches in front may hand out a page without asking; more than 1 only for caches named below.",
        lowest=1,
        highest=86_400,
    )
    varnish_urls: str = option(
        "",
        "Varnish caches to tell what changed, http://10.0.0.5:6081, separated by commas; empty means none.",
    )
    fastly_service: str = option(
        "", "Identifier of the Fastly service to tell what changed; empty means none."
    )
    fastly_token: str = secret("Fastly's API token for it, with the scopes purge_select and purge_all.")
    cloudflare_zone: str = option(
        "", "Identifier of the Cloudflare zone to tell what changed; empty means none."
    )
    cloudflare_token: str = secret(
        "Cloudflare's API token for it, with the permission to purge the zone's cache."
    )
    frontend_cache: str = secret(
        "Caches to tell by address, as JSON that is Wagtail's setting WAGTAILFRONTENDCACHE; empty means none."
    )
    web_processes: int = option(
        1,
        "Web processes that `broadsheet serve` starts, each a press that makes pages and the kiosks before it.",
        lowest=1,
        highest=64,
    )
    kiosks: int = option(
        0,
        "Kiosks before each press, which readers meet; one fills a processor. 0 means two, or one where there is one processor.",
        lowest=0,
        highest=64,
    )
    web_threads: int = option(
        2, "Threads in each press, which make pages and answer editors.", lowest=1, highest=64
    )
    trusted_proxies: str = option(
        "", "Addresses or networks of reverse proxies whose X-Forwarded-For is believed, separated by commas."
    )
    valkey_url: str = option(
        "",
        "Valkey by which several machines hear at once what the others count, valkey://host:6379/0; empty means none.",
    )
    email_url: str = secret(
        "Mail server for password resets and workflow letters, smtp://user:password@host:587/?tls=true or smtps://…; empty means that no letters are sent."
    )
    email_from: str = option(
        "", "Address that letters come from; empty means broadsheet@ the host of the base URL."
    )
    debug: bool = option(False, "Show Python errors in the browser; only for work on Broadsheet itself.")


def load(environment: Mapping[str, str] | None = None, *, file: Path | None = None) -> Options:
    """Read the settings: defaults, then broadsheet.toml, then the environment.

    Raises OptionError when a value does not fit or a name is unknown.
    """
    environment = os.environ if environment is None else environment
    file = file or Path(environment.get(f"{PREFIX}CONFIG", "broadsheet.toml"))
    written = tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
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


def table() -> list[tuple[str, object, str]]:
    """List each setting as (environment variable, default, sentence), for the documentation and its test."""
    return [
        (f"{PREFIX}{each.name.upper()}", each.default, each.metadata["sentence"]) for each in fields(Options)
    ]


def _fit(each: Any, value: Any, named: str) -> Any:
    if isinstance(each.default, bool):
        return _truth(value, named)
    if isinstance(each.default, int):
        return _whole_number(value, named, each.metadata["lowest"], each.metadata["highest"])
    if not isinstance(value, str):
        raise OptionError(f"{named} is {value!r}. Write a text.")
    return value


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
        raise OptionError(f"{named} is {value!r}. Write yes or no.")
    return meant


def _whole_number(value: Any, named: str, lowest: int, highest: int) -> int:
    try:
        number = int(str(value))
    except ValueError:
        number = lowest - 1
    if not lowest <= number <= highest:
        raise OptionError(f"{named} is {value!r}. Write a whole number from {lowest} to {highest}.")
    return number
