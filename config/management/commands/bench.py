"""`manage.py bench`: what pages, bytes, memory and the nudge engine cost, on databases that are made for it."""

import io
from contextlib import redirect_stdout
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from accounts.models import User
from config.bench import drag, mail, memory, pages, people, reading, recoveries, setups, weights
from config.bench.visitor import Visitor
from config.prepare import collect_static, prepare_database

PARTS = ["pages", "recoveries", "weights", "memory", "drag", "reading", "mail"]
# A Wednesday morning before anybody's slot: what falls due later that morning is in nobody's quiet hours.
NOW = datetime(2026, 11, 18, 8, 0, tzinfo=UTC)


class Command(BaseCommand):
    help = "Measures pages and the nudge engine on databases of its own and prints tables. Takes some minutes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("parts", nargs="*", metavar="part", help=f"All, or some of: {', '.join(PARTS)}.")
        parser.add_argument("--rows", type=int, default=1_000_000, help="Stored nudges for the idle tick.")
        parser.add_argument("--messages", type=int, default=10_000, help="Messages for the sending run.")
        parser.add_argument("--here", action="store_true", help="On an installation that was made for it.")

    def handle(self, *, parts: list[str], here: bool, rows: int, messages: int, **options: Any) -> None:
        if here:
            return self.measure_here(*parts)
        embedded, served = setups.embedded(settings.VAR_DIR), setups.with_postgres(settings.VAR_DIR)
        wanted = parts or PARTS
        for part in [part for part in ("pages", "recoveries") if part in wanted]:
            for setup in filter(None, [embedded, served]):
                setup.measure(part)
        if "weights" in wanted:
            embedded.measure("weights")
        if "drag" in wanted:
            embedded.measure("drag")
        if "memory" in wanted:
            memory.report(embedded)
        if "reading" in wanted:
            reading.report()
        if "mail" in wanted:
            self.measure_mail(rows, messages, NOW)

    def measure_here(self, part: str) -> None:
        if setups.KEYS["SECRET_KEY"] != settings.SECRET_KEY:
            raise CommandError("It empties the database it measures on: leave it to itself, without --here.")
        with redirect_stdout(io.StringIO()):
            prepare_database()
            collect_static()
            people.build(timezone.now())
        if part == "pages":
            return pages.report(pages.measure())
        if part == "drag":
            return drag.report()
        if part == "recoveries":
            user = recoveries.build(timezone.now())
            return recoveries.report(pages.in_turn(list(recoveries.pages_of(user))))
        user = User.objects.get(email=people.address_of(people.SIZES[-1]))
        visitor = Visitor(user)
        return weights.report(lambda address: visitor.asks(address)(), pages.addresses(user))

    def measure_mail(self, rows: int, messages: int, now: datetime) -> None:
        name = connection.settings_dict["NAME"]
        if connection.vendor == "sqlite":  # in a file, as in real life; Django's own choice would be memory
            connection.settings_dict["TEST"]["NAME"] = str(settings.VAR_DIR / "bench.sqlite3")
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            call_command("createcachetable", verbosity=0)
            call_command("content", "load", verbosity=0)
            cache.clear()
            self.say(f"\nMail on {connection.vendor}. Compare within one run.\n")
            self.measure_sending(mail.sending(messages, now))
            self.measure_idle(rows, now)
        finally:
            connection.creation.destroy_test_db(name, verbosity=0)

    def measure_sending(self, cost: mail.SendingCost) -> None:
        self.say("Sending on loopback       messages     seconds    per second   against smtplib")
        rows = [("plan", cost.planning_seconds), ("send", cost.sending_seconds), ("smtplib", cost.bare_seconds)]
        for name, seconds in rows:
            speed, ratio = cost.messages / seconds, seconds / cost.bare_seconds
            self.say(f"{name:<20} {cost.messages:>13,} {seconds:>11.1f} {speed:>13,.0f} {ratio:>17.2f}")

    def measure_idle(self, rows: int, now: datetime) -> None:
        """Before and after a million rows are stored; what the sending run left behind counts as empty."""
        empty, queries = mail.idle_tick(now)
        self.say("\nTick with nothing due      stored     p50 ms   queries   against empty")
        self.say(f"                      {0:>12,} {empty:>10.2f} {queries:>9}            1.00")
        mail.store_nudges(rows, now)
        full, queries = mail.idle_tick(now)
        self.say(f"                      {rows:>12,} {full:>10.2f} {queries:>9} {full / empty:>15.2f}")

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
