from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import rotation
from accounts.writing import WritingKeyMissing


class Command(BaseCommand):
    help = (
        "Encrypts all private writing, and the keys of documents, anew with the first key of WRITING_KEYS. May be "
        "stopped and started again, beside the running app too."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what is written with which key")
        parser.add_argument("--batch", type=int, default=rotation.BATCH, help="rows in one transaction")

    def handle(self, *args: Any, dry_run: bool, batch: int, **options: Any) -> None:
        if batch < 1:
            raise CommandError("A batch has at least one row.")
        for model in rotation.private_models():
            if not dry_run:
                self.rotate(model, batch=batch)
            self.tell(model)
        if dry_run:
            left = sum(rotation.left_of(model).count() for model in rotation.private_models())
            self.stdout.write(f"Nothing was changed. {left} rows would be written anew.")
        else:
            self.stdout.write("Done. Older keys are needed for older backups only.")

    def rotate(self, model: Any, *, batch: int) -> None:
        done = 0
        try:
            for rows in rotation.rotate(model, batch=batch):
                done += rows
                self.stdout.write(f"{model._meta.label}: {done} rows written anew")
        except WritingKeyMissing as problem:
            raise CommandError(f"{problem} What is done stays done; with that key it goes on from here.") from problem

    def tell(self, model: Any) -> None:
        counted = sorted(rotation.texts_by_key(model).items())
        texts = ", ".join(f"{count} with key “{key}”" for key, count in counted)
        self.stdout.write(f"{model._meta.label}: {texts or 'nothing written'}")
