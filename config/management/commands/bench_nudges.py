"""`manage.py bench_nudges`: ticks, claims, mails and plans, on databases that are made for it and thrown away."""

import io
import logging
import os
from collections.abc import Callable
from contextlib import redirect_stdout
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

from config.bench import setups
from config.bench.nudges import claims, mails, plans, ticks
from config.bench.nudges.report import say

# A Wednesday morning before anybody's slot: what falls due later that morning is in nobody's quiet hours.
NOW = datetime(2026, 11, 18, 8, 0, tzinfo=UTC)
MILLION = 1_000_000


class Command(BaseCommand):
    help = "Measures the nudge engine and prints tables. Compare within one run. FULL=1 measures ten times as much."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("parts", nargs="*", metavar="part", help="All, or some of: ticks, claims, mails, plans.")
        parser.add_argument("--small", action="store_true", help="A hundredth of everything: whether it works at all.")
        parser.add_argument(
            "--full", action="store_true", help="Ten times as many rows and people; FULL=1 says it too."
        )
        parser.add_argument("--on", choices=["sqlite", "postgresql"], help="One of the databases; both by themselves.")
        parser.add_argument("--here", action="store_true", help="On an installation that was made for it.")

    def handle(self, *, parts: list[str], on: str, here: bool, **options: Any) -> None:
        sizes = {"small": options["small"], "full": options["full"] or os.environ.get("FULL") == "1"}
        if here:
            return self.measure_here(parts, **sizes)
        found = {
            "sqlite": setups.embedded(settings.VAR_DIR),
            "postgresql": setups.with_postgres(settings.VAR_DIR),
        }
        for name, setup in found.items():
            if setup and on in (None, name):
                setup.measure("bench_nudges", *parts, *[f"--{size}" for size in sizes if sizes[size]])

    def measure_here(self, parts: list[str], *, small: bool, full: bool) -> None:
        logging.disable(logging.WARNING)
        part = 100 if small else 1
        sizes = [10**n // part for n in range(3, 8 if full else 7)]
        people = (MILLION if full else MILLION // 10) // part
        jobs: dict[str, Callable[[], None]] = {
            "ticks": lambda: ticks.measure([size for size in sizes if size], NOW),
            "claims": lambda: claims.measure(MILLION // part, MILLION // 10 // part, NOW),
            "mails": lambda: mails.measure(10_000 // (20 if small else 1), NOW),
            "plans": lambda: plans.measure(people, NOW),
        }
        say(f"The nudge engine on {connection.vendor}, {os.cpu_count()} processors")
        for name in parts or jobs:
            self.on_a_database_of_its_own(jobs[name])

    def on_a_database_of_its_own(self, job: Callable[[], None]) -> None:
        name = connection.settings_dict["NAME"]
        if connection.vendor == "sqlite":  # in a file, as in real life; Django's own choice would be memory
            connection.settings_dict["TEST"]["NAME"] = str(settings.VAR_DIR / "bench.sqlite3")
        with redirect_stdout(io.StringIO()):
            connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
            call_command("createcachetable", verbosity=0)
            call_command("content", "load", verbosity=0)
        try:
            job()
        finally:
            connection.creation.destroy_test_db(name, verbosity=0)
