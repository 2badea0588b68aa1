"""Acts by day, run in order at the moments at which they would have happened."""

import random
import time as clock
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import cycle, groupby

from django.db import connection, transaction

from accounts.models import User
from config.demo.talks import TALKS
from nudges import delivery

Act = Callable[[datetime], None]
DAYS_BEFORE_TODAY = 126
# Whoever waits for SQLite's one lock looks again every 100 ms and stands in no queue: a shorter gap is met by luck,
# and after 20 seconds without any a worker logs "database is locked".
BREATH = 0.15  # seconds


class Story:
    """Acts by day. `at(day, hour, act)` adds one; `replay` runs all in order, with ticks of the sender between."""

    def __init__(self, user: User, now: datetime) -> None:
        self.user = user
        self.now = now
        self.today = user.local_day(now)
        self.acts: list[tuple[datetime, Act]] = []
        self.chance = random.Random(20)  # noqa: S311 - the same story every time
        self.talks = {kind: cycle(talks) for kind, talks in TALKS.items()}

    def moment(self, day: date, hour: int, minute: int = 0) -> datetime:
        return datetime.combine(day, time(hour, minute), tzinfo=self.user.zone)

    def at(self, day: date, hour: int, act: Act) -> None:
        moment = self.moment(day, hour, self.chance.randrange(60))
        if moment <= self.now:
            self.acts.append((moment, act))

    def replay(self) -> None:
        """A week in a transaction: quick, and with room after each for others who wait to write to the same file."""
        acts = sorted([*self.acts, *self.ticks()], key=lambda entry: entry[0])
        for _, week in groupby(acts, key=lambda entry: entry[0].isocalendar()[:2]):
            with transaction.atomic():
                for moment, act in week:
                    act(moment)
            if not connection.in_atomic_block:  # inside one a pause would let nobody in
                clock.sleep(BREATH)

    def ticks(self) -> Iterator[tuple[datetime, Act]]:
        for days in range(DAYS_BEFORE_TODAY, -1, -1):
            day = self.today - timedelta(days=days)
            for hour in [9, 12]:
                moment = self.moment(day, hour, 31)
                if moment <= self.now:
                    yield moment, self.tick

    def tick(self, moment: datetime) -> None:
        User.objects.filter(pk=self.user.pk).update(last_visit_at=moment)
        delivery.send_due(moment)
