"""A second step: set up, asked for, used once, guarded against guessing, and sealed in the database."""

import json
import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from accounts import rotation, second_steps, writing
from tests.accounts.conftest import new_key
from tests.accounts.second import PASSWORD, SECRET, code, give_app, is_in, password_given, sure

pytestmark = pytest.mark.django_db

in_earnest = pytest.mark.django_db(transaction=True)  # what follows a commit follows
STEP = "/accounts/2fa/authenticate/"
APP = "/accounts/2fa/totp/activate/"


def stored() -> str:
    """All that the database holds of second steps and of sessions, as it lies there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        steps = [str(row) for row in cursor.fetchall()]
        cursor.execute("SELECT session_data FROM django_session")
        return "".join(steps + [str(row) for row in cursor.fetchall()])


def secret_on(page) -> str:
    return re.search(r'id="app-secret"[^>]*>([A-Z2-7 ]+)<', page.content.decode())[1].replace(" ", "")


# --- An app -----------------------------------------------------------------------------------------------------------


@in_earnest
def test_an_app_is_set_up_and_asked_for_from_then_on(ada):
    client = sure(ada)
    page = client.get(APP)
    secret = secret_on(page)
    assert client.post(APP, {"code": code(secret)}).url == "/accounts/2fa/recovery-codes/"
    assert mail.outbox[-1].subject == "An app was set up for signing in"

    there = password_given(ada)
    assert not is_in(there)
    assert there.post(STEP, {"code": code(secret)}).url == "/"
    assert is_in(there)


def test_the_picture_of_the_secret_is_part_of_the_page_and_needs_no_style(ada):
    page = sure(ada).get(APP).content.decode()
    drawing = re.search(r'<svg class="qr".*?</svg>', page, re.DOTALL)[0]

    assert "<path" in drawing and 'role="img"' in drawing
    assert "style" not in drawing and "<script" not in drawing


def test_a_wrong_code_turns_nothing_on_and_keeps_the_secret(ada):
    client = sure(ada)
    secret = secret_on(client.get(APP))
    answer = client.post(APP, {"code": "12"})

    assert "This did not fit" in answer.content.decode() and secret_on(answer) == secret
    assert not Authenticator.objects.exists()


def test_a_code_counts_once_even_half_a_minute_later(ada, monkeypatch):
    give_app(ada)
    shown = code()
    assert password_given(ada).post(STEP, {"code": shown}).url == "/"
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.TOTP._mark_code_used", lambda *_: True)  # its memory is shorter
    again = password_given(ada)

    assert "used already" in again.post(STEP, {"code": shown}).content.decode()
    assert not is_in(again)


@pytest.mark.parametrize(("steps", "counts"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_off(ada, monkeypatch, steps, counts):
    give_app(ada)
    monkeypatch.setattr("time.time", lambda: 1_800_000_000.0)
    client = password_given(ada)
    client.post(STEP, {"code": code(steps=steps)})

    assert is_in(client) == counts


def test_turning_it_off_takes_the_spare_codes_along_and_says_so_by_mail(ada):
    give_app(ada)
    client = sure(ada)
    assert client.post("/accounts/2fa/totp/deactivate/").status_code == 302

    assert not Authenticator.objects.exists()
    assert mail.outbox[-1].subject == "The app for signing in was turned off"
    assert is_in(password_given(ada))


@pytest.mark.parametrize(
    "address",
    ["totp/activate/", "totp/deactivate/", "recovery-codes/", "recovery-codes/generate/", "recovery-codes/download/"],
)
def test_nothing_of_it_is_seen_or_changed_before_one_says_again_who_one_is(ada, ada_client, address):
    if address != "totp/activate/":
        give_app(ada)
    for answer in (ada_client.get(f"/accounts/2fa/{address}"), ada_client.post(f"/accounts/2fa/{address}")):
        assert answer.status_code == 405 or answer.url.startswith("/accounts/reauthenticate/")


def test_a_second_step_is_no_reason_not_to_change_one_s_address(ada, settings):
    settings.EMAIL_URL, settings.ACCOUNT_EMAIL_VERIFICATION = "smtp://localhost:2525", "mandatory"
    give_app(ada)
    ada.emailaddress_set.create(email=ada.email, primary=True, verified=True)
    answer = sure(ada).post("/accounts/email/", {"action_add": "", "email": "countess@example.org"})

    assert answer.status_code == 302 and mail.outbox[-1].to == ["countess@example.org"]


def test_a_new_password_by_mail_does_not_get_past_the_second_step(ada, client):
    give_app(ada)
    client.post("/accounts/password/reset/", {"email": ada.email})
    link = re.search(r"http://\S+?(/accounts/password/reset/key/\S+)", mail.outbox[-1].body)[1]
    page = client.get(link, follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": "another-long-secret", "password2": "another-long-secret"})
    answer = client.post("/accounts/login/", {"login": ada.email, "password": "another-long-secret"})

    assert answer.url == STEP and not is_in(client)


# --- Spare codes ------------------------------------------------------------------------------------------------------


def test_a_spare_code_signs_in_once(ada):
    first, *rest = give_app(ada)
    assert password_given(ada).post(STEP, {"code": first}).url == "/"
    again = password_given(ada)
    assert "used already" in again.post(STEP, {"code": first}).content.decode()
    assert again.post(STEP, {"code": f"{rest[0][:4]} {rest[0][4:]}"}).url == "/"


@in_earnest
def test_spare_codes_are_shown_downloaded_as_text_and_renewed(ada):
    codes = give_app(ada)
    client = sure(ada)
    assert all(one in client.get("/accounts/2fa/recovery-codes/").content.decode() for one in codes)
    file = client.get("/accounts/2fa/recovery-codes/download/")
    assert file["Content-Type"].startswith("text/plain") and "attachment" in file["Content-Disposition"]
    assert file.content.decode().split()[-10:] == codes and "no-store" in file["Cache-Control"]

    assert client.post("/accounts/2fa/recovery-codes/generate/").url == "/accounts/2fa/recovery-codes/"
    assert codes[0] not in client.get("/accounts/2fa/recovery-codes/").content.decode()
    assert mail.outbox[-1].subject == "New spare codes were made"
    assert not password_given(ada).post(STEP, {"code": codes[0]}).has_header("Location")


# --- Guessing ---------------------------------------------------------------------------------------------------------


@pytest.fixture(params=["in memory", "in the database"])
def cache_as(request, settings):
    """The cache of the tests, and that of the embedded default."""
    if request.param == "in the database":
        backend = "django.core.cache.backends.db.DatabaseCache"
        settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": "cache"}}
        call_command("createcachetable", verbosity=0)
    return request.param


def test_guessing_codes_is_stopped_wherever_it_comes_from(ada, cache_as):
    give_app(ada)
    for attempt in range(5):
        answer = password_given(ada, REMOTE_ADDR=f"203.0.113.{attempt}").post(STEP, {"code": "no"})
        assert "did not fit" in answer.content.decode()
    client = password_given(ada, REMOTE_ADDR="203.0.113.99")

    assert "many attempts" in client.post(STEP, {"code": code()}).content.decode()
    assert not is_in(client)


def test_guessing_on_while_signed_in_is_stopped_too(ada, ada_client):
    give_app(ada)
    for _ in range(6):
        answer = ada_client.post("/accounts/2fa/reauthenticate/", {"code": "no"})

    assert "many attempts" in answer.content.decode()


# --- What lies in the database ----------------------------------------------------------------------------------------


@in_earnest
def test_secrets_are_sealed_in_the_database_and_in_the_session_before_that(ada):
    client = sure(ada)
    secret = secret_on(client.get(APP))
    assert secret not in json.dumps(dict(client.session)) and secret not in stored()
    client.post(APP, {"code": code(secret)})
    codes = client.get("/accounts/2fa/recovery-codes/").content.decode()

    assert secret not in stored()
    assert not any(one in stored() for one in re.findall(r"\b\d{8}\b", codes))
    app, spare = (Authenticator.objects.get(type=kind) for kind in ("totp", "recovery_codes"))
    assert second_steps.unseal(app.data["secret"]) == secret
    with pytest.raises(writing.WritingKeyMissing):  # of this place, and no other
        writing.unseal(second_steps.base64.b64decode(spare.data["seed"]), place="recovery.answer.secret")


def test_a_new_key_takes_the_secrets_along(ada, bob, settings, capsys):
    codes = [give_app(person) for person in (ada, bob)]
    old, new = settings.WRITING_KEYS, new_key("2")
    settings.WRITING_KEYS = f"{new},{old}"
    assert (rotation.secrets_left(), rotation.secrets_by_key()) == (4, {"1": 4})
    call_command("rotate_keys", "--dry-run")
    assert "mfa.Authenticator: 4 with key “1”" in capsys.readouterr().out

    assert list(rotation.rotate_secrets(batch=3)) == [3, 1]
    assert list(rotation.rotate_secrets(batch=3)) == []
    settings.WRITING_KEYS = new
    assert rotation.secrets_by_key() == {"2": 4}
    assert password_given(ada).post(STEP, {"code": code()}).url == "/"
    assert password_given(bob).post(STEP, {"code": codes[1][0]}).url == "/"


@in_earnest
def test_an_app_that_was_being_set_up_before_a_change_of_keys_begins_anew(ada, settings):
    client = sure(ada)
    before = secret_on(client.get(APP))
    settings.WRITING_KEYS = new_key("2")

    assert client.post(APP, {"code": code(before)}).status_code == 422
    secret = secret_on(client.get(APP))
    assert secret != before
    assert client.post(APP, {"code": code(secret)}).status_code == 302


def test_without_their_key_nothing_starts(ada, settings):
    give_app(ada)
    second_steps.try_keys()
    settings.WRITING_KEYS = new_key("1")
    with pytest.raises(writing.WritingKeyMissing, match=r"mfa\.authenticator\.data"):
        second_steps.try_keys()


def test_no_admin_shows_them(ada):
    ada.is_staff = ada.is_superuser = True
    ada.save()
    client = Client()
    client.force_login(ada)

    for address in ("/admin/mfa/authenticator/", "/admin/usersessions/usersession/"):
        assert client.get(address).status_code == 404


# --- Taking it along, leaving, and losing it ------------------------------------------------------------------------


def test_the_own_copy_says_that_there_is_a_second_step_and_nothing_to_sign_in_with(ada, ada_client):
    codes = give_app(ada)
    copy = ada_client.post("/settings/export/").content.decode()

    assert [one["kind"] for one in json.loads(copy)["person"]["second_steps"]] == ["app", "spare_codes"]
    kept = [text for row in Authenticator.objects.all() for _, text in second_steps.sealed_in(row.data)]
    assert not any(text in copy for text in [SECRET, *codes, *kept])


def test_whoever_leaves_leaves_no_second_step_and_no_device_behind(ada, ada_client):
    give_app(ada)
    ada_client.get("/settings/")
    assert ada_client.post("/settings/leave/", {"password": PASSWORD}).status_code == 302
    with connection.cursor() as cursor:
        for table in ("mfa_authenticator", "usersessions_usersession", "accounts_user"):
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
            assert cursor.fetchone() == (0,), table


def test_an_operator_helps_somebody_who_lost_the_device(ada, ada_client, capsys):
    give_app(ada)
    assert ada_client.get("/settings/").status_code == 200
    call_command("lost_device", "ADA@example.org")

    assert "is signed out everywhere" in capsys.readouterr().out
    assert not Authenticator.objects.exists()
    assert ada_client.get("/settings/").url.startswith("/accounts/login/")
    assert is_in(password_given(ada))
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == ([ada.email], "Your second step was taken away")
    assert "http://127.0.0.1:8000/settings/signing-in/" in sent.body and "CET" in sent.body


@pytest.mark.parametrize(("address", "said"), [("nobody@example.org", "Nobody here"), ("ada@example.org", "no second")])
def test_where_there_is_nothing_to_take_away_nobody_is_signed_out(ada, ada_client, address, said):
    ada_client.get("/settings/")
    with pytest.raises(CommandError, match=said):
        call_command("lost_device", address)

    assert ada_client.get("/settings/").status_code == 200 and not mail.outbox
