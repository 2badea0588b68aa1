"""(c) and (e) Mails a second from due to settled, over a sink of our own, beside bare Django in the same run."""

import cProfile
import os
import pstats
import resource
import time
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import connections
from django.test.utils import override_settings

from config.bench.nudges import filling
from config.bench.nudges.report import say
from config.bench.nudges.sink import Sink, sink
from nudges import delivery, planner
from nudges.delivery import outbox
from nudges.letter import Letter
from nudges.models import Message

SMTP = "django.core.mail.backends.smtp.EmailBackend"
LATER = timedelta(hours=2)  # when what was planned has fallen due


class Run:
    """A number of people with something due each, and how long it took to write to all of them."""

    def __init__(self, number: int, now: datetime) -> None:
        self.number, self.now = number, now
        self.first = 0

    def prepare(self, number: int) -> None:
        filling.people(number, self.now, first=self.first)
        self.first += number
        planner.reconcile_all(self.now)
        filling.known_to_the_planner()

    def measure(self, workers: int = 1, lines: int = 1, seconds: float = 0.0, share: float = 1.0) -> tuple[float, str]:
        """Mails a second, and where the processors' time went."""
        number = int(self.number * share)
        self.prepare(number)
        before = Message.objects.filter(state="sent").count()
        with sink(seconds) as here:
            idle = _idle()
            took, cpu = self._in_processes(
                here, workers, lambda: delivery.send_due(self.now + LATER, connections=lines)
            )
            idle = _idle() - idle
        sent = Message.objects.filter(state="sent").count() - before
        if not number == sent == here.taken:
            raise RuntimeError(f"{number} were due, {here.taken} left, {sent} were settled.")
        rest = took * (os.cpu_count() or 1) - cpu - here.cpu - idle
        spent = {"workers": cpu, "sink": here.cpu, "database and system": rest, "idle": idle}
        return number / took, "cores: " + ", ".join(f"{who} {used / took:.2f}" for who, used in spent.items())

    def _in_processes(self, here: Sink, workers: int, work: Callable[[], Any]) -> tuple[float, float]:
        _let_go()
        begin, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        children = [self._fork(here, work) for _ in range(workers)]
        for child in children:
            os.waitpid(child, 0)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return time.perf_counter() - begin, after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime

    def _fork(self, here: Sink, work: Callable[[], Any]) -> int:
        child = os.fork()
        if child == 0:
            try:
                with override_settings(EMAIL_BACKEND=SMTP, EMAIL_HOST="127.0.0.1", EMAIL_PORT=here.port):
                    work()
                _let_go()
            except Exception:
                traceback.print_exc()
            finally:
                os._exit(0)
        return child


def _idle() -> float:
    """Seconds that all processors together have had nothing to do, on Linux; 0 elsewhere."""
    try:
        with open("/proc/stat") as stat:
            idle, waiting = stat.readline().split()[4:6]
    except OSError:
        return 0.0
    return (int(idle) + int(waiting)) / os.sysconf("SC_CLK_TCK")


def _let_go() -> None:
    """A connection, or a pool of them, must not be shared with a child."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()


def measure(number: int, now: datetime) -> None:
    run = Run(number, now)
    kept = letters(run, min(number, 1000))
    bare = bare_rate(kept, number)
    say(f"\n{number:,} mails, due to settled", "per second", "against")
    say("  bare Django, one connection", bare, "")
    one, where = run.measure()
    say("  one worker", one, f"{one / bare:.2f} x bare", f"  {where}")
    two, where = run.measure(workers=2)
    say("  two workers", two, f"{two / one:.2f} x one", f"  {where}")
    for workers in (4, 8):
        rate, where = run.measure(workers=workers)
        say(f"  {workers} workers", rate, f"{rate / one:.2f} x one", f"  {where}")
    slow, where = run.measure(seconds=0.05, share=0.1)
    say("  50 ms a message, one connection", slow, "", f"  {where}")
    wide, where = run.measure(seconds=0.05, lines=16)
    say("  50 ms a message, 16 connections", wide, f"{wide / slow:.2f} x one", f"  {where}")
    profile(run, min(number, 2000))


def letters(run: Run, number: int) -> list[Letter]:
    """Mails as the engine writes them, for bare Django to write again."""
    kept: list[Any] = []
    run.prepare(number)
    hand_over = outbox.hand_over
    outbox.hand_over = lambda connection, letter: kept.append(letter) or 1  # type: ignore[func-returns-value]
    try:
        with override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend"):
            delivery.send_due(run.now + LATER)
    finally:
        outbox.hand_over = hand_over
    return kept


def bare_rate(kept: list[Letter], number: int) -> float:
    """Built and sent as Django's documentation says, over one connection that stays open."""
    with sink() as here, override_settings(EMAIL_BACKEND=SMTP, EMAIL_HOST="127.0.0.1", EMAIL_PORT=here.port):
        begin = time.perf_counter()
        with get_connection() as server:
            for n in range(number):
                one = kept[n % len(kept)]
                mail = EmailMultiAlternatives(one.subject, one.body, one.from_email, one.to, headers=one.extra_headers)
                mail.attach_alternative(one.html, "text/html")
                server.send_messages([mail])
        return number / (time.perf_counter() - begin)


def profile(run: Run, number: int) -> None:
    """Where one worker's own time goes, by step."""
    run.prepare(number)
    profiler = cProfile.Profile(time.process_time)
    with sink() as here, override_settings(EMAIL_BACKEND=SMTP, EMAIL_HOST="127.0.0.1", EMAIL_PORT=here.port):
        profiler.runcall(delivery.send_due, run.now + LATER)
    stats: dict[Any, Any] = pstats.Stats(profiler).stats  # type: ignore[attr-defined]
    whole = sum(row[2] for row in stats.values())
    say("\nOne worker's processor time", "share")
    steps = {
        "form_messages": "forming",
        "claim_due": "claiming",
        "plans_for": "asking rules and slots again",
        "compose": "writing the mail",
        "hand_over": "bytes and SMTP",
        "settle": "settling",
    }
    for (_, _, name), row in sorted(stats.items(), key=lambda item: -item[1][3]):
        if name in steps and row[3] / whole > 0.005:
            say(f"  {steps.pop(name)}", f"{row[3] / whole:.0%}")
