"""`/metrics/` for Prometheus: what waits, how late it is, and what the ticks have done. No person, no address, no text.

Web processes have nothing to count: what counts happens in workers and stands in the database, which is asked at each
scrape. Every question reads an index of open rows alone, whatever has been sent before.
"""

import secrets
from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from nudges import queries


class Delivery(Collector):
    def collect(self) -> Iterator[Metric]:
        now = timezone.now()
        standing, work, lives = queries.standing(now), queries.work(), queries.heartbeats()
        yield GaugeMetricFamily("rebound_due", "Notes and messages that should be gone by now", standing.due)
        yield GaugeMetricFamily("rebound_lag_seconds", "How long the oldest of them has been due", standing.lag)
        yield GaugeMetricFamily("rebound_parked", "Messages that wait for an operator", standing.parked)
        yield GaugeMetricFamily("rebound_last_tick_seconds", "How long the latest tick took", work.last_seconds)
        yield CounterMetricFamily("rebound_ticks", "Ticks", work.ticks)
        yield CounterMetricFamily("rebound_tick_seconds", "Seconds that all ticks took", work.seconds)
        yield CounterMetricFamily("rebound_sent", "Messages that a mail server took", work.sent)
        yield CounterMetricFamily("rebound_postponed", "Times that a message was put off", work.postponed)
        yield CounterMetricFamily("rebound_parked_ever", "Times that a message was given to an operator", work.parked)
        yield CounterMetricFamily("rebound_claims_lost", "Messages sent after their claim had passed on", work.twice)
        ages = GaugeMetricFamily("rebound_silence_seconds", "Since a process showed that it lives", labels=["process"])
        for name, beat_at in lives.items():
            if beat_at is not None:
                ages.add_metric([name], abs((now - beat_at).total_seconds()))
        yield ages


@login_not_required
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """404 without METRICS_TOKEN in the settings, and to whoever does not send it as a bearer token."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").encode()
    if not settings.METRICS_TOKEN or not secrets.compare_digest(given, settings.METRICS_TOKEN.encode()):
        raise Http404
    registry = CollectorRegistry()
    registry.register(Delivery())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
