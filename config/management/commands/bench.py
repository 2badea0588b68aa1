"""`manage.py bench`: what pages and the nudge engine cost, on a database that is made for it and dropped again."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.test.utils import override_settings

from config.bench import mail, pages

HOSTS = ["testserver"]
# A Wednesday morning before anybody's slot: what falls due later that morning is in nobody's quiet hours.
NOW = datetime(2026, 11, 18, 8, 0, tzinfo=UTC)


class Command(BaseCommand):
    help = "Measures pages and the nudge engine on a database of its own and prints tables. Takes some minutes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rows", type=int, default=1_000_000, help="Stored nudges for the idle tick.")
        parser.add_argument("--messages", type=int, default=10_000, help="Messages for the sending run.")

    def handle(self, *, rows: int, messages: int, **options: Any) -> None:
        name = connection.settings_dict["NAME"]
        if connection.vendor == "sqlite":  # in a file, as in real life; Django's own choice would be memory
            connection.settings_dict["TEST"]["NAME"] = str(settings.VAR_DIR / "bench.sqlite3")
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            call_command("createcachetable", verbosity=0)
            call_command("content", "load", verbosity=0)
            cache.clear()
            with override_settings(ALLOWED_HOSTS=HOSTS, SECURE_SSL_REDIRECT=False):
                self.measure(rows, messages, NOW)
        finally:
            connection.creation.destroy_test_db(name, verbosity=0)

    def measure(self, rows: int, messages: int, now: datetime) -> None:
        self.say(f"{connection.vendor}; in process, so without the network. Compare within one run.\n")
        self.measure_sending(mail.sending(messages, now))
        self.measure_idle(rows, now)
        self.say("\nPage        applications     p50 ms     p95 ms   queries       kB   p50 against the smallest")
        smallest: dict[str, float] = {}
        for row in pages.measure(now):
            ratio = row.p50_ms / smallest.setdefault(row.page, row.p50_ms)
            self.say(
                f"{row.page:<11} {row.applications:>12,} {row.p50_ms:>10.1f} {row.p95_ms:>10.1f} {row.queries:>9} "
                f"{row.kilobytes:>8.0f} {ratio:>26.2f}"
            )

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
