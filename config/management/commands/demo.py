"""`manage.py demo`: a made-up person in the middle of a believable search."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from config.demo import replay

EMAIL, PASSWORD = "demo@example.org", "rebound-demo"


class Command(BaseCommand):
    help = (
        "Adds a demo person with about sixty applications over four months, and prints the login. Never in production."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_in_production()
        if User.objects.filter(email=EMAIL, welcomed_at__isnull=False).exists():
            self.stdout.write("The demo person is here already; nothing was changed.")
        else:
            self.stdout.write("Replaying four months of a search ...")
            add_person()
        self.stdout.write(f"Sign in as {EMAIL} with the password {PASSWORD}")


def refuse_in_production() -> None:
    """A well-known password has no place where real people are."""
    if settings.IS_HTTPS or settings.EMAIL_URL or not settings.IS_EMBEDDED:
        raise CommandError(
            "The demo person has a password that everybody knows: only on the embedded default "
            "(no DATABASE_URL, no EMAIL_URL, SITE_URL without https)."
        )


def add_person() -> None:
    """The mark of a whole story is `welcomed_at`, set last: what an interrupted run left behind is begun again."""
    now = timezone.now()
    User.objects.filter(email=EMAIL).delete()
    user = User.objects.create_user(
        EMAIL, PASSWORD, name="Robin Sommer", time_zone="Europe/Berlin", joined_at=now - timedelta(days=127)
    )
    replay.tell(user, now)
    User.objects.filter(pk=user.pk).update(welcomed_at=now, last_visit_at=now)
