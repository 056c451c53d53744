"""Read Django's settings once with each of several environments, each in a copy of this process; print what came of it."""

import importlib
import json
import logging.config
import os
import sys
import tempfile
import traceback

import django.conf
import django.db  # so that copies have it
import django.utils.timezone

from broadsheet.cli import main as cli
from broadsheet.project.checks.registry import refuse
from broadsheet.project.options import CONFIG, OptionError, load

SETTINGS = "broadsheet.project.settings"


def start() -> None:
    """Do what every command does before its own work."""
    found = django.conf.Settings(SETTINGS)
    logging.config.dictConfig(found.LOGGING)
    importlib.import_module(SETTINGS)


def try_with(environment: dict[str, str]) -> dict[str, object]:
    """Start with an environment; what the settings alone refuse needs no copy of this process."""
    if environment and CONFIG not in environment:
        try:
            refuse(load(environment))
        except OptionError as error:
            return {"environment": environment, "status": 1, "errors": f"broadsheet: {error}\n"}
    with tempfile.TemporaryFile() as errors:
        pid = os.fork()
        if pid == 0:
            os.dup2(errors.fileno(), 2)
            status = 1
            try:
                for name, value in environment.items():
                    os.environb[name.encode()] = value.encode("utf-8", "surrogateescape")
                cli.app = start
                cli.main()
                status = 0
            except SystemExit as error:
                if isinstance(error.code, str):
                    print(error.code, file=sys.stderr)
                else:
                    status = 2
            except BaseException:
                traceback.print_exc()
                status = 3
            sys.stderr.flush()
            os._exit(status)
        _pid, ended = os.waitpid(pid, 0)
        errors.seek(0)
        said = errors.read().decode("utf-8", "replace")
    return {"environment": environment, "status": os.waitstatus_to_exitcode(ended), "errors": said}


print(json.dumps([try_with(each) for each in json.load(sys.stdin)]))
