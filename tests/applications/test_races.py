"""Two requests at once, on real connections."""

import threading

import pytest
from django.db import connection

from applications import operations
from applications.models import Event, Outcome
from tests.factories import make_application, make_user


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_close_it_once(now):
    ada = make_user(email="ada@example.org", time_zone="Europe/Berlin")
    application = make_application(ada, now=now)
    start, said = threading.Barrier(2), []

    def click() -> None:
        mine = ada.applications.get(pk=application.pk)
        start.wait(timeout=10)
        try:
            operations.record_outcome(mine, kind="withdrawn", decided_on=now.date(), now=now)
            said.append("closed")
        except operations.AlreadyClosed:
            said.append("too late")
        finally:
            connection.close()

    clicks = [threading.Thread(target=click) for _ in range(2)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join(timeout=30)

    assert sorted(said) == ["closed", "too late"]
    assert Outcome.objects.count() == 1
    assert application.events.filter(kind=Event.Kind.OUTCOME_RECORDED).count() == 1
