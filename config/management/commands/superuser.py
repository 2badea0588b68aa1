"""`make superuser`: an account that may open /admin/, new or one that is there already."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand

from accounts.models import User


class Command(BaseCommand):
    help = "Lets a person open the admin. Whoever has signed up already keeps account and password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", default="", help="asked for where it is left out")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        try:
            email = email or input("E-mail address: ").strip()
        except (EOFError, KeyboardInterrupt):
            raise CommandError("Nobody was made staff.") from None
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            call_command("createsuperuser", email=email)
            return
        user.is_staff = user.is_superuser = True
        user.save(update_fields=["is_staff", "is_superuser"])
        self.stdout.write(f"{user.email} may open the admin now.")
