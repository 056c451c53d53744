"""`broadsheet manage sweep_topics`: delete the topics under which no article is filed."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from ....newsroom.actions.sweeping import sweep_topics
from ....newsroom.models import Edition


class Command(BaseCommand):
    help = "Delete the topics that no article and no draft has."

    def handle(self, *args: Any, **options: Any) -> None:
        for edition in Edition.objects.select_related("locale"):
            for name in sweep_topics(edition, by=None, now=timezone.now()):
                self.stdout.write(f"{edition.name}: the topic '{name}' is deleted.")
