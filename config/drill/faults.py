"""Everything that goes wrong, one after another: how it begins, and how it ends again."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from config.drill.servers import eventually
from config.drill.stage import Embedded, Served, Stage

HOUR = 3600
STOPS_WITHIN = 20.0  # seconds that a worker may take to stop when asked to
LASTS = 3.0  # seconds that a fault goes on, where it is not over at once


def _nothing(stage: Any) -> None:
    """It is over already."""


@dataclass(frozen=True)
class Fault:
    """`kills` says that senders die of it. `parks` says that an operator must try again what it left behind."""

    name: str
    begin: Callable[[Any], None]
    end: Callable[[Any], None] = _nothing
    lasts: float = 0.0
    kills: bool = False
    parks: bool = False
    on: type[Stage] = Stage


def kill_worker(stage: Stage) -> None:
    pids = stage.workers()[:1]
    stage.deaths += len(pids)
    stage.kill(*pids)


def kill_beat(stage: Stage) -> None:
    stage.kill(*stage.beats()[:1])


def kill_all(stage: Stage) -> None:
    stage.deaths += len(stage.workers())
    stage.kill(*stage.all())


def stop_worker(stage: Stage) -> None:
    """Asked to stop, as at every upgrade: it ends what it has in hand, gives the rest back, and is gone in time."""
    pid = stage.workers()[0]
    os.kill(pid, signal.SIGTERM)
    eventually(lambda: pid not in stage.workers(), within=STOPS_WITHIN, what="the worker has stopped")


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
    Fault("kill-worker", kill_worker, kills=True),
    Fault("worker-stopped", stop_worker),
    Fault("kill-beat", kill_beat),
    Fault("kill-all", kill_all, kills=True),
    Fault("redis-stopped", stop_redis, start_redis, lasts=LASTS, on=Served),
    Fault("redis-flushed", flush_redis, on=Served),
    Fault("redis-restarted", restart_redis, on=Served),
    Fault("postgres-restarted", restart_postgres, on=Served),
    Fault("smtp-421", answer("421"), answer(""), lasts=LASTS),
    Fault("smtp-451", answer("451"), answer(""), lasts=LASTS),
    Fault("smtp-550", answer("550"), answer(""), lasts=LASTS, parks=True),
    Fault("smtp-hangs", answer("hang"), answer(""), lasts=LASTS),
    Fault("smtp-closes", answer("close"), answer(""), lasts=LASTS),
    Fault("clock-forward", move_clock(HOUR), move_clock(0), lasts=LASTS),
    Fault("clock-back", move_clock(-HOUR), move_clock(0), lasts=LASTS),
    Fault("disk-full", fill_disk, empty_disk, lasts=LASTS, on=Embedded),
]
