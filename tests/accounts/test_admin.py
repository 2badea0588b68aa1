"""The desk behind the scenes has the ordinary door, and shows people to those alone who may see them."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

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
