import pytest
from django.utils import timezone

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
