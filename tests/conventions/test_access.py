"""Who may see and change what: every address × every kind of visitor × every method."""

import re
from itertools import product

import pytest
from django.apps import apps
from django.db import transaction
from django.urls import reverse

from recovery import operations
from tests.conventions.access import CANARY, METHODS, NOW, Changes, addresses, rows_of_people
from tests.conventions.libraries import LIBRARIES
from tests.files import upload
from tests.recovery.steps import given

pytestmark = pytest.mark.django_db

# Addresses that anybody may open, signed in or not. Each with its reason.
PUBLIC = {
    "nudges:today-show": "the landing page, or one's own Today",
    "advice:support-index": "help must not need an account",
    "nudges:action": "a signed link from a mail: one act on one nudge, shown before it is done",
    "nudges:pause": "a signed link from a mail: all notes of one person rest, shown before it is done",
    "nudges:unsubscribe": "RFC 8058: works without a login",
    "accounts:offline-show": "what browsers keep for when there is no connection: the same for everyone",
    "accounts:offline-worker": "the script that keeps it, asked for by the landing page too",
    "accounts:home-screen-manifest": "the name and the sign of the app, before anybody signs in",
    "accounts:home-screen-favicon": "leads to the sign, for those that ask for it at this address",
}

# Addresses whose parts name something that belongs to nobody in particular, or to the visitor alone.
SHARED = {
    "advice:article-detail": "published advice, for every member",
    "advice:letter-detail": "published letters, for every member",
    "advice:voice-say": "an answer about published advice, for every member; kept without a name",
    "applications:board-column": "the visitor's own cards of one stage",
    "applications:calendar-feed": "for calendars: the address is the proof (tests/applications/test_calendars.py)",
    "accounts:mail-read": "kept mail, found by the reader's own address (tests/accounts)",
}
SHARED_PARTS = {
    "slug": "first-24-hours",
    "key": "gracious_reply",
    "stage": "applied",
    "name": "20261118T090000000000Z-0123456789ab",
    "token": "nobody-s",
    "kind": "step",
}

# Addresses that are no page for ada herself.
NOT_FOR_ADA = {"accounts:mail-everyone": "headers of everybody's mail, for operators"}

# What ada would send to each address that takes a POST: good enough to change something when she sends it.
POSTS = {
    "accounts:device-end": {},
    "applications:tags-edit": {"new_tags": "x"},
    "applications:sheet-columns": {"head": "1", "column_0": "company", "column_1": "role"},
    "applications:sheet-page": {"page": "1"},
    "applications:sheet-words": {"order_2": "mdy", "meaning_3_0": "offer"},
    "applications:sheet-look": {"flawed": "notes"},
    "applications:sheet-delete": {},
    "applications:period-rename": {"name": "x"},
    "applications:period-make-current": {},
    "applications:period-delete": {"to": ""},
    "applications:application-edit": {"company": "Umbrella", "role": "Tester"},
    "applications:application-delete": {},
    "applications:application-move": {"stage": "offer"},
    "applications:application-dates": {"applied_on": "2026-11-17", "follow_up_on": "2027-01-12"},
    "applications:application-restore": {},
    "applications:application-remove": {},
    "applications:act-undo": {},
    "applications:view-delete": {},
    "applications:application-reopen": {},
    "applications:outcome-record": {"kind": "rejected", "last_stage": "interview", "no_kind": "call"},
    "applications:interview-new": {"kind": "phone", "starts_at": "2026-11-25T10:00", "duration_minutes": "30"},
    "applications:interview-edit": {"kind": "phone", "starts_at": "2026-11-25T10:00", "duration_minutes": "30"},
    "applications:interview-prepare": {"notes": "Read up."},
    "applications:interview-debrief": {"went_well": "All of it."},
    "applications:interview-cancel": {},
    "applications:interview-restore": {},
    "applications:event-new": {"kind": "note", "happened_on": "2026-11-17", "note": "They called."},
    "applications:event-correct": {"happened_on": "2026-11-08", "note": "Earlier."},
    "applications:event-delete": {},
    "applications:event-restore": {},
    "applications:document-choose": {},
    "applications:document-edit": {"title": "Another", "kind": "other"},
    "applications:document-delete": {},
    "applications:document-restore": {},
    "applications:document-remove": {},
    "applications:version-new": {"file": "a file"},
    "applications:version-edit": {"label": "another"},
    "applications:version-delete": {},
    "applications:version-restore": {},
    "applications:contact-edit": {"name": "Grace"},
    "applications:contact-delete": {},
    "applications:contact-merge": {},
    "applications:contact-apart": {},
    "applications:company-edit": {"name": "Umbrella"},
    "applications:company-delete": {},
    "applications:company-merge": {},
    "applications:company-apart": {},
    "applications:removal-undo": {},
    "applications:letter-edit": {"text": "Hello", "form_key": "5c7b3f3e-5a5e-4cb5-a6f4-3a1c0d0c0f0e"},
    "applications:letter-unsend": {},
    "applications:letter-delete": {},
    "recovery:lesson-mark": {"mark": "tried"},
    "recovery:lesson-delete": {},
    "recovery:checkin-delete": {},
    "recovery:achievement-edit": {"action": "I asked first."},
    "recovery:achievement-delete": {},
    "recovery:achievement-restore": {},
    "recovery:experiment-edit": {
        "change": "the pitch",
        "wanted": "5",
        "started_on": "2026-11-18",
        "look_on": "2026-12-18",
    },
    "recovery:experiment-end": {"ended_as": "kept"},
    "recovery:experiment-go-on": {"look_on": "2027-01-12"},
    "recovery:experiment-resume": {},
    "recovery:experiment-delete": {},
    "recovery:recovery-begin": {},
    "recovery:takealong-edit": {"text": "Calm mornings."},
    "recovery:takealong-delete": {},
    "recovery:silence-until": {"close_on": "2026-12-01"},
    "recovery:recovery-start": {},
    "recovery:recovery-tomorrow": {},
    "recovery:recovery-decline": {},
    "recovery:recovery-hold-reply": {},
    "recovery:recovery-pause": {"days": "3"},
    "recovery:recovery-keep-resting": {},
    "recovery:recovery-resume": {},
    "recovery:recovery-close": {},
    "recovery:recovery-choose": {},
    "recovery:note-save": {"note": "A short one."},
    "recovery:lesson-keep": {},
    "recovery:feedback-decide": {"decision": "later"},
    "recovery:feedback-asked": {"asked_on": "2026-11-18"},
    "recovery:feedback-received": {"answer": "Somebody had done it before."},
    "recovery:feedback-followed-up": {},
    "recovery:feedback-refused": {},
    "recovery:feedback-rest": {},
    "recovery:feedback-wait": {},
    "recovery:step-open": {},
    "recovery:step-save": {},
    "recovery:step-sent": {},
    "recovery:step-done": {},
    "recovery:step-keep-card": {},
    "recovery:step-keep-person": {},
    "recovery:step-skip": {},
    "recovery:step-return": {},
    "nudges:nudge-send-now": {},
    "nudges:nudge-snooze": {"span": "3d"},
    "nudges:nudge-drop": {},
    "nudges:nudge-stop": {},
    "nudges:nudge-done": {},
    "nudges:nudge-take-back": {"what": "drop"},
}
# What has to be sent before, so that there is something to change.
FIRST = {
    "applications:interview-restore": "applications:interview-cancel",
    "applications:event-restore": "applications:event-delete",
    "applications:version-restore": "applications:version-delete",
    "nudges:nudge-take-back": "nudges:nudge-drop",
    "recovery:recovery-start": "recovery:recovery-tomorrow",
    "recovery:recovery-resume": "recovery:recovery-pause",
    "recovery:recovery-keep-resting": "applications:interview-new",  # good news elsewhere
    "recovery:step-return": "recovery:step-skip",
}

ALL = {address.name: address for address in addresses()}
OURS = [address for address in ALL.values() if address.is_ours]
PERSONAL = [address for address in OURS if address.parts and address.name not in PUBLIC | SHARED]
OWN = [address for address in OURS if not address.parts and address.name not in PUBLIC]
OTHERS = [address for address in ALL.values() if not address.is_ours]
STRANGERS = ["bob", "curator", "operator", "nobody"]


class Rollback(Exception):
    pass


def answer(world, url, visitor, method, data=None, headers=None):
    """(response, the statements that changed rows of people); everything is put back afterwards."""
    changes = Changes()
    try:
        with transaction.atomic():
            with changes.heard():
                response = send(world, url, visitor, method, data, headers)
            raise Rollback
    except Rollback:
        return response, changes.statements


def send(world, url, visitor, method, data=None, headers=None):
    if method == "post":
        if data and data.get("file"):
            data = data | {"file": upload()}
        return world.clients[visitor].post(url, data or {}, headers=headers)
    return getattr(world.clients[visitor], method)(url, headers=headers)


def text_of(response):
    return (
        b"".join(response.streaming_content).decode()
        if response.streaming
        else response.content.decode(errors="replace")
    )


def what_is_wrong(visitor, method, response, changed):
    """In words, or nothing: what one visitor got from an address of ada's."""
    code = response.status_code
    if visitor == "ada":
        if changed and method != "post":
            return "changed something"
        return "" if code in {200, 204, 302, 405, 422} else f"answered {code}"
    if changed:
        return "changed something"
    if CANARY in text_of(response) or CANARY in str(response.headers):
        return "showed ada's words"
    if visitor == "nobody" and code == 302:
        return "" if "/accounts/login/" in response["Location"] else f"sent to {response['Location']}"
    return "" if code in {404, 405} else f"answered {code}"


# --- Every address has its place --------------------------------------------------------------------------------------


def test_every_address_of_ours_is_walked_or_excused(world):
    assert [a.name for a in PERSONAL if set(world.parts(a)) != set(a.parts)] == []
    assert ALL.keys() >= PUBLIC.keys() | SHARED.keys() | NOT_FOR_ADA.keys() | POSTS.keys()


def test_every_address_of_a_library_is_known_by_name():
    assert {address.name for address in OTHERS} == LIBRARIES


def test_every_address_that_takes_a_post_has_something_to_send(world):
    takes_posts = {a.name for a in PERSONAL if answer(world, world.url(a), "ada", "post")[0].status_code != 405}

    assert takes_posts == POSTS.keys()


# --- What belongs to somebody -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("app", ["accounts", "applications", "recovery", "nudges"])
def test_what_is_ada_s_answers_ada_and_is_not_there_for_anybody_else(world, app):
    wrong = []
    for address in [a for a in PERSONAL if a.app == app]:
        for visitor, method in product(world.visitors, METHODS):
            problem = what_is_wrong(visitor, method, *answer(world, world.url(address), visitor, method))
            if problem:
                wrong.append(f"{address.name}: {method} by {visitor} {problem}")

    assert not wrong, "\n".join(wrong)


def test_a_post_that_changes_ada_s_rows_when_she_sends_it_changes_nothing_from_others(world):
    wrong = []
    for name, data in POSTS.items():
        address, before = ALL[name], FIRST.get(name)
        with transaction.atomic():
            if before:
                send(world, world.url(ALL[before]), "ada", "post", POSTS[before])
            url = world.url(address)
            response, changed = answer(world, url, "ada", "post", answers_to(world, address, data))
            if not changed or response.status_code not in {200, 302}:
                wrong.append(f"{name}: by ada answered {response.status_code} and changed {len(changed)} rows")
            for visitor, headers in product(STRANGERS, [None, {"HX-Request": "true"}]):
                got = answer(world, url, visitor, "post", answers_to(world, address, data), headers)
                problem = what_is_wrong(visitor, "post", *got)
                if problem:
                    wrong.append(f"{name}: by {visitor} {problem}")
            transaction.set_rollback(True)

    assert not wrong, "\n".join(wrong)


# What a button of a step names: a letter, somebody, a card.
NAMED = {"sent": "letter", "person": "told_by", "card": "told_by"}


def answers_to(world, address, data):
    """What was given, or, on a step, an answer to all that it asks; where two rows are meant, the other one too."""
    if address.name.endswith(("-merge", "-apart")):
        is_company = "company" in address.name
        row, other = (world.open.company, world.idle) if is_company else (world.contact, world.twin)
        return {"stays": row.pk, "goes": other.pk, "other": other.pk}
    if address.name == "applications:document-choose":
        return {"was": world.version.pk}
    if "recovery:step-" not in address.name:
        return data
    operations.look_at(world.step)
    controls = operations.sheet_of(world.step, now=NOW).controls
    return {name: value for control in controls for name, value in given(control).items()} | NAMED


@pytest.mark.parametrize("headers", [None, {"HX-Request": "true"}], ids=["browser", "htmx"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_not_yours_looks_exactly_like_what_is_not_there(world, method, headers):
    other = []
    for address, visitor in product(PERSONAL, ["bob", "operator", "nobody"]):
        data, seen = POSTS.get(address.name, {}), []
        for url in (world.url(address), world.url(address, missing=True)):
            response, _ = answer(world, url, visitor, method, data, headers)
            seen.append((response.status_code, str(response.headers).replace(url, ""), bare(response, url)))
        if seen[0][0] != seen[1][0] or seen[0][2] != seen[1][2]:
            other.append(f"{address.name} for {visitor}")

    assert not other, "\n".join(other)


def bare(response, url):
    """A page may name its own address, as in a link to the login, and brings a fresh token; nothing else may differ."""
    return re.sub(r'(csrfmiddlewaretoken" value="|x-csrftoken": ")[^"]+', "", text_of(response)).replace(url, "")


# --- What belongs to the visitor --------------------------------------------------------------------------------------


def test_one_s_own_pages_show_and_change_nobody_else_s_rows(world):
    wrong, everything = [], rows_of_people()
    for address, visitor, method in product(OWN, world.visitors, METHODS):
        try:
            with transaction.atomic():
                response, changed = own_answer(world, address, visitor, method)
                foreign = foreign_changes(everything, world.visitors[visitor]) if changed else set()
                raise Rollback
        except Rollback:
            pass
        code = response.status_code
        if visitor != "ada" and CANARY in text_of(response):
            wrong.append(f"{address.name}: {method} by {visitor} showed what is ada's")
        if foreign or (changed and (visitor == "nobody" or method != "post")):
            wrong.append(f"{address.name}: {method} by {visitor} changed {foreign or changed}")
        if code not in ({302, 404, 405} if visitor == "nobody" else {200, 302, 404, 405, 422}):
            wrong.append(f"{address.name}: {method} by {visitor} answered {code}")
        if visitor == "ada" and code == 404 and address.name not in NOT_FOR_ADA:
            wrong.append(f"{address.name}: {method} is not there for its owner")

    assert not wrong, "\n".join(wrong)


def own_answer(world, address, visitor, method):
    changes = Changes()
    with changes.heard():
        return send(world, reverse(address.name), visitor, method), changes.statements


def foreign_changes(before, person):
    """The rows that differ now and belong to somebody else."""
    after = rows_of_people()
    differing = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    return {key for key in differing if not is_of(person, key, before.get(key) or after.get(key))}


def is_of(person, key, row):
    return person is not None and (row.get("user_id") == person.pk or key == ("accounts.User", person.pk))


@pytest.mark.parametrize("name", sorted(PUBLIC | SHARED))
def test_pages_for_everybody_show_nothing_private_and_change_nothing_by_looking(world, name):
    address = ALL[name]
    url = reverse(name, kwargs={part: world.tokens.get(name) or SHARED_PARTS[part] for part in address.parts})
    for visitor, method in product(STRANGERS, METHODS):
        response, changed = answer(world, url, visitor, method)
        assert CANARY not in text_of(response), (visitor, method)
        assert not changed or (method == "post" and name in world.tokens), (visitor, method)
        may_lead_on = name in SHARED or name == "accounts:home-screen-favicon"
        assert response.status_code in ({200, 302, 404, 405} if may_lead_on else {200, 403, 405}), (visitor, method)


# --- Libraries --------------------------------------------------------------------------------------------------------


def library_url(world, address):
    """The address with a row that is there: of the model's own, ada's where there is one of hers."""
    if not address.parts:
        return reverse(address.name)
    row = {"accounts.user": world.ada.pk, "nudges.message": world.message.pk, "nudges.nudge": world.nudge.pk}
    found = re.match(r"admin/(\w+)/(\w+)/", address.route)
    model = apps.get_model(*found.groups()) if found else None
    key = model and (row.get(model._meta.label_lower) or model._base_manager.values_list("pk", flat=True).first()) or 1
    if address.name.endswith("_simple_history"):
        return reverse(address.name, args=[key, model.history.first().pk])
    if address.name.endswith(address.route):  # without a name of its own
        return "/" + re.sub(r"<path:object_id>|\(\?P<url>\.\*\)\$", str(key), address.route)
    return reverse(address.name, kwargs=dict.fromkeys(address.parts, "advice" if "app_label" in address.parts else key))


# Write rows of an invented person in a transaction that they take back themselves (tests/advice/test_previews.py).
PLAYED_OUT = {"admin:recovery_shown"}


@pytest.mark.parametrize("visitor", STRANGERS)
def test_pages_of_libraries_show_nothing_foreign_and_change_nothing_by_looking(world, visitor):
    wrong = []
    for address, method in product(OTHERS, METHODS):
        if method == "post" and visitor == "operator":
            continue  # may change what the admin lets them; tests/accounts and tests/nudges say what that is
        data = {"post": "yes"} if method == "post" else None  # the word with which the admin deletes
        response, changed = answer(world, library_url(world, address), visitor, method, data)
        if CANARY in text_of(response):
            wrong.append(f"{address.name}: {method} by {visitor} showed what is ada's")
        if changed and address.name not in PLAYED_OUT:
            wrong.append(f"{address.name}: {method} by {visitor} changed {changed}")
        if response.status_code >= 500 and address.name != "health":
            wrong.append(f"{address.name}: {method} by {visitor} answered {response.status_code}")

    assert not wrong, "\n".join(wrong)
