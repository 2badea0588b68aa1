"""`manage.py bench`: what pages, bytes and memory cost, on databases that are made for it."""

import io
from contextlib import redirect_stdout
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import User
from config.bench import drag, memory, pages, people, reading, recoveries, setups, weights
from config.bench.visitor import Visitor
from config.prepare import collect_static, prepare_database

PARTS = ["pages", "recoveries", "weights", "memory", "drag", "reading"]


class Command(BaseCommand):
    help = "Measures pages, bytes and memory on databases of its own and prints tables. Takes some minutes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("parts", nargs="*", metavar="part", help=f"All, or some of: {', '.join(PARTS)}.")
        parser.add_argument("--here", action="store_true", help="On an installation that was made for it.")

    def handle(self, *, parts: list[str], here: bool, **options: Any) -> None:
        if here:
            return self.measure_here(*parts)
        embedded, served = setups.embedded(settings.VAR_DIR), setups.with_postgres(settings.VAR_DIR)
        wanted = parts or PARTS
        for part in [part for part in ("pages", "recoveries") if part in wanted]:
            for setup in filter(None, [embedded, served]):
                setup.measure("bench", part)
        if "weights" in wanted:
            embedded.measure("bench", "weights")
        if "drag" in wanted:
            embedded.measure("bench", "drag")
        if "memory" in wanted:
            memory.report(embedded)
        if "reading" in wanted:
            reading.report()

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
