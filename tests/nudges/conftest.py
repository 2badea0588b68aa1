"""A clock that stands still, and an application gone quiet: on the Wednesday of `now` a note about it is due."""

from datetime import timedelta

import pytest

from nudges.models import Nudge
from tests.factories import make_application


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
def quiet(ada, clock):
    """Applied eight days ago, and nothing came back."""
    return make_application(ada, role="Compiler engineer", stage="applied", now=clock.moment - timedelta(days=8))


@pytest.fixture
def fresh(ada, clock):
    """Applied three days ago: a follow-up is planned for later."""
    return make_application(ada, role="Surveyor", stage="applied", now=clock.moment - timedelta(days=3))


@pytest.fixture
def planned(ada, fresh):
    """The first nudge in Ada's plan."""
    return Nudge.objects.filter(user=ada, state=Nudge.State.PLANNED).order_by("due_at").first()
