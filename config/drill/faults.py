"""Everything that goes wrong, one after another: how it begins, and how it ends again."""

from __future__ import annotations

import resource
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from config.drill.embedded import Embedded
from config.drill.servers import eventually
from config.drill.stage import REPLACED, Served, Stage
from config.drill.versions import old_version

HOUR = 3600
STOPS_WITHIN = 20.0  # seconds that a worker may take to stop when asked to
STARTS_WITHIN = 60.0  # seconds, on a busy machine
BATCH = 200  # what a sender claims at once (nudges.delivery.claiming), as many as leave nothing for another one
LASTS = 3.0  # seconds that a fault goes on, where it is not over at once


def _nothing(stage: Any) -> None:
    """It is over already."""


@dataclass(frozen=True)
class Fault:
    """`parks` says that an operator must try again what it left behind; `least`, how many must be due to let it happen.

    `prepare` is done before anybody is due, and our senders wait for `first`. At a named point a sender waits while the
    fault begins; it goes on before the fault ends, unless it died of it.
    """

    name: str
    begin: Callable[[Any], None]
    end: Callable[[Any], None] = _nothing
    prepare: Callable[[Any], None] = _nothing
    first: Callable[[Any], bool] = bool
    lasts: float = 0.0
    parks: bool = False
    least: int = 1
    on: type[Stage] = Stage


def kill_worker(stage: Stage) -> None:
    """The one that is sending."""
    pids = [stage.sender()]
    stage.deaths += pids
    stage.kill(*pids)


def kill_beat(stage: Stage) -> None:
    stage.kill(*stage.beats()[:1])


def kill_all(stage: Stage) -> None:
    stage.deaths += stage.workers()
    stage.kill(*stage.all())


def ask_to_stop(stage: Stage) -> None:
    stage.asked = stage.sender()
    stage.ask_to_stop(stage.asked)


def has_stopped(stage: Stage) -> None:
    """As at every upgrade: it ended what it had in hand, gave the rest back, and is gone in time."""
    eventually(lambda: stage.asked not in stage.workers(), within=STOPS_WITHIN, what="the worker has stopped")


def put_old_worker(stage: Served) -> None:
    stage.replace_worker(old_version(stage.folder / "old", stage.old_commit))
    before = stage.processes[REPLACED].pid
    eventually(lambda: before not in stage.workers(), within=STOPS_WITHIN, what="the worker has stopped")
    stage.heal()
    eventually(lambda: stage.redis.listeners() == len(stage.workers()), within=STARTS_WITHIN, what="old and new listen")


def old_worker_sends(stage: Served) -> bool:
    return any(taken.sender == 0 for taken in stage.inbox.taken)


def upgrade(stage: Served) -> None:
    """The old one is asked to stop in the middle of its work, as at an upgrade, and a new one takes its place."""
    stage.asked = stage.processes[REPLACED].pid
    stage.replace_worker(None)


def stop_redis(stage: Served) -> None:
    stage.redis.stop()


def start_redis(stage: Served) -> None:
    stage.redis.start()


def restart_redis(stage: Served) -> None:
    stage.redis.stop()
    stage.redis.start()


def flush_redis(stage: Served) -> None:
    stage.redis.flush()


def restart_postgres(stage: Served) -> None:
    stage.postgres.restart()


def answer(mode: str) -> Callable[[Stage], None]:
    def begin(stage: Stage) -> None:
        stage.inbox.mode = mode

    return begin


def move_clock(seconds: int) -> Callable[[Stage], None]:
    def begin(stage: Stage) -> None:
        fresh = stage.clock.with_suffix(".fresh")
        fresh.write_text(str(seconds))
        fresh.rename(stage.clock)

    return begin


def fill_disk(stage: Embedded) -> None:
    stage.limit_files(1)


def empty_disk(stage: Embedded) -> None:
    stage.limit_files(resource.RLIM_INFINITY)


FAULTS = [
    Fault("kill-worker", kill_worker),
    Fault("worker-stopped", ask_to_stop, has_stopped),
    Fault("kill-beat", kill_beat),
    Fault("kill-all", kill_all),
    Fault("redis-stopped", stop_redis, start_redis, lasts=LASTS, on=Served),
    Fault("redis-flushed", flush_redis, on=Served),
    Fault("redis-restarted", restart_redis, on=Served),
    Fault("postgres-restarted", restart_postgres, on=Served),
    Fault("smtp-421", answer("421"), answer(""), lasts=LASTS),
    Fault("smtp-451", answer("451"), answer(""), lasts=LASTS),
    Fault("smtp-550", answer("550"), answer(""), lasts=LASTS, parks=True),
    Fault("smtp-hangs", answer("hang"), answer(""), lasts=LASTS),
    Fault("smtp-closes", answer("close"), answer(""), lasts=LASTS),
    Fault("smtp-cuts-off", answer("cut"), answer(""), lasts=LASTS),
    Fault("clock-forward", move_clock(HOUR), move_clock(0), lasts=LASTS),
    Fault("clock-back", move_clock(-HOUR), move_clock(0), lasts=LASTS),
    Fault("disk-full", fill_disk, empty_disk, lasts=LASTS, on=Embedded),
    Fault(
        "old-beside-new",
        upgrade,
        has_stopped,
        prepare=put_old_worker,
        first=old_worker_sends,
        least=3 * BATCH,
        on=Served,
    ),
]
