"""Queries that are put into SQL once say the same as if they were put together anew for every value."""

import gc
import inspect
import uuid
from datetime import UTC, datetime, timedelta
from types import FunctionType

import pytest
from django.db import connection
from django.db.models import Model
from django.db.models.sql.compiler import SQLCompiler

from applications import operations
from nudges import delivery, planner
from nudges.asking import answered
from nudges.models import Nudge
from nudges.prepared import prepared
from tests.factories import make_application, make_contact, make_experiment, make_interview, make_outcome
from tests.nudges.sending import make_due
from tests.nudges.wanting import berlin

NOW = berlin("2026-11-18 10:00").astimezone(UTC)
LISTS = "_prefetched_objects_cache"
KINDS = {"list[int]": int, "list[str]": str, "list[UUID]": uuid.UUID}


def all_prepared():
    """Every one that the app has, by its name."""
    # By its type: to ask a lazy object of another test what it is would wake it up.
    functions = [thing for thing in gc.get_objects() if type(thing) is FunctionType]
    found = [function for function in functions if getattr(function, "is_prepared", False)]
    ours = [read for read in found if not read.__module__.startswith("tests")]
    return {f"{read.__module__}.{read.__name__}": read for read in ours}


def some_values(read, *, length, begin):
    """As many of each list, and a moment and a day that depend on where to begin."""
    values = []
    for number, kind in enumerate(inspect.signature(read.__wrapped__).parameters.values()):
        first = begin + number * 1000
        if make := KINDS.get(str(kind.annotation)):
            values.append([make(int=n) if make is uuid.UUID else make(n) for n in range(first, first + length)])
        else:
            moment = datetime(2026, 1, 31, 22, 15, tzinfo=UTC) + timedelta(days=first)
            values.append(moment.date() if kind.annotation == "date" else moment)
    return values


def read_by(work):
    """The first statement, and what it was given."""
    said = []

    def note(execute, sql, params, many, context):
        said.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        work()
    return said[0]


def as_told(statement):
    """What the database makes of it: PostgreSQL is told some of the values in the SQL."""
    if connection.vendor != "postgresql":
        return repr(statement)
    from psycopg import ClientCursor

    return ClientCursor(connection.connection).mogrify(*statement)


def test_all_the_queries_of_a_plan_are_known_here():
    assert len(all_prepared()) > 20


@pytest.mark.parametrize("name", sorted(all_prepared()))
def test_a_prepared_query_asks_what_it_would_ask_if_it_were_made_anew(db, name):
    read = all_prepared()[name]
    for length, begin in ((1, 7), (1, 123), (4, 7), (4, 123)):
        values = some_values(read, length=length, begin=begin)
        anew = read_by(lambda given=values: list(read.__wrapped__(*given)))
        assert as_told(read_by(lambda given=values: answered(read(*given)))) == as_told(anew)


@pytest.fixture
def search(texts, ada):
    """Somebody in the middle of one, with a little of everything."""
    day, now = timedelta(days=1), NOW
    make_application(ada, stage="applied", applied_on=(now - 9 * day).date(), now=now - 9 * day)
    make_application(ada, stage="saved", deadline_on=(now + 5 * day).date(), now=now)
    talked = make_application(ada, stage="interview", now=now - 9 * day)
    make_interview(talked, starts_at=now - 3 * day, now=now - 5 * day)
    make_interview(talked, starts_at=now + 3 * day, now=now - 5 * day)
    operations.move_to(talked, "final_round", now=now - day)
    make_outcome(make_application(ada, stage="final_round", now=now - 9 * day), now=now - day)
    make_contact(ada, keep_warm_on=now.date())
    make_experiment(ada, now=now)
    make_due(ada, now=now)
    delivery.send_due(now)
    return ada


def test_a_prepared_query_finds_what_it_would_find_if_it_were_made_anew(search):
    nudges, now = list(search.nudges.all()), NOW
    known = {
        "ids": [search.pk, search.pk + 1000],
        "now": now,
        "earliest": now.date() - timedelta(days=30),
        "latest": now.date(),
        "messages": list({nudge.message_id for nudge in nudges if nudge.message_id}),
        "fresh": [uuid.uuid4()],
        "rules": list({nudge.rule for nudge in nudges}),
        "subjects": list({nudge.subject for nudge in nudges}),
        "languages": ["de", "en"],
        "recoveries": [row.pk for row in search.recoveries.all()],
        "applications": [row.pk for row in search.applications.all()],
    }
    empty = []
    for name, read in all_prepared().items():
        values = [known[one] for one in inspect.signature(read.__wrapped__).parameters]
        anew = list(read.__wrapped__(*values))
        assert [told(row) for row in answered(read(*values))] == [told(row) for row in anew], name
        empty += [] if anew else [name]
    assert len(empty) < len(all_prepared()) / 2, empty


def told(row, deep=2):
    """All that was read of it, and of what came along."""
    if not isinstance(row, Model) or not deep:
        return row
    along = {name: told(one, deep - 1) for name, one in row._state.fields_cache.items()}
    lists = {name: [told(one, deep - 1) for one in some] for name, some in row.__dict__.get(LISTS, {}).items()}
    return {name: value for name, value in vars(row).items() if name not in ("_state", LISTS)} | along | lists


@prepared
def _of_rules(rules: list[str]):
    return Nudge.objects.filter(rule__in=rules).order_by("pk")


def a_nudge(user, rule, *, due_at=NOW):
    told = {"list": "recovery", "kind": "gentle", "useful_until": NOW, "created_at": NOW, "subject": rule}
    return Nudge.objects.create(user=user, rule=rule, due_at=due_at, **told)


def test_it_finds_rows_by_lists_of_any_length(db, ada):
    rows = [a_nudge(ada, f"rule{n}") for n in range(7)]
    for length in (0, 1, 2, 3, 5, 6, 7):
        assert answered(_of_rules([row.rule for row in rows[:length]])) == rows[:length]


def test_a_time_is_added_to_the_moment_that_is_given(db, ada, bob):
    early, late = a_nudge(ada, "a", due_at=NOW - timedelta(minutes=59)), a_nudge(ada, "b", due_at=NOW)
    a_nudge(bob, "a")

    @prepared
    def since(ids: list[int], moment: datetime):
        return Nudge.objects.filter(user__in=ids, due_at__gte=moment - timedelta(hours=1)).order_by("pk")

    assert answered(since([ada.pk], NOW)) == [early, late]
    assert answered(since([ada.pk], NOW + timedelta(minutes=30))) == [late]
    assert answered(since([ada.pk], NOW - timedelta(days=400))) == [early, late]


def test_an_argument_that_the_query_does_not_name_is_refused(db):
    @prepared
    def without(ids: list[int], now: datetime):
        return Nudge.objects.filter(user__in=ids)

    with pytest.raises(ValueError, match="Not every argument"):
        without([1], NOW)


def test_what_is_no_moment_day_or_list_is_refused(db):
    @prepared
    def of(user: int):
        return Nudge.objects.filter(user=user)

    with pytest.raises(TypeError):
        of(1)


def test_a_plan_is_not_put_into_sql_anew_for_every_person(texts, ada, bob, monkeypatch):
    made, as_sql = [], SQLCompiler.as_sql
    for person in (ada, bob):
        make_application(person, now=NOW)

    def count(self, *args, **kwargs):
        made.append(self.query.model.__name__)
        return as_sql(self, *args, **kwargs)

    monkeypatch.setattr(SQLCompiler, "as_sql", count)
    planner.reconcile(bob, now=NOW)
    assert len(made) <= 3, made
