"""(d) Planning one person after a change, and sweeping many of whom few may have changed."""

import contextlib
import resource
import time
from datetime import datetime, timedelta
from pathlib import Path

from accounts.models import User
from applications import operations
from config.bench.nudges import filling
from config.bench.nudges.report import say
from nudges import marks, planner
from nudges.models import Mark, Nudge

CHANGES = 200


def measure(people: int, now: datetime) -> None:
    for first in range(0, people, filling.AT_ONCE):
        filling.people(min(filling.AT_ONCE, people - first), now, first=first)
    marks.add_missing(now, limit=filling.AT_ONCE)
    filling.known_to_the_planner()
    say(f"\nPlanning, {people:,} people", "ms each", "cpu ms each", "peak MiB", "grown MiB")
    _sweep("  first sweep: everybody", now)
    _sweep("  sweep with nobody's moment come", now + timedelta(minutes=1))
    some = list(User.objects.order_by("pk").values_list("pk", flat=True)[: max(people // 100, CHANGES)])
    Mark.objects.filter(user__in=some).update(look_at=now)
    _sweep(f"  sweep with {len(some):,} changes since", now + timedelta(minutes=2))
    _one_by_one(some[:CHANGES], now)


def _sweep(name: str, now: datetime) -> None:
    before = _begin_anew()
    begin, cpu = time.perf_counter(), time.process_time()
    number = planner.sweep(now)
    took, cpu = time.perf_counter() - begin, time.process_time() - cpu
    each = 1000 / max(number, 1)
    peak = _peak()
    say(f"{name} ({number:,}, {took:,.2f} s)", took * each, cpu * each, peak, peak - before)


def _begin_anew() -> int:
    """What this process holds now, in MiB; from here on its peak counts, where the system can be told so."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")
    return _peak()


def _peak() -> int:
    with contextlib.suppress(OSError):
        told = Path("/proc/self/status").read_text()
        return int(told.partition("VmHWM:")[2].split()[0]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _one_by_one(ids: list[int], now: datetime) -> None:
    """A person adds an application: what planning adds to that."""
    spent, cpu, planned = list[float](), 0.0, Nudge.objects.count()
    for user in User.objects.filter(pk__in=ids):
        operations.add_application(user, company="Umbrella", role="Tester", stage="applied", now=now)
        begin, began = time.perf_counter(), time.process_time()
        planner.reconcile(user, now=now + timedelta(minutes=3))
        spent.append((time.perf_counter() - begin) * 1000)
        cpu += time.process_time() - began
    say("  one person, one change", sum(spent) / len(ids), cpu / len(ids) * 1000)
    say("  the median of them; the quickest tenth", sorted(spent)[len(ids) // 2], sorted(spent)[len(ids) // 10])
    if Nudge.objects.count() == planned:
        raise RuntimeError("Nothing was planned.")
