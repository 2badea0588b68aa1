"""(c) and (e) Mails a second from due to settled, over a sink of our own, beside bare Django in the same run."""

import cProfile
import os
import pstats
import resource
import time
import traceback
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

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
ROUNDS = 3  # so often comes everybody's turn, on a machine whose speed comes and goes
QUICK = 0.002  # seconds for a message, as a mail server nearby that writes it to its disk

Rate = tuple[float, str]  # mails a second, and where the processors' time went
T = TypeVar("T", Rate, float)


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

    def measure(self, workers: int = 1, lines: int = 1, seconds: float = 0.0, share: float = 1.0) -> Rate:
        number = int(self.number * share)
        self.prepare(number)
        before = Message.objects.filter(state="sent").count()
        rate = self._in_processes(
            number, workers, lambda: delivery.send_due(self.now + LATER, connections=lines), seconds=seconds
        )
        sent = Message.objects.filter(state="sent").count() - before
        if number != sent:
            raise RuntimeError(f"{number} were due, {sent} were settled.")
        return rate

    def bare(self, kept: Sequence[Letter], senders: int = 1, seconds: float = 0.0, share: float = 1.0) -> Rate:
        """Built and sent as Django's documentation says, each sender over one connection that stays open."""
        each = int(self.number * share) // senders
        return self._in_processes(each * senders, senders, lambda: send_bare(kept, each), seconds=seconds)

    def _in_processes(self, number: int, workers: int, work: Callable[[], Any], *, seconds: float = 0.0) -> Rate:
        _let_go()
        with sink(seconds) as here:
            idle, begin, used = _idle(), time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
            children = [self._fork(here, work) for _ in range(workers)]
            for child in children:
                os.waitpid(child, 0)
            after, took, idle = (
                resource.getrusage(resource.RUSAGE_CHILDREN),
                time.perf_counter() - begin,
                _idle() - idle,
            )
        if number != here.taken:
            raise RuntimeError(f"{number} were due, {here.taken} left.")
        cpu = after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime
        rest = took * (os.cpu_count() or 1) - cpu - here.cpu - idle
        spent = {"workers": cpu, "sink": here.cpu, "database and system": rest, "idle": idle}
        return number / took, "cores: " + ", ".join(f"{who} {used / took:.2f}" for who, used in spent.items())

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
    one = by_turns(run, kept, 0.0)
    for workers in (4, 8):
        rate, where = run.measure(workers)
        say(f"  {workers} workers", rate, f"{rate / one:.2f} x one", f"  {where}")
    by_turns(run, kept, QUICK)
    say("\n50 ms a message", "per second", "against")
    slow, where = run.measure(seconds=0.05, share=0.1)
    say("  one connection", slow, "", f"  {where}")
    wide, where = run.measure(seconds=0.05, lines=16)
    say("  16 connections", wide, f"{wide / slow:.2f} x one", f"  {where}")
    profile(run, min(number, 2000))


def by_turns(run: Run, kept: Sequence[Letter], seconds: float) -> float:
    """One worker's mails a second. All take turns; of their rates, and of the ratios in a round, the middle counts."""
    share = 1 / 2  # in small waves the last batch of each, which one worker sends alone, would count too much
    turns: dict[str, Callable[[], Rate]] = {
        "bare Django": lambda: run.bare(kept, 1, seconds, share),
        "bare Django, two processes": lambda: run.bare(kept, 2, seconds, share),
        "one worker": lambda: run.measure(1, 1, seconds, share),
        "two workers": lambda: run.measure(2, 1, seconds, share),
    }
    rounds = [{name: turn() for name, turn in turns.items()} for _ in range(ROUNDS)]
    server = f"{seconds * 1000:g} ms a message" if seconds else "a server that answers at once"
    say(f"\n{int(run.number * share):,} mails, due to settled, {server}", "per second", "against")
    against = {"one worker": "bare Django", "bare Django, two processes": "bare Django", "two workers": "one worker"}
    for name in turns:
        rate, where = middle(found[name] for found in rounds)
        ratio = ""
        if below := against.get(name):
            ratio = f"{middle(found[name][0] / found[below][0] for found in rounds):.2f} x {below.split()[0]}"
        say(f"  {name}", rate, ratio, f"  {where}")
    return middle(found["one worker"] for found in rounds)[0]


def middle(found: Iterable[T]) -> T:
    """One of them that as many are above as are below."""
    return sorted(found)[ROUNDS // 2]


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


def send_bare(kept: Sequence[Letter], number: int) -> None:
    with get_connection() as server:
        for n in range(number):
            one = kept[n % len(kept)]
            mail = EmailMultiAlternatives(one.subject, one.body, one.from_email, one.to, headers=one.extra_headers)
            mail.attach_alternative(one.html, "text/html")
            server.send_messages([mail])


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
