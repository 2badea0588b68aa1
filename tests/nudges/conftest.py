"""A clock that stands still, and an application gone quiet: on the Wednesday of `now` a note about it is due."""

from datetime import timedelta

import pytest

from advice.models import NudgeText
from nudges.delivery import claiming
from nudges.models import Nudge
from nudges.rules import RULES
from tests.factories import make_application


@pytest.fixture(autouse=True)
def _nobody_waits_for_the_dead(monkeypatch):
    """Whose lease is over by the clock of a test is dead. What it takes to believe that has tests of its own."""
    monkeypatch.setattr(claiming, "watch", claiming.Watch(patience=timedelta))


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
def texts(db):
    """Words for every rule: without them nothing leaves."""
    written = {"language": "en", "state": NudgeText.State.PUBLISHED, "subject": "A note", "body": "Hello."}
    return NudgeText.objects.bulk_create(NudgeText(rule=rule.name, **written) for rule in RULES)


@pytest.fixture
def quiet(ada, clock, texts):
    """Applied eight days ago, and nothing came back."""
    return make_application(ada, role="Compiler engineer", stage="applied", now=clock.moment - timedelta(days=8))


@pytest.fixture
def fresh(ada, clock, texts):
    """Applied three days ago: a follow-up is planned for later."""
    return make_application(ada, role="Surveyor", stage="applied", now=clock.moment - timedelta(days=3))


@pytest.fixture
def planned(ada, fresh):
    """The first nudge in Ada's plan."""
    return Nudge.objects.filter(user=ada, state=Nudge.State.PLANNED).order_by("due_at").first()
