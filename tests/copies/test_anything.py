"""A copy in which anything stands anywhere: refused kindly or brought in, and what was brought in can be looked at."""

import json
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from applications import operations
from applications.models import JobApplication
from tests.copies.bringing import LOOK, bring, empty
from tests.explore import examples

pytestmark = pytest.mark.django_db

ODD = [-1, 0, 1, 2, 3, "2026-01-01", "0001-01-01", "9999-12-31T23:59:59+00:00", "x" * 3000, [], {}, [[]], [{}]]
NUMBERS = st.integers(-(2**63) + 1, 2**63 - 1)
ANYTHING = st.one_of(st.none(), st.booleans(), NUMBERS, st.text(max_size=30), st.sampled_from(ODD))


def places(data, path=()):
    """Every place in a copy."""
    yield path
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for name, one in inside:
        yield from places(one, (*path, name))


def put(data, path, value):
    for name in path[:-1]:
        data = data[name]
    data[path[-1]] = value


@settings(max_examples=examples(8), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_no_broken_copy_is_an_error_of_ours(full, newcomer_client, newcomer, copy_of, zipped, files, data):
    """What was brought in can also be looked at."""
    theirs = copy_of(full)
    whole = json.loads(json.dumps(theirs))
    chance = random.Random(data.draw(st.integers(0, 2**32)))
    everywhere = list(places({name: whole[name] for name in ("person", "applications", "recovery", "nudges")}))[1:]
    for path in chance.sample(everywhere, data.draw(st.integers(1, 12))):
        try:
            put(whole, path, data.draw(ANYTHING))
        except (KeyError, IndexError, TypeError):
            continue
    lying = files()
    answer = bring(newcomer_client, zipped(whole, full).getvalue(), "a.zip")
    assert answer.status_code in (302, 422)
    if answer.status_code == 302:
        assert newcomer_client.get(LOOK).status_code == 200
        answer = newcomer_client.post(LOOK)
        assert answer.status_code in (302, 422)
        if answer.status_code == 422:
            assert not JobApplication.with_trash.filter(user=newcomer).exists() and not newcomer.companies.exists()
            assert not newcomer.recoveries.exists() and not newcomer.documents.exists()
        look_around(newcomer_client, newcomer)
    assert copy_of(full) == theirs
    operations.throw_copy_away(newcomer)
    empty(newcomer)
    assert set(lying) <= set(files())


def look_around(client, person):
    rows = [*person.applications.all(), *person.contacts.all(), *person.companies.all(), *person.documents.all()]
    rows += [step for one in person.recoveries.all() for step in [one, *one.steps.all()]]
    rows += [one for app in person.applications.all() for one in app.interviews.all()]
    rows += [*person.own_letters.all(), *person.achievements.all(), *person.experiments.all()]
    pages = ["/", "/applications/", "/applications/board/", "/nudges/", "/settings/", "/recovery/"]
    for page in [*pages, *(row.get_absolute_url() for row in rows)]:
        assert client.get(page, follow=True).status_code in (200, 404), page
    assert client.post("/settings/export/").status_code == 200
