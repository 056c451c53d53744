"""The log of every process, as logging.config.dictConfig wants it: lines of text, or an object of JSON each."""

from typing import Any


def logging_config(form: str) -> dict[str, Any]:
    """Return the configuration for a form of lines, "text" or "json". It serves Django, and granian as log_dictconfig."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "text": {"()": "broadsheet.project.logs.console.TextLines"},
            "json": {"()": "broadsheet.project.logs.console.JsonLines"},
        },
        "handlers": {"console": {"()": "broadsheet.project.logs.console.Console", "formatter": form}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "broadsheet": {"level": "INFO"},
            "_granian": {"handlers": [], "level": "INFO", "propagate": True},
            # Django would mail to administrators, whom no setting names.
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "axes": {"level": "WARNING"},
            # A database that is away is said once, by us; the pool says so at every try.
            "psycopg.pool": {"level": "ERROR"},
        },
    }
