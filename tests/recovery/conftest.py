"""A clock that stands still, the real content pack, and ways to a recovery."""

from datetime import timedelta

import pytest

from recovery import operations
from recovery.models import Recovery
from tests.factories import make_application, make_outcome


@pytest.fixture
def clock(monkeypatch, now):
    """Every door reads this moment until a test moves it."""

    class Clock:
        moment = now

        def move(self, **span):
            self.moment += timedelta(**span)
            return self.moment

    clock = Clock()
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock.moment)
    return clock


@pytest.fixture
def say_no(pack, ada, now):
    """Records an ending of a new application of Ada's; answers with the application."""

    def record(stage="interview", *, company="Initech", at=None, **fields):
        at = at or now
        application = make_application(ada, company=company, stage=stage, now=at)
        make_outcome(application, now=at, **fields)
        return application

    return record


@pytest.fixture
def recovery(say_no):
    """After an interview at Initech, recorded on the day the no came."""
    say_no("interview")
    return Recovery.objects.get()


@pytest.fixture
def opened(recovery, clock):
    def open_(key, recovery=recovery):
        return operations.open_step(recovery.steps.get(key=key), now=clock.moment)

    return open_
