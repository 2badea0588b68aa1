"""`/health/`: does the database answer, does the cache, and do beat and worker still show that they live?

No remote control is asked: a worker that answers a ping may still have stopped taking work. Rows of `nudges.Heartbeat`,
written by the work itself, cannot lie about that.
"""

import asyncio
import dataclasses
import time
from datetime import timedelta

from asgiref.sync import async_to_sync, sync_to_async
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from health_check import checks
from health_check.base import HealthCheck
from health_check.exceptions import ServiceUnavailable

from nudges import queries

PROCESSES = ("beat", "worker")
# Three rings of the bell may be missed, and the last one gets half a minute to be written down.
LONGEST_SILENCE = timedelta(seconds=3 * settings.HEARTBEAT_SECONDS + 30)
ANSWER_KEPT_FOR = 2.0  # seconds; anyone may ask, and asking costs a write in the cache


class Database(checks.Database):
    """Asked on the request's own connection, not on a new one in another thread."""

    async def run(self) -> None:
        try:
            await sync_to_async(super().run)()
        except ServiceUnavailable as problem:  # its words may name hosts and accounts
            raise ServiceUnavailable("no answer") from problem


@dataclasses.dataclass
class Life(HealthCheck):
    """Beat or worker has written its heartbeat lately."""

    name: str

    async def run(self) -> None:
        await sync_to_async(self._look)()

    def _look(self) -> None:
        last = queries.heartbeats()[self.name]
        if last is None:
            raise ServiceUnavailable("no sign of life yet")
        if abs(timezone.now() - last) > LONGEST_SILENCE:  # nor does a sign from the future count
            raise ServiceUnavailable(f"no sign of life since {last:%Y-%m-%d %H:%M:%S} UTC")


def checks_by_name() -> dict[str, HealthCheck]:
    return {"database": Database(), "cache": checks.Cache()} | {name: Life(name) for name in PROCESSES}


async def _ask() -> dict[str, str]:
    asked = checks_by_name()
    results = await asyncio.gather(*(check.get_result() for check in asked.values()))
    return {
        name: str(result.error.message) if result.error else "ok" for name, result in zip(asked, results, strict=True)
    }


_kept: tuple[float, dict[str, str]] | None = None


@login_not_required
@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 and "ok" four times, or 503 and what is wrong."""
    global _kept
    if _kept is None or time.monotonic() - _kept[0] > ANSWER_KEPT_FOR:
        _kept = time.monotonic(), async_to_sync(_ask)()
    answers = _kept[1]
    return JsonResponse(answers, status=200 if set(answers.values()) == {"ok"} else 503)
