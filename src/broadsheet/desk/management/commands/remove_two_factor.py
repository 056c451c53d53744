"""`broadsheet manage remove_two_factor NAME`: let somebody in who has lost telephone and recovery codes."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ...sign_in import second_factor


class Command(BaseCommand):
    help = "Remove the second factor of an account: the next sign-in asks for the password alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="Name of the account.")

    def handle(self, *args: Any, name: str, **options: Any) -> None:
        users = get_user_model()._default_manager
        user = users.filter(**{get_user_model().USERNAME_FIELD: name}).first()
        if user is None:
            raise CommandError(f"There is no account '{name}'. Look at the desk under Settings, Users.")
        if second_factor.remove(user, by=None, action=second_factor.RESET):
            self.stdout.write(f"The second factor of '{name}' is removed.")
        else:
            self.stdout.write(f"'{name}' has no second factor.")
