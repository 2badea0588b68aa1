"""What is asked together goes out in one turn, and goes wrong as any query would."""

import threading

import pytest
from django.db import DatabaseError, connection, connections, transaction

from accounts.models import User
from nudges import asking, planner, remembered
from nudges.asking import answered, together
from nudges.models import Nudge, NudgeChoice
from tests.factories import make_application, make_user
from tests.nudges.sending import make_due
from tests.nudges.wanting import berlin

NOW = berlin("2026-11-18 10:00")
on_postgres = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has neither trips nor row locks")


class Says:
    """A question in SQL of its own."""

    def __init__(self, sql, *params):
        self.sql, self.params = sql, params

    def __await__(self):
        (rows,) = yield [self]
        return rows


async def twice(first):
    ((one,),) = await Says("SELECT CAST(%s AS INTEGER)", first)
    ((two,),) = await Says("SELECT CAST(%s AS INTEGER)", one + 1)
    return two


async def nothing():
    return "nothing"


@pytest.fixture
def turns(monkeypatch):
    """How many questions each turn had."""
    seen, ask = [], asking._in_one_turn

    def note(questions):
        seen.append(len(questions))
        return ask(questions)

    monkeypatch.setattr(asking, "_in_one_turn", note)
    return seen


def test_what_needs_nobody_elses_answer_goes_out_together(db, turns):
    one = Says("SELECT 7")
    assert answered(together(twice(1), together(one, twice(10)), nothing())) == (2, ([(7,)], 11), "nothing")
    assert turns == [3, 2]


def test_nobody_asks_the_database_for_nothing(db, turns):
    assert answered(nothing()) == "nothing"
    assert answered(together()) == ()
    assert not turns


@pytest.mark.parametrize("place", [0, 1, 2])
def test_what_fails_is_raised_as_by_a_query_and_the_connection_goes_on(db, ada, place):
    wrong = "SELECT 1 FROM nowhere"
    with pytest.raises(DatabaseError) as alone, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(wrong)
    questions = [twice(1), twice(10)]
    questions.insert(place, Says(wrong))

    with pytest.raises(DatabaseError) as of_several, transaction.atomic():
        answered(together(*questions))

    assert type(of_several.value) is type(alone.value)
    assert str(of_several.value) == str(alone.value)
    assert User.objects.get() == ada
    assert answered(twice(1)) == 2


def test_what_our_own_code_raises_between_two_turns_is_raised(db):
    async def breaks():
        await Says("SELECT 1")
        raise ValueError("of our own")

    with pytest.raises(ValueError, match="of our own"):
        answered(together(twice(1), breaks(), twice(3)))
    assert answered(twice(1)) == 2


def test_a_plan_takes_few_turns_whatever_it_looks_at(texts, ada, bob, turns):
    for number in range(3):
        make_application(ada, company=f"A{number}", stage="applied", now=NOW)
    turns.clear()
    planner.reconcile(ada, now=NOW)
    assert len(turns) <= 4, turns
    assert sum(turns) > 15


@on_postgres
def test_postgres_plans_each_statement_once(texts, ada, bob):
    def known():
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_prepared_statements")
            return cursor.fetchone()[0]

    for person in (ada, bob):
        make_application(person, now=NOW)
    planner.reconcile(ada, now=NOW)
    before = known()
    planner.reconcile(bob, now=NOW)
    assert before == known() > 20


@on_postgres
def test_it_goes_on_where_a_pooler_lets_nothing_be_kept(texts, ada, monkeypatch):
    make_due(ada, now=NOW)
    monkeypatch.setattr(connection.connection, "prepare_threshold", None)
    before = list(Nudge.objects.values())
    planner.reconcile(ada, now=NOW)
    assert list(Nudge.objects.values()) == before != []


@on_postgres
def test_what_is_asked_with_a_lock_is_read_once_it_is_held(transactional_db):
    ada, is_locked = make_user(), threading.Event()
    found = []

    def wait_for_it():
        is_locked.wait(10)
        with transaction.atomic():
            found.append(answered(together(planner._locked([ada.pk]), remembered.of([ada.pk], NOW)))[1])
        connections.close_all()

    waiting = threading.Thread(target=wait_for_it)
    waiting.start()
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=ada.pk)
        is_locked.set()
        waiting.join(0.5)
        assert waiting.is_alive()
        choice = NudgeChoice.objects.create(user=ada, kind="drop", rule="a", subject="b", occurrence="1", made_at=NOW)
    waiting.join(10)
    assert found[0].choices[ada.pk] == [choice]
