"""Acts on many in two tabs at once, on real connections: the second one sees what the first one did."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from applications import operations
from applications.models import Act, Outcome
from tests.factories import make_application, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ada(transactional_db):
    return make_user(email="ada@example.org", time_zone="Europe/Berlin")


@pytest.fixture
def keys(ada, now):
    return [make_application(ada, now=now, role=f"Role {number}", stage="applied").pk for number in range(3)]


def one_after_the_other(first, second):
    """The second begins while the first has done its work and has not yet said so to anybody: what each answered."""
    answers, begun, problems = {}, threading.Event(), []

    def run(name, work, *, waits):
        try:
            with transaction.atomic():
                answers[name] = work()
                begun.set()
                if waits:
                    threading.Event().wait(0.5)
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    slow = threading.Thread(target=run, args=("first", first), kwargs={"waits": True})
    quick = threading.Thread(target=run, args=("second", second), kwargs={"waits": False})
    slow.start()
    begun.wait(10)
    quick.start()
    for thread in (slow, quick):
        thread.join(30)
    assert problems == []
    return answers["first"], answers["second"]


def test_each_is_closed_once(ada, keys, now):
    def close(some):
        return lambda: operations.record_outcome_many(ada, some, kind="ghosted", now=now)

    first, second = one_after_the_other(close(keys[:2]), close(keys))

    assert (len(first.before), len(second.before)) == (2, 1)
    assert Outcome.objects.count() == 3


def test_each_is_moved_once(ada, keys, now):
    def move():
        return operations.move_many(ada, keys, stage="interview", now=now)

    _, second = one_after_the_other(move, move)

    assert second is None and Act.objects.count() == 1


def test_one_that_was_closed_meanwhile_is_not_moved(ada, keys, now):
    one_after_the_other(
        lambda: operations.record_outcome_many(ada, keys[:1], kind="ghosted", now=now),
        lambda: operations.move_many(ada, keys, stage="offer", now=now),
    )

    assert sorted(ada.applications.values_list("stage", flat=True)) == ["applied", "offer", "offer"]


def test_each_bears_a_tag_once(ada, keys, now):
    def tag():
        return operations.tag_many(ada, keys, name="Dream", now=now)

    _, second = one_after_the_other(tag, tag)

    assert second is None
    assert [row.tags.count() for row in ada.applications.all()] == [1, 1, 1]


def test_a_tag_is_not_forgotten_while_it_is_put_on_another(ada, keys, now):
    operations.tag_many(ada, keys[:1], name="Dream", now=now)

    one_after_the_other(
        lambda: operations.untag_many(ada, keys[:1], name="Dream", now=now),
        lambda: operations.tag_many(ada, keys[1:], name="Dream", now=now),
    )

    assert sorted(row.tags.count() for row in ada.applications.all()) == [0, 1, 1]


def test_what_was_thrown_away_meanwhile_is_left_alone(ada, keys, now):
    _, second = one_after_the_other(
        lambda: operations.trash_many(ada, keys[:1], now=now),
        lambda: operations.archive_many(ada, keys, now=now + timedelta(minutes=1)),
    )

    assert len(second.before) == 2


def test_one_period_is_current(ada, now):
    def begin(name):
        return lambda: operations.add_period(ada, name=name, is_current=True, takes_in=False, now=now)

    one_after_the_other(begin("Spring"), begin("Autumn"))

    assert ada.periods.filter(is_current=True).count() == 1
