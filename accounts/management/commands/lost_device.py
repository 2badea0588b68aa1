from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import timezone

from accounts import operations, queries
from accounts.adapter import at_site
from accounts.models import User


class Command(BaseCommand):
    help = (
        "For somebody who lost the device with their app or passkey, and their spare codes: takes away the second step "
        "of signing in, signs them out everywhere, and says so to them by e-mail. Make sure first that it is them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the address with which the person signs in")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        person = User.objects.filter(email__iexact=email.strip()).first()
        if person is None:
            raise CommandError(f"Nobody here has the address {email}.")
        if not queries.second_steps_of(person).are_on:
            raise CommandError(f"{person.email} has no second step. Nothing was changed.")
        operations.remove_second_steps(person)
        self.stdout.write(f"{person.email} signs in with the password alone from now on, and is signed out everywhere.")
        page = at_site(reverse("accounts:signing-in-show"))
        words = {"timestamp": timezone.now(), "signing_in_url": page}
        try:
            get_adapter().send_mail("account/email/second_steps_removed", person.email, words)
        except (OSError, SMTPException) as problem:
            raise CommandError(f"The mail about it did not go out; please tell them yourself. {problem}") from problem
        self.stdout.write("A mail tells them so.")
