"""`nudges plan` prints what would be sent when and why; `send` does one tick; `table` writes docs/nudges.md."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from accounts.models import User
from nudges import delivery, planner, table, words
from nudges.models import Nudge


class Command(BaseCommand):
    help = "Shows a person's plan of nudges, or does one tick, now or as if it were another moment."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="plan|send|table")
        plan = verbs.add_parser("plan", help="What would be sent to one person, when and why. Changes nothing.")
        plan.add_argument("--email", "--user", dest="email", required=True, metavar="EMAIL", help="Whose plan.")
        send = verbs.add_parser("send", help="One tick: brings the plans up to date and sends what is due.")
        verbs.add_parser("table", help="Writes docs/nudges.md from the rules.")
        for verb in (plan, send):
            verb.add_argument(
                "--at",
                metavar="MOMENT",
                help="As if it were then: 2026-11-23T09:30, in UTC (`plan`: the person's zone), or with an offset.",
            )

    def handle(self, *, verb: str, at: str | None = None, email: str = "", **options: Any) -> None:
        if verb == "table":
            (settings.BASE_DIR / "docs" / "nudges.md").write_text(table.written())
        elif verb == "plan":
            self.plan(person(email), at)
        else:
            self.send(at)

    def plan(self, user: User, at: str | None) -> None:
        now = moment(at, user.zone)
        laid = planner.plans_for([user], now=now)[user.pk].laid
        shown = sorted((one for one in laid if one.due_at or one.is_waiting), key=lambda one: str(one.due_at or "~"))
        with timezone.override(user.zone):
            for one in shown:
                when = f"{timezone.localtime(one.due_at):%a %Y-%m-%d %H:%M}" if one.due_at else "waits"
                where = Nudge.Channel(one.channel).name.lower()
                why = words.why(one.wanted.why, one.wanted.params)
                about = " ".join(filter(None, [one.wanted.subject, one.wanted.occurrence]))
                self.stdout.write(f"{when}  {where}  {one.wanted.rule}  {about}".rstrip())
                self.stdout.write(f"    {' '.join(filter(None, [why, words.reason(one.reason)]))}")
        if not shown:
            self.stdout.write(f"Nothing is planned for {user.email}.")

    def send(self, at: str | None) -> None:
        now = moment(at, ZoneInfo("UTC"))
        planner.reconcile_all(now)
        tally = delivery.send_due(now)
        self.stdout.write(
            f"{tally.sent} sent, {tally.postponed} put off, {tally.parked} need a look, "
            f"{tally.empty} had nothing left to say."
        )
        if tally.has_stopped:
            raise CommandError("The mail server takes nothing just now; what is left goes with a later tick.")


def person(email: str) -> User:
    user = User.objects.filter(email__iexact=email.strip()).first()
    if user is None:
        raise CommandError(f"There is nobody with the address {email}.")
    return user


def moment(text: str | None, zone: ZoneInfo) -> datetime:
    """The moment meant by `--at`; now without one. Raises CommandError with an example for what is no moment."""
    if text is None:
        return timezone.now()
    try:
        parsed = parse_datetime(text)
    except ValueError:
        parsed = None
    if parsed is None:
        raise CommandError(f"“{text}” is not a moment. Write it like 2026-11-23T09:30 or 2026-11-23T09:30+01:00.")
    return parsed if timezone.is_aware(parsed) else parsed.replace(tzinfo=zone)
