"""Make the first account, so that a new installation can be signed in to."""

import secrets

from django.contrib.auth import get_user_model

EDITOR = "editor"


def ensure_editor() -> tuple[str, str] | None:
    """Create the account "editor" where there is no account at all; return its name and password, once.

    The password is kept as a hash only: who loses it uses `broadsheet manage changepassword editor`.
    """
    users = get_user_model()._default_manager
    if users.exists():
        return None
    password = secrets.token_urlsafe(12)
    users.create_superuser(username=EDITOR, email="", password=password)
    return EDITOR, password
