import pytest
from django.db.models import F
from django.utils import timezone

from applications.models import JobApplication, Outcome
from tests.factories import make_application, make_contact, make_document, make_interview, make_outcome

HTMX = {"HX-Request": "true"}


@pytest.fixture
def application(ada, now):
    return make_application(ada, now=now, company="Initech", role="Engineer", stage="applied")


@pytest.fixture
def closed(ada, now):
    application = make_application(ada, now=now, company="Hooli", role="Nurse", stage="interview")
    make_outcome(application, now=now)
    return application


@pytest.fixture
def interview(application, now):
    return make_interview(application, now=now)


@pytest.fixture
def contact(ada):
    return make_contact(ada)


@pytest.fixture
def document(ada, now):
    return make_document(ada, now=now)


@pytest.fixture(autouse=True)
def _stopped_clock(monkeypatch, now):
    """Pages read the same `now` as the tests."""
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.fixture(autouse=True)
def _closed_means_that_there_is_an_outcome(db):
    """Whatever a test does: `closed_at` and the outcome say the same."""
    yield
    assert not JobApplication.with_trash.exclude(closed_at=F("outcome__recorded_at")).exclude(closed_at=None).exists()
    assert not Outcome.objects.filter(application__closed_at=None).exists()
