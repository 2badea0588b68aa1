"""`manage.py search_texts`: writes anew under which words applications are found, should that ever be in doubt."""

from typing import Any

from django.core.management.base import BaseCommand

from applications import operations
from applications.models import JobApplication


class Command(BaseCommand):
    help = "Writes the words of every application for the search anew. Safe to run at any time."

    def handle(self, **options: Any) -> None:
        count = operations.keep_search_texts(JobApplication.with_trash.all())
        self.stdout.write(f"{count} applications.")
