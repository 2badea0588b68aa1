"""The devices that are signed in: what is kept of them, ending one or all others, and what goes by itself."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts import devices, operations, tasks
from tests.accounts.second import PASSWORD, is_in, password_given

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Mobile/15E148 Safari/604.1"
)


@pytest.fixture
def desk(ada) -> Client:
    return password_given(ada, HTTP_USER_AGENT=FIREFOX, REMOTE_ADDR="203.0.113.7")


@pytest.fixture
def phone(ada) -> Client:
    return password_given(ada, HTTP_USER_AGENT=IPHONE, REMOTE_ADDR="203.0.113.8")


def listed(client) -> str:
    return client.get("/settings/devices/").content.decode()


def test_a_sign_in_is_listed_from_its_first_answer_on(desk, phone):
    page = listed(desk)
    assert "Firefox on Linux" in page and "Safari on iPhone" in page
    assert page.count("This device") == 1 and "203.0.113" not in page


def test_neither_an_address_nor_all_that_a_browser_says_is_kept(desk, phone):
    rows = UserSession.objects.order_by("pk").values_list("ip", "user_agent", "data")
    assert list(rows) == [("0.0.0.0", "Firefox/Linux", {}), ("0.0.0.0", "Safari/iPhone", {})]


def test_one_device_is_signed_out_at_once(desk, phone):
    other = UserSession.objects.get(session_key=phone.session.session_key)
    assert desk.post(f"/settings/devices/{other.pk}/end/").status_code == 302

    assert phone.get("/settings/").url.startswith("/accounts/login/")
    assert "iPhone" not in listed(desk).partition("<ul")[2] or "is signed out" in listed(desk)
    assert not Session.objects.filter(session_key=other.session_key).exists()


def test_all_others_are_signed_out_and_this_one_stays(ada, desk, phone):
    third = password_given(ada)
    assert desk.post("/settings/devices/end-others/").status_code == 302

    assert [is_in(client) for client in (desk, phone, third)] == [True, False, False]
    assert UserSession.objects.count() == 1


def test_this_device_is_signed_out_by_the_ordinary_way(desk):
    here = UserSession.objects.get()
    assert desk.post(f"/settings/devices/{here.pk}/end/").url == "/accounts/logout/"
    assert is_in(desk)


def test_nobody_ends_the_devices_of_somebody_else(desk, bob_client):
    device = UserSession.objects.get()
    assert bob_client.post(f"/settings/devices/{device.pk}/end/").status_code == 404
    bob_client.post("/settings/devices/end-others/")
    assert is_in(desk)


def test_signing_out_forgets_the_device(desk):
    desk.post("/accounts/logout/")
    assert not UserSession.objects.exists()


def test_a_new_password_forgets_all_devices(desk, phone):
    new = {"password1": "another-long-secret", "password2": "another-long-secret"}
    desk.post("/accounts/password/change/", new | {"oldpassword": PASSWORD})
    assert not UserSession.objects.exists()
    assert phone.get("/settings/").url.startswith("/accounts/login/")


def test_a_password_that_an_operator_set_leaves_no_device_in_the_list(ada, desk, phone):
    ada.set_password("another-long-secret")
    ada.save()
    there = Client()
    there.force_login(ada)
    assert "Firefox on Linux" not in listed(there)


def test_what_has_run_out_is_not_listed_and_swept_away(ada, desk, phone):
    Session.objects.filter(session_key=phone.session.session_key).update(expire_date=timezone.now() - timedelta(1))
    assert "iPhone" not in listed(desk)
    tasks.sweep_devices()
    assert list(UserSession.objects.values_list("user_agent", flat=True)) == ["Firefox/Linux"]


def test_a_device_is_noted_at_most_once_in_ten_minutes(ada, now, django_assert_num_queries):
    def note(minutes):
        at = now + timedelta(minutes=minutes)
        devices.note(ada, session_key="a-key", agent=FIREFOX, now=at)

    note(0)
    with django_assert_num_queries(0):
        note(9)
    with django_assert_num_queries(1):
        note(10)
    device = UserSession.objects.get()
    assert (device.created_at, device.last_seen_at) == (now, now + timedelta(minutes=10))
    devices.forget("a-key")


def test_the_list_asks_as_much_of_the_database_for_ten_devices_as_for_one(ada, desk, django_assert_max_num_queries):
    listed(desk)
    with django_assert_max_num_queries(30) as alone:
        listed(desk)
        cost = len(alone)
    for _ in range(10):
        password_given(ada)
    with django_assert_max_num_queries(cost):
        listed(desk)


@pytest.mark.parametrize(
    ("agent", "called"),
    [
        (FIREFOX, "Firefox on Linux"),
        (IPHONE, "Safari on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605.1.15", "Safari on macOS"),
        ("curl/8.0", "A browser that is not known here"),
        ("", "A browser that is not known here"),
        ("x" * 5000 + "\x00", "A browser that is not known here"),
    ],
)
def test_a_device_is_called_by_what_it_is(ada, now, agent, called):
    devices.note(ada, session_key=f"key-{len(agent)}", agent=agent, now=now)
    assert devices.called(UserSession.objects.get()) == called
    assert operations.end_devices(ada) == 1
    devices.forget(f"key-{len(agent)}")


def test_the_own_copy_names_the_devices_and_no_key_of_theirs(desk, phone):
    copy = desk.post("/settings/export/").content.decode()
    assert "Firefox on Linux" in copy and "Safari on iPhone" in copy
    assert phone.session.session_key not in copy and desk.session.session_key not in copy
