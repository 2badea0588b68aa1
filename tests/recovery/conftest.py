"""A clock that stands still, the real content pack, and ways to a recovery."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection

from advice import content
from recovery.models import Recovery
from tests.factories import make_application, make_outcome

_rows: list[tuple[type, list]] = []


@pytest.fixture
def pack(db, now):
    """The content pack that ships with the project. Loaded once; later tests copy the rows, which is much quicker."""
    if not _rows:
        content.load(content.read(), now=now)
        models = apps.get_app_config("advice").get_models(include_auto_created=True)
        _rows.extend((model, list(model._base_manager.all())) for model in models)
        return
    with connection.constraint_checks_disabled():
        for model, rows in _rows:
            model._base_manager.bulk_create(rows)


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
