"""What the main pages cost for one person with 1,000 and one with 10,000 applications, among a thousand other people.

Server time: from the request to the last byte, through the whole stack of middleware, templates and compression, as a
web worker calls us. In process and one at a time, so without a socket.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.db import connection
from django.test.utils import override_settings
from django.urls import reverse

from accounts.models import User
from applications.paging import Place
from config.bench import explain, floor, people
from config.bench.visitor import Visitor
from config.bench.weights import unpacked
from config.processes import settle

SERIES, ROUNDS = 3, 30
FLOOR = "Plain list"
# In milliseconds at each size (people.SIZES); a day starts with Today, so it may look at more.
USUAL, OF_TODAY = [30, 40], [35, 50]
MOST_QUERIES, MOST_GROWTH = 12, 1.3


@dataclass
class Page:
    """One page of one person: how to ask for it, and what it was measured to cost."""

    name: str
    size: int
    ask: Callable[[], bytes]
    series: list[list[float]] = field(default_factory=list)
    queries: list[explain.Query] = field(default_factory=list)
    body: bytes = b""

    def take_part(self, number: int) -> None:
        begin = time.perf_counter()
        self.ask()
        self.series[number].append((time.perf_counter() - begin) * 1000)

    @property
    def best(self) -> list[float]:
        """The series that others on this machine disturbed least."""
        return min((sorted(times) for times in self.series), key=lambda times: times[int(len(times) * 0.95) - 1])

    @property
    def p50(self) -> float:
        return statistics.median(self.best)

    @property
    def p95(self) -> float:
        return self.best[int(len(self.best) * 0.95) - 1]

    @property
    def limit(self) -> float | None:
        limits = OF_TODAY if self.name == "Today" else USUAL
        return None if self.name == FLOOR else limits[people.SIZES.index(self.size)]


def measure() -> list[Page]:
    """All pages of both people."""
    return in_turn([page for size in people.SIZES for page in pages_of(size)])


def in_turn(pages: list[Page]) -> list[Page]:
    """Over and over, so that whatever else goes on hits all of them alike."""
    for page in pages:
        page.ask()
        page.body = page.ask()
        page.queries = explain.queries_of(page.ask)
    settle()  # as the web process does
    for number in range(SERIES):
        for page in pages:
            page.series.append([])
        for _ in range(ROUNDS):
            for page in pages:
                page.take_part(number)
    return pages


def pages_of(size: int) -> Iterator[Page]:
    user = User.objects.get(email=people.address_of(size))
    visitor = Visitor(user)
    for name, address in addresses(user).items():
        yield Page(name, size, visitor.asks(address))
    with override_settings(MIDDLEWARE=floor.MIDDLEWARE):
        plain = Visitor(user)
    yield Page(FLOOR, size, plain.asks("/plain/"))


def addresses(user: User) -> dict[str, str]:
    applications = reverse("applications:application-list")
    live = user.applications.open().exclude(interviews=None)[0]
    closed = user.applications.closed().exclude(interviews=None)[0]
    return {
        "Today": reverse("nudges:today-show"),
        "Board": reverse("applications:board"),
        "List": applications,
        "List, all": f"{applications}?closed=on",
        "List, deep": f"{applications}?closed=on&after={deep_in(user)}",
        "List, filtered": f"{applications}?outcome=rejected&work_mode=remote&excitement=3",
        "List, sorted": f"{applications}?sort=company&closed=on",
        "Search, many": f"{applications}?q=engineer&closed=on",
        "Search, few": f"{applications}?q={live.role.split()[0]}+{live.company.name.split()[0]}&closed=on",
        "Figures": reverse("applications:figures-show"),
        "Detail": live.get_absolute_url(),
        "Detail, closed": closed.get_absolute_url(),
    }


def deep_in(user: User) -> str:
    """Where the list begins that leaves out the first nine tenths of it."""
    rows = user.applications.order_by("-last_event_at", "-pk")
    last_seen = rows[rows.count() * 9 // 10]
    return str(Place(0, (last_seen.last_event_at, last_seen.pk)))


def report(pages: list[Page]) -> None:
    print(f"\nPages on {connection.vendor}: server time in process, the best of {SERIES} series of {ROUNDS}\n")
    print(
        "Page             applications    p50 ms    p95 ms     limit   × plain   × 1,000   queries       kB    packed"
    )
    floors = {page.size: page for page in pages if page.name == FLOOR}
    smallest = {page.name: page for page in pages if page.size == people.SIZES[0]}
    for page in pages:
        print(line_of(page, floors[page.size], smallest[page.name]))
    print(f"\nThe slowest query of each page at {people.SIZES[-1]:,}")
    for page in pages:
        if page.size == people.SIZES[-1]:
            print(slowest_of(page))


def line_of(page: Page, plain: Page, smallest: Page) -> str:
    growth = page.p50 / smallest.p50
    over = {
        "p95": page.limit and page.p95 > page.limit,
        "growth": growth > MOST_GROWTH,
        "queries": len(page.queries) > min(MOST_QUERIES, len(smallest.queries)),
    }
    told = [
        f"{page.name:<15} {page.size:>13,} {page.p50:>9.1f} {page.p95:>9.1f} {page.limit or '':>9}",
        f"{page.p50 / plain.p50:>9.2f} {growth:>9.2f} {len(page.queries):>9}",
        f"{len(unpacked(page.body)) / 1000:>8.1f} {len(page.body) / 1000:>9.1f}",
        ", ".join(name for name, is_over in over.items() if is_over),
    ]
    return " ".join(told)


def slowest_of(page: Page) -> str:
    slowest = max(page.queries, key=lambda query: query.milliseconds)
    in_all = sum(query.milliseconds for query in page.queries)
    heading = f"{page.name}: {slowest.milliseconds:.2f} ms of {in_all:.2f} ms in the database"
    return f"\n{heading}\n{slowest.in_short}\n{slowest.plan}"
