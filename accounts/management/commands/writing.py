from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandParser

from accounts import writing


class Command(BaseCommand):
    help = "Private writing: “rotate” encrypts everything anew with the first key of WRITING_KEYS."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["rotate"])

    def handle(self, *args: Any, **options: Any) -> None:
        rows = sum(writing.rotate(model) for model in apps.get_models() if model._meta.managed)
        self.stdout.write(f"{rows} rows were written anew. Older keys are no longer needed for this database.")
