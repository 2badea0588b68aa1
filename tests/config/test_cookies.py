"""The CSRF cookie travels when it is new and after a change, so that a browser can keep pages for Back."""

import pytest
from django.middleware.csrf import _does_token_match
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser_like(ada) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada)
    return client


def test_the_first_form_brings_the_cookie_and_the_next_ones_do_not(browser_like):
    assert "csrftoken" in browser_like.get("/applications/new/").cookies
    assert "csrftoken" not in browser_like.get("/applications/new/").cookies
    assert "csrftoken" not in browser_like.get("/settings/").cookies


def test_a_form_sent_with_the_kept_cookie_is_taken_and_sends_the_cookie_anew(browser_like):
    browser_like.get("/applications/new/")
    page = browser_like.get("/applications/new/")
    token = str(page.context["csrf_token"])
    assert _does_token_match(token, browser_like.cookies["csrftoken"].value)
    data = {"company": "Initech", "role": "Tester", "stage": "applied", "csrfmiddlewaretoken": token}
    answer = browser_like.post("/applications/new/", data)
    assert answer.status_code == 302
    assert "csrftoken" in answer.cookies


def test_signing_in_brings_a_new_cookie(ada, client):
    ada.set_password("a-long-enough-secret")
    ada.save()
    client.get("/accounts/login/")
    before = client.cookies["csrftoken"].value
    client.post("/accounts/login/", {"login": ada.email, "password": "a-long-enough-secret"})
    assert client.cookies["csrftoken"].value != before


def test_a_cookie_that_is_not_ours_is_replaced(browser_like):
    browser_like.cookies["csrftoken"] = "broken"
    assert "csrftoken" in browser_like.get("/applications/new/").cookies


def test_an_answer_without_a_cookie_gets_none(client):
    assert "csrftoken" not in client.get("/health/").cookies
