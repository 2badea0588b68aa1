"""Queries that are put into SQL once say the same as if they were put together anew for every value."""

import gc
import inspect
import uuid
from datetime import UTC, datetime, timedelta
from types import FunctionType

import pytest
from django.db import connection
from django.db.models.sql.compiler import SQLCompiler

from nudges import planner
from nudges.models import Nudge
from nudges.prepared import prepared
from tests.factories import make_application
from tests.nudges.wanting import berlin

NOW = berlin("2026-11-18 10:00").astimezone(UTC)
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


def test_all_the_queries_of_a_plan_are_known_here():
    assert len(all_prepared()) > 20


@pytest.mark.parametrize("name", sorted(all_prepared()))
def test_a_prepared_query_asks_what_it_would_ask_if_it_were_made_anew(db, name):
    read = all_prepared()[name]
    for length, begin in ((1, 7), (1, 123), (4, 7), (4, 123)):
        values = some_values(read, length=length, begin=begin)
        anew = read_by(lambda given=values: list(read.__wrapped__(*given)))
        assert repr(read_by(lambda given=values: read(*given))) == repr(anew)


@prepared
def _of_rules(rules: list[str]):
    return Nudge.objects.filter(rule__in=rules).order_by("pk")


def a_nudge(user, rule, *, due_at=NOW):
    told = {"list": "recovery", "kind": "gentle", "useful_until": NOW, "created_at": NOW, "subject": rule}
    return Nudge.objects.create(user=user, rule=rule, due_at=due_at, **told)


def test_it_finds_rows_by_lists_of_any_length(db, ada):
    rows = [a_nudge(ada, f"rule{n}") for n in range(7)]
    for length in (0, 1, 2, 3, 5, 6, 7):
        assert _of_rules([row.rule for row in rows[:length]]) == rows[:length]


def test_a_time_is_added_to_the_moment_that_is_given(db, ada, bob):
    early, late = a_nudge(ada, "a", due_at=NOW - timedelta(minutes=59)), a_nudge(ada, "b", due_at=NOW)
    a_nudge(bob, "a")

    @prepared
    def since(ids: list[int], moment: datetime):
        return Nudge.objects.filter(user__in=ids, due_at__gte=moment - timedelta(hours=1)).order_by("pk")

    assert since([ada.pk], NOW) == [early, late]
    assert since([ada.pk], NOW + timedelta(minutes=30)) == [late]
    assert since([ada.pk], NOW - timedelta(days=400)) == [early, late]


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
