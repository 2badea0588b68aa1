from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import rotation
from accounts.writing import WritingKeyMissing

SECOND_STEPS = "mfa.Authenticator"


class Command(BaseCommand):
    help = (
        "Encrypts all private writing, the keys of documents and the secrets of second steps anew with the first key "
        "of WRITING_KEYS. May be stopped and started again, beside the running app too."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what is written with which key")
        parser.add_argument("--batch", type=int, default=rotation.BATCH, help="rows in one transaction")

    def handle(self, *args: Any, dry_run: bool, batch: int, **options: Any) -> None:
        if batch < 1:
            raise CommandError("A batch has at least one row.")
        for model in rotation.private_models():
            label = model._meta.label
            if not dry_run:
                self.rotate(label, rotation.rotate(model, batch=batch))
            self.tell(label, rotation.texts_by_key(model))
        if not dry_run:
            self.rotate(SECOND_STEPS, rotation.rotate_secrets(batch=batch))
        self.tell(SECOND_STEPS, rotation.secrets_by_key())
        if dry_run:
            left = sum(rotation.left_of(model).count() for model in rotation.private_models())
            left += rotation.secrets_left()
            self.stdout.write(f"Nothing was changed. {left} rows would be written anew.")
        else:
            self.stdout.write("Done. Older keys are needed for older backups only.")

    def rotate(self, label: str, steps: Iterator[int]) -> None:
        done = 0
        try:
            for rows in steps:
                done += rows
                self.stdout.write(f"{label}: {done} rows written anew")
        except WritingKeyMissing as problem:
            raise CommandError(f"{problem} What is done stays done; with that key it goes on from here.") from problem

    def tell(self, label: str, counted: Counter[str]) -> None:
        texts = ", ".join(f"{count} with key “{key}”" for key, count in sorted(counted.items()))
        self.stdout.write(f"{label}: {texts or 'nothing written'}")
