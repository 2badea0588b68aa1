"""Who may see and change what: every address × every kind of visitor × every method."""

from itertools import product

import pytest
from django.db import transaction
from django.urls import reverse

from tests.conventions.access import CANARY, METHODS, World, addresses, rows_of_people

# Addresses that anybody may open, signed in or not. Each with its reason.
PUBLIC = {
    "nudges:today-show": "the landing page, or one's own Today",
    "advice:support-index": "help must not need an account",
    "nudges:action": "a signed link from a mail: one act on one nudge, shown before it is done",
    "nudges:unsubscribe": "RFC 8058: works without a login",
}

# Addresses whose parts name something that belongs to nobody in particular, or to the visitor alone.
SHARED = {
    "advice:article-detail": "published advice, for every member",
    "advice:letter-detail": "published letters, for every member",
    "accounts:mail-read": "kept mail, found by the reader's own address (tests/accounts)",
}

OURS = [address for address in addresses() if address.is_ours]
PERSONAL = [address for address in OURS if address.parts and address.name not in PUBLIC | SHARED]
OWN = [address for address in OURS if not address.parts and address.name not in PUBLIC]
LIBRARIES = [address for address in addresses() if not address.is_ours and address.name != "None"]


@pytest.fixture
def world(pack, now) -> World:
    world = World(now)
    world.clients = {visitor: world.client(visitor) for visitor in world.visitors}
    world.before = rows_of_people()
    return world


class Rollback(Exception):
    pass


def answer(world, url, visitor, method):
    """(response, the rows of people that changed); everything is put back afterwards."""
    try:
        with transaction.atomic():
            response = getattr(world.clients[visitor], method)(url)
            changed = differing(world.before, rows_of_people())
            raise Rollback
    except Rollback:
        return response, changed


def differing(before, after):
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


def what_is_wrong(visitor, method, response, changed):
    """In words, or nothing: what one visitor got from an address of ada's."""
    code = response.status_code
    if changed and (visitor != "ada" or method != "post"):
        return "changed something"
    if visitor == "ada":
        return "" if code in {200, 204, 302, 405, 422} else f"answered {code}"
    if CANARY in text_of(response):
        return "showed ada's words"
    if visitor == "nobody" and code == 302:
        return "" if "/accounts/login/" in response["Location"] else f"sent to {response['Location']}"
    return "" if code in {404, 405} else f"answered {code}"


def text_of(response):
    return "" if response.streaming else response.content.decode(errors="replace")


def test_every_address_has_its_place(world):
    assert [a.name for a in PERSONAL if not set(a.parts) <= set(world.parts)] == []
    assert {a.name for a in OURS} >= PUBLIC.keys() | SHARED.keys()


@pytest.mark.parametrize("app", ["accounts", "applications", "recovery", "nudges"])
def test_what_is_ada_s_answers_ada_and_is_not_there_for_anybody_else(world, app):
    wrong = []
    for address in [a for a in PERSONAL if a.name.startswith(f"{app}:")]:
        for visitor, method in product(world.visitors, METHODS):
            problem = what_is_wrong(visitor, method, *answer(world, world.url(address), visitor, method))
            if problem:
                wrong.append(f"{address.name}: {method} by {visitor} {problem}")

    assert wrong == []


def test_one_s_own_pages_show_and_change_nobody_else_s_rows(world):
    wrong = []
    for address, visitor, method in product(OWN, world.visitors, METHODS):
        if visitor == "ada":
            continue
        response, changed = answer(world, world.url(address), visitor, method)
        own = {("accounts.User", person.pk) for person in world.visitors.values() if person and person != world.ada}
        if CANARY in text_of(response) or response.status_code >= 500 or changed & (world.before.keys() - own):
            wrong.append(f"{address.name}: {method} by {visitor} showed or changed what is ada's")
        if changed and (visitor == "nobody" or method != "post"):
            wrong.append(f"{address.name}: {method} by {visitor} changed something")
        if visitor == "nobody" and response.status_code not in {302, 404, 405}:
            wrong.append(f"{address.name}: {method} by nobody answered {response.status_code}")

    assert wrong == []


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_public_pages_show_nothing_private_and_change_nothing_by_looking(world, name):
    address = next(a for a in OURS if a.name == name)
    url = reverse(name, kwargs=dict.fromkeys(address.parts, world.tokens.get(name)))
    for method in METHODS:
        response, changed = answer(world, url, "nobody", method)
        assert CANARY not in text_of(response)
        assert not changed or method == "post"


@pytest.mark.parametrize("visitor", ["bob", "curator", "nobody"])
def test_pages_of_libraries_show_nothing_foreign_and_change_nothing_by_looking(world, visitor):
    wrong = []
    for address, method in product(LIBRARIES, ["get", "head", "put", "patch", "delete"]):
        response, changed = answer(world, world.library_url(address), visitor, method)
        if CANARY in text_of(response) or changed:
            wrong.append(f"{address.name}: {method} by {visitor}")

    assert wrong == []


def test_what_is_not_yours_looks_exactly_like_what_is_not_there(world):
    client = world.client("bob")
    other = []
    for address in PERSONAL:
        url = world.url(address)
        missing = world.url(address, missing=True)
        yours, nothing = client.get(url), client.get(missing)
        if (yours.status_code, without_address(yours, url)) != (nothing.status_code, without_address(nothing, missing)):
            other.append(address.name)

    assert other == []


def without_address(response, url):
    """A page may name its own address, as in a link to the login; nothing else may differ."""
    return response.content.decode().replace(url, "")
