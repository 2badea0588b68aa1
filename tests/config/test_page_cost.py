"""What pages ask of the database and of the network, on rows such as `make bench` measures with. Never how long."""

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.utils import timezone
from django_htmx.jinja import htmx_script

from accounts.models import User
from config.bench import explain, pages, people, recoveries, weights
from config.bench.visitor import Visitor

MOST_QUERIES = {"Detail, closed": 14}  # with what was learned and asked after the no
USUALLY = 12
FEW, MANY = 30, 90


@pytest.fixture
def kept_open(pack, settings):
    """A visitor comes by without a network, on the connection of the test."""
    settings.ALLOWED_HOSTS = [settings.SITE_HOST]
    for ended in (request_started, request_finished):
        ended.disconnect(close_old_connections)
    yield
    for ended in (request_started, request_finished):
        ended.connect(close_old_connections)


@pytest.fixture
def visitors(kept_open):
    """Two people who keep the same kind of things, the one three times as many."""
    now = timezone.now()
    others = User.objects.bulk_create(User(email=f"other-{n}@example.org") for n in range(3))
    people.fill([people.Shelf(user, 5, now, posting_words=5) for user in others])
    for size in (FEW, MANY):
        people.person(size, now)
    found = [User.objects.get(email=people.address_of(size)) for size in (FEW, MANY)]
    return [(Visitor(user), pages.addresses(user)) for user in found]


def asked_by(visitor, address):
    ask = visitor.asks(address)
    ask()  # the first visit is noted
    return explain.queries_of(ask)


def test_every_page_asks_the_same_few_questions_however_many_rows(visitors):
    few, many = ({name: len(asked_by(who, at)) for name, at in addresses.items()} for who, addresses in visitors)

    assert {name: number for name, number in many.items() if number > few[name]} == {}
    assert {name: number for name, number in many.items() if number > MOST_QUERIES.get(name, USUALLY)} == {}


def test_pages_of_recovery_ask_few_questions_with_three_hundred_recoveries_behind(kept_open):
    user = recoveries.with_recoveries(User.objects.create(email="ada@example.org"), timezone.now(), early=12)
    visitor = Visitor(user)

    asked = {name: len(asked_by(visitor, at)) for name, at in recoveries.addresses(user).items()}

    assert {name: number for name, number in asked.items() if number > recoveries.MOST_QUERIES} == {}


def test_what_is_open_is_found_without_reading_what_is_closed(visitors):
    """Of the two indexes that know it, by the one that fits: through another all of a person's rows would be read."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL reads a table as small as this one from end to end")
    visitor, addresses = visitors[1]

    for query in [query for page in ("Today", "Board", "List") for query in asked_by(visitor, addresses[page])]:
        for step in re.findall(r"(?:SEARCH|SCAN) (?:applications_jobapplication|U0) .*", query.plan):
            is_by_key = "rowid=?" in step or "application_id=?" in step
            assert is_by_key or re.search(r"application_(by_closing|by_interview|on_board)", step), (
                f"{query.in_short}\n{step}"
            )


def test_pages_travel_light(visitors):
    visitor, addresses = visitors[1]

    def ask(address):
        return file_at(address) if address.startswith("/static/") else visitor.asks(address)()

    for name, address in addresses.items():
        cost = weights.visit(ask, address)
        assert cost.page <= weights.LATER_VIEW, name
        assert cost.first_view <= weights.FIRST_VIEW, name
        if name.startswith(("List", "Search")):
            assert len(weights.unpacked(ask(address))) <= weights.LIST, name


def test_all_scripts_together_are_small():
    """Our own, and htmx as it is served."""
    ours = sorted((settings.BASE_DIR / "static" / "js").rglob("*.js"))
    served = [*(file.read_bytes() for file in ours), file_at(re.search(r'src="([^"]+)"', htmx_script())[1])]

    assert len(ours) > 10
    assert sum(weights.packed(script) for script in served) <= weights.SCRIPTS


def file_at(address):
    path = finders.find(address.removeprefix("/static/"))
    with open(path, "rb") as file:
        return file.read()
