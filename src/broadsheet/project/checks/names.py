"""Check the names of environment variables: a slip of the pen, or a setting that is gone, changes nothing silently."""

import difflib
import os
from collections.abc import Iterator, Mapping

from ..options import CONFIG, PREFIX, Options, table
from .findings import Finding, warning

# Settings that there were, and what to do instead.
FORMER = {
    "BROADSHEET_KIOSKS": "Remove it: each of BROADSHEET_WEB_PROCESSES answers with cached pages itself.",
    "BROADSHEET_WEB_THREADS": "Remove it: how many threads each kind of work may have is fixed.",
}
# Names that are read elsewhere: by the command line, and by tests.
OTHERS = frozenset({CONFIG, "BROADSHEET_REAL_DATA"})
# What a process tells those that it starts stands in variables of this beginning.
INTERNAL = f"{PREFIX}LEFT_"


def check_names(_options: Options) -> Iterator[Finding]:
    """Every name in the environment must be a setting's."""
    yield from unknown_names(os.environ)


def unknown_names(environment: Mapping[str, str]) -> Iterator[Finding]:
    """Find the names that are no setting's, with the nearest that is one."""
    known = {name for name, _default, _sentence in table()} | OTHERS
    for name in sorted(environment):
        if name in FORMER:
            yield warning(name, "a setting that is gone", FORMER[name])
            continue
        if not name.startswith(PREFIX) or name in known or name.startswith(INTERNAL):
            continue
        near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.75)
        advice = f"Did you mean {near[0]}?" if near else "See docs/reference/settings.md, or remove it."
        yield warning(name, "no setting, and has no effect", advice)
