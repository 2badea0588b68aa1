"""A person's own terms: settings, a copy of everything, and leaving."""

import json

import pytest
from django.contrib.auth import get_user_model
from django.db import models

from accounts import exports, mail_folder, operations
from accounts.models import User
from accounts.signals import person_changed

pytestmark = pytest.mark.django_db

PASSWORD = "a-long-enough-secret"
GOOD = {"name": "Ada", "phone": "", "language": "en", "time_zone": "Asia/Tokyo", "rejection_word": "not_selected"}
GOOD |= {"theme": "system", "contrast": "system"}


@pytest.fixture
def parts(monkeypatch):
    """The export's parts, put back afterwards."""
    monkeypatch.setattr(exports, "_parts", dict(exports._parts))


@pytest.fixture
def heard():
    """What the floors above are told."""
    people = []

    def listen(sender, user, **kwargs):
        people.append(user)

    person_changed.connect(listen)
    yield people
    person_changed.disconnect(listen)


def test_settings_are_saved_and_the_floors_above_hear_of_it(ada_client, ada, heard):
    answer = ada_client.post("/settings/", GOOD)
    assert (answer.status_code, answer.url) == (302, "/settings/")
    ada.refresh_from_db()
    assert (ada.name, ada.time_zone, ada.rejection_word) == ("Ada", "Asia/Tokyo", "not_selected")
    assert heard == [ada]


def test_check_ins_are_no_part_of_them(ada_client, ada):
    """They have a yes of their own (tests/recovery/test_checkins.py)."""
    ada_client.post("/settings/", GOOD | {"has_checkins": "on"})
    ada.refresh_from_db()
    assert not ada.has_checkins and "/recovery/check-ins/" in ada_client.get("/settings/").content.decode()


def test_what_another_window_switched_off_meanwhile_stays_off(ada, heard):
    """A row as it was read before, such as a request holds, and a form that changes the name only."""
    type(ada).objects.filter(pk=ada.pk).update(has_checkins=False)
    ada.has_checkins, ada.name = True, "Ada"
    operations.change_settings(ada, changed=["name"])
    ada.refresh_from_db()
    assert (ada.name, ada.has_checkins) == ("Ada", False)


@pytest.mark.parametrize(
    "wrong",
    [
        {"time_zone": "Mars/Olympus"},
        {"time_zone": ""},
        {"rejection_word": "fired"},
        {"language": "tlh"},
        {"name": "Ada\x0bBcc: x@example.org"},
        {"name": "Ada\u2028Lovelace"},
        {"phone": "1\x1b[2J"},
        {"name": "x" * 151},
    ],
)
def test_what_cannot_be_is_refused_with_the_form(ada_client, ada, wrong, heard):
    answer = ada_client.post("/settings/", GOOD | wrong)
    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()
    ada.refresh_from_db()
    assert (ada.name, ada.time_zone) == ("Ada Lovelace", "Europe/Berlin")
    assert heard == []


def test_settings_change_nothing_that_is_not_asked_for(ada_client, ada):
    ada_client.post("/settings/", GOOD | {"email": "x@example.org", "is_staff": "on", "is_superuser": "on"})
    ada.refresh_from_db()
    assert (ada.email, ada.is_staff, ada.is_superuser) == ("ada@example.org", False, False)


@pytest.mark.parametrize("address", ["/settings/", "/settings/export/", "/settings/leave/", "/mail/"])
def test_a_stranger_is_sent_to_sign_in(client, address):
    for answer in (client.get(address), client.post(address)):
        assert answer.status_code == 302 and answer.url.startswith("/accounts/login/")


@pytest.mark.parametrize("name", ["Ada Lovelace", "Łukasz", "Ada-Łucja O’Neill", "艾达", "عائشة"])
def test_ordinary_names_are_welcome(ada_client, ada, name):
    assert ada_client.post("/settings/", GOOD | {"name": name}).status_code == 302
    ada.refresh_from_db()
    assert ada.name == name


# --- A copy of everything ---------------------------------------------------------------------------------------------


def test_the_export_holds_the_person_and_every_part(ada_client, ada, bob, parts):
    exports.register("songs", lambda user: [f"a song of {user.email}"])
    answer = ada_client.post("/settings/export/")
    assert answer["Content-Disposition"] == 'attachment; filename="rebound-export.json"'
    assert "no-store" in answer["Cache-Control"]
    data = json.loads(answer.content)
    assert data["songs"] == ["a song of ada@example.org"]
    assert data["person"]["time_zone"] == "Europe/Berlin"
    assert "password" not in data["person"]
    assert bob.email not in answer.content.decode()


def test_every_field_of_a_person_is_in_the_export_or_left_out_on_purpose():
    from accounts.copies.person import OWN_FIELDS

    left_out = {"id", "password", "last_login", "is_active", "is_staff", "is_superuser"}
    assert {field.name for field in User._meta.fields} == left_out | set(OWN_FIELDS)


def test_everything_can_be_downloaded_only_so_often_and_by_others_still(ada_client, bob, client):
    answers = [ada_client.post("/settings/export/") for _time in range(21)]
    assert [answer.status_code for answer in answers] == [200] * 20 + [429]
    assert "many downloads in a short time" in answers[20].content.decode()
    client.force_login(bob)
    assert client.post("/settings/export/").status_code == 200


def test_the_export_page_says_what_is_in_it_and_downloads_nothing(ada_client):
    answer = ada_client.get("/settings/export/")
    assert answer.status_code == 200 and "Content-Disposition" not in answer


# --- Leaving ----------------------------------------------------------------------------------------------------------


def test_leaving_needs_the_password(ada_client, ada):
    assert ada_client.get("/settings/leave/").status_code == 200
    assert ada_client.post("/settings/leave/", {"password": "wrong"}).status_code == 422
    assert ada_client.post("/settings/leave/", {}).status_code == 422
    assert User.objects.filter(pk=ada.pk).exists()


def test_leaving_takes_the_person_and_their_mail_and_nobody_elses(
    ada_client, ada, bob, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.VAR_DIR = tmp_path
    settings.EMAIL_BACKEND = "accounts.mail_folder.EmailBackend"
    for person in (ada, bob):
        mail_folder.keep(message_to(person.email), now=person.joined_at)
    with django_capture_on_commit_callbacks(execute=True):
        answer = ada_client.post("/settings/leave/", {"password": PASSWORD})
    assert (answer.status_code, answer.url) == (302, "/")
    assert list(User.objects.all()) == [bob]
    assert [mail.recipients for mail in mail_folder.newest_first()] == [["bob@example.org"]]
    assert "_auth_user_id" not in ada_client.session


def message_to(address: str):
    from django.core.mail import EmailMessage

    return EmailMessage("Hello", "A word.", "rebound@example.org", [address])


def test_the_password_for_leaving_cannot_be_guessed_for_ever(ada_client, ada):
    for _attempt in range(11):
        answer = ada_client.post("/settings/leave/", {"password": "wrong"})
    assert answer.status_code == 429
    assert ada_client.post("/settings/leave/", {"password": PASSWORD}).status_code == 429
    assert User.objects.filter(pk=ada.pk).exists()


def test_everything_that_points_at_a_person_goes_with_them_or_only_names_who_edited():
    kept = []
    for relation in get_user_model()._meta.related_objects:
        if relation.on_delete is not models.CASCADE:
            kept.append((relation.related_model.__name__, relation.field.name))
    assert all(field in {"history_user", "reviewed_by"} for _model, field in kept), kept
