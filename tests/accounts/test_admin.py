"""The desk behind the scenes has the ordinary door, and shows people to those alone who may see them."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from tests.accounts.second import code, give_app, is_in, password_given
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator(db):
    return make_user(email="curator@example.org", is_staff=True)


@pytest.fixture
def operator(db):
    return make_user(email="operator@example.org", is_staff=True, is_superuser=True)


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_admin_sends_a_stranger_to_the_ordinary_sign_in(client):
    first = client.get("/admin/")
    assert first.status_code == 302 and first.url.startswith("/admin/login/")
    second = client.get(first.url)
    assert second.status_code == 302 and second.url.startswith("/accounts/login/")


def test_a_password_posted_to_the_admin_login_signs_nobody_in(client, operator):
    answer = client.post("/admin/login/", {"username": operator.email, "password": "a-long-enough-secret"})
    assert answer.status_code == 302 and answer.url.startswith("/accounts/login/")
    assert "_auth_user_id" not in client.session


def test_someone_without_staff_rights_does_not_get_in(ada_client):
    assert ada_client.get("/admin/login/").status_code == 403


def test_an_operator_comes_in(operator):
    assert signed_in(operator).get("/admin/").status_code == 200


def test_a_curator_does_not_see_people(curator, ada):
    client = signed_in(curator)
    assert client.get("/admin/accounts/user/").status_code == 403
    assert client.get(f"/admin/accounts/user/{ada.pk}/change/").status_code == 403


def test_an_operator_sees_addresses_and_rights_but_no_name_or_phone(operator, ada):
    ada.phone = "+49 30 1234567"
    ada.save()
    client = signed_in(operator)
    for address in ("/admin/accounts/user/", f"/admin/accounts/user/{ada.pk}/change/"):
        shown = client.get(address).content.decode()
        assert ada.email in shown
        assert "Lovelace" not in shown and ada.phone not in shown


def test_nobody_is_added_or_deleted_in_the_admin(operator, ada):
    client = signed_in(operator)
    assert client.get("/admin/accounts/user/add/").status_code == 403
    assert client.post(f"/admin/accounts/user/{ada.pk}/delete/", {"post": "yes"}).status_code == 403


def test_staff_with_the_permission_may_look_but_not_give_rights(curator, ada):
    curator.user_permissions.set(Permission.objects.filter(codename__in=["view_user", "change_user"]))
    client = signed_in(curator)
    assert client.get("/admin/accounts/user/").status_code == 200
    client.post(f"/admin/accounts/user/{ada.pk}/change/", {"is_active": "on", "is_staff": "on", "is_superuser": "on"})
    ada.refresh_from_db()
    assert not ada.is_superuser


def test_an_operator_can_end_the_access_of_a_person(operator, ada, ada_client):
    signed_in(operator).post(f"/admin/accounts/user/{ada.pk}/change/", {})
    ada.refresh_from_db()
    assert not ada.is_active
    assert ada_client.get("/settings/").url.startswith("/accounts/login/")


# --- With a second step -----------------------------------------------------------------------------------------------

STEP = "/accounts/2fa/authenticate/"


@pytest.fixture
def with_two_factor(settings):
    settings.ADMIN_TWO_FACTOR = True


def test_who_has_a_second_step_comes_to_the_admin_by_it_alone(operator):
    give_app(operator)
    client = password_given(operator)
    for address in ("/admin/", "/admin/login/", "/admin/accounts/user/"):
        assert client.get(address).status_code == 302
        client.post("/admin/login/", {"username": operator.email, "password": "a-long-enough-secret"})
        assert not is_in(client)
    client.post(STEP, {"code": code()})
    assert client.get("/admin/").status_code == 200


def test_one_of_the_staff_cannot_become_another_by_their_password_alone(curator, operator):
    """Django's own form stands behind the same address, and takes anybody's password from whoever is signed in."""
    give_app(operator)
    client = signed_in(curator)
    client.post("/admin/login/", {"username": operator.email, "password": "a-long-enough-secret"})
    assert client.session["_auth_user_id"] == str(curator.pk)


def test_a_password_is_changed_by_the_ordinary_way_in_the_admin_too(operator):
    assert signed_in(operator).get("/admin/password_change/").url == "/accounts/password/change/"


def test_without_the_setting_staff_need_no_second_step(operator):
    assert signed_in(operator).get("/admin/").status_code == 200


def test_with_the_setting_staff_are_led_to_set_one_up_and_come_in_then(operator, with_two_factor):
    client = password_given(operator)
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0] == "/settings/signing-in/"
    assert "Set one up here first." in answer.content.decode()
    for address in ("/admin/accounts/user/", "/admin/advice/step/", "/admin/jsi18n/"):
        assert client.get(address).status_code == 302
    assert client.get("/mail/everyone/").status_code == 404

    give_app(operator)
    later = password_given(operator)
    later.post(STEP, {"code": code()})
    assert later.get("/admin/").status_code == 200
    assert later.get("/mail/everyone/").status_code == 200


def test_a_sign_in_from_before_takes_the_second_step_on_the_way(operator, with_two_factor):
    client = password_given(operator)
    give_app(operator)
    answer = client.get("/admin/advice/step/", follow=True)
    assert answer.redirect_chain[-1][0] == "/accounts/2fa/reauthenticate/?next=%2Fadmin%2Fadvice%2Fstep%2F"
    assert client.post(answer.redirect_chain[-1][0], {"code": code()}).url == "/admin/advice/step/"
    assert client.get("/admin/advice/step/").status_code == 200


def test_saying_one_s_password_again_is_no_second_step(operator, with_two_factor):
    give_app(operator)
    client = signed_in(operator)
    client.post("/accounts/reauthenticate/?next=/admin/", {"password": "a-long-enough-secret"})
    assert client.get("/admin/").status_code == 302


def test_with_the_setting_everybody_else_is_asked_for_nothing_more(ada_client, with_two_factor):
    assert ada_client.get("/settings/").status_code == 200
    assert ada_client.get("/admin/login/").status_code == 403
