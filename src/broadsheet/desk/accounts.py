"""Make the first account, so that a new installation can be signed in to."""

import os
import secrets
from pathlib import Path

from django.contrib.auth import get_user_model

EDITOR = "editor"
FIRST_PASSWORD = "first-password"  # noqa: S105  # the name of a file


def ensure_editor(name: str = EDITOR) -> tuple[str, str] | None:
    """Create the first account where there is no account at all; return its name and password, once.

    It is an administrator's. The password is kept as a hash only: who loses it uses
    `broadsheet manage changepassword NAME`.
    """
    users = get_user_model()._default_manager
    if users.exists():
        return None
    password = secrets.token_urlsafe(12)
    users.create_superuser(username=name, email="", password=password)
    return name, password


def account_line(account: tuple[str, str], *, data: Path, is_terminal: bool) -> str:
    """Return the line that names the first account, and keep its password out of logs.

    A terminal shows it. Elsewhere it stands in a file of the data folder that its owner alone may read.
    """
    name, password = account
    if is_terminal:
        return f"{name} (administrator)  password  {password}   (shown once; change it at the desk)"
    path = data / FIRST_PASSWORD
    _write_for_owner(path, password)
    return f"{name} (administrator)  password in  {path}   (change it at the desk, then delete the file)"


def _write_for_owner(path: Path, text: str) -> None:
    # A file or link of that name is not ours: it stands for a database that is gone, or for somebody's trap.
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text + "\n")
