"""Whether mail arrives: what to mend before anybody waits for one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from nudges import doctor
from nudges.doctor import Finding, Level
from nudges.doctor.addresses import domains
from nudges.doctor.findings import look


class Command(BaseCommand):
    help = "Looks at how mail leaves and says in plain sentences what to mend. Sends nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="doctor")
        verb = verbs.add_parser("doctor", help=self.help)
        verb.add_argument(
            "--selector", default="", metavar="NAME", help="The name of the DKIM key that signs your mail."
        )

    def handle(self, *, selector: str, **options: Any) -> None:
        findings = list(found(selector))
        for one in findings:
            self.stdout.write(f"{one.level.value:>12}  {one.about}: {one.is_so}")
            if one.do:
                self.stdout.write(f"{'':>12}  → {one.do}")
        if count := sum(one.level == Level.WRONG for one in findings):
            raise CommandError("One thing has to be mended." if count == 1 else f"{count} things have to be mended.")
        self.stdout.write("Nothing has to be mended.")


def found(selector: str) -> Iterator[Finding]:
    if not settings.EMAIL_URL:
        yield look(
            "Sending",
            "EMAIL_URL is not set: mail is written into var/mail, and nothing leaves this machine.",
            "To send it, set EMAIL_URL, for example smtp+tls://user:password@mail.example.org:587.",
        )
        return
    yield from doctor.look_at_addresses()
    yield from doctor.look_at_site()
    yield from doctor.look_at_server()
    yield from doctor.look_at_names(domains(), selector=selector, ask=doctor.ask_dns)
