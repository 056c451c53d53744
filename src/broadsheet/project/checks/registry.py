"""The one list of checks, and what is done with their findings: the start stops, or goes on with a warning."""

from collections.abc import Callable, Iterable, Iterator

from ..options import OptionError, Options
from . import addresses, care, database, folders, machine, names, tls, wording
from .findings import Finding, Severity

Check = Callable[[Options], Iterator[Finding]]

# These need nothing but the settings, and are made wherever Django's are read: quick, and over no network.
OF_SETTINGS: tuple[Check, ...] = (
    folders.check_data,
    folders.check_secret_key,
    folders.check_press_folder,
    folders.check_public_folder,
    folders.check_theme,
    addresses.check_host,
    addresses.check_base_url,
    addresses.check_allowed_hosts,
    addresses.check_proxies,
    addresses.check_own_networks,
    addresses.check_other_services,
    wording.check_language,
    wording.check_time_zone,
    wording.check_frontend_cache,
    wording.check_debug,
    database.check_database_url,
    database.check_valkey_is_installed,
)
# These look at the machine or into the database, with Django's settings at hand.
OF_SITE: tuple[Check, ...] = (
    tls.check_tls_files,
    database.check_database_answers,
    names.check_names,
    folders.check_modes,
    machine.check_user,
    machine.check_open_files,
    machine.check_disk,
    machine.check_file_system,
    machine.check_clock,
    care.check_mail,
    care.check_backup,
)


def findings(checks: Iterable[Check], options: Options) -> list[Finding]:
    """Make checks, and return what they found."""
    return [found for check in checks for found in check(options)]


def refuse(options: Options) -> None:
    """Raise OptionError with the first setting that cannot work."""
    for check in OF_SETTINGS:
        for found in check(options):
            if found.severity is Severity.CANNOT_WORK:
                raise OptionError(str(found))


def stop_or_warn(options: Options, warn: Callable[[str], None]) -> None:
    """Make all checks at a start: give each warning to `warn`, raise OptionError where something cannot work."""
    found = findings((*OF_SETTINGS, *OF_SITE), options)
    for each in found:
        if each.severity is Severity.WARNING:
            warn(str(each))
    for each in found:
        if each.severity is Severity.CANNOT_WORK:
            raise OptionError(str(each))
