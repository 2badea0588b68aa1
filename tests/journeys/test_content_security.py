"""No page breaks the content-security policy: ours, the libraries', the admin and its histories."""

import json

import pytest
from django.contrib import admin
from django.urls import reverse

from tests.conventions.access import World, addresses

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.violations.push([event.violatedDirective, event.blockedURI, event.sourceFile, event.sample].join(" "));
});
"""
NOT_THERE = {"/no-such-page/"}


@pytest.fixture
def world(transactional_db, pack, now) -> World:
    return World(now)


def sign_in(page, live_server, client):
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])


def violations(page, paths):
    """What each page broke, by its address. A page that cannot be shown as one is no page."""
    page.add_init_script(WATCH)
    found = {}
    for path in paths:
        response = page.goto(path, wait_until="load")
        assert response.status < 400 or path in NOT_THERE, f"{path} answered {response.status}"
        seen = page.evaluate("window.violations")
        if seen:
            found[path] = seen
    return found


def opens_as_page(client, path):
    """Whether there is something to show: the rest are buttons, downloads and ways to other pages."""
    response = client.get(path)
    kind = response.headers.get("Content-Type", "")
    return response.status_code == 200 and kind.startswith("text/html") and not response.get("Content-Disposition")


def test_the_watch_sees_what_the_policy_forbids(live_server, browser_page):
    """Else the tests below could not fail."""
    browser_page.add_init_script(WATCH)
    browser_page.goto("/support/")
    browser_page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">No</p>')")
    browser_page.wait_for_function("window.violations.length > 0")
    assert "style-src" in browser_page.evaluate("window.violations[0]")


def test_no_page_of_ours_breaks_the_policy(world, live_server, browser_page):
    client = world.client("ada")
    sign_in(browser_page, live_server, client)
    ours = [a for a in addresses() if a.is_ours and set(world.parts(a)) == set(a.parts)]
    paths = [world.url(address) for address in ours]
    paths += [
        reverse("recovery:step-detail", args=[world.recovery.pk, step.key]) for step in world.recovery.steps.all()
    ]
    paths += [reverse("advice:letter-detail", args=["gracious_reply"])]
    paths += [reverse("advice:article-detail", args=["first-24-hours"])]
    paths += [reverse(name, args=[token]) for name, token in world.tokens.items()]
    paths = [path for path in paths if opens_as_page(client, path)]

    assert len(paths) > 40
    found = violations(browser_page, [*paths, "/no-such-page/"])
    assert found == {}, json.dumps(found, indent=1)


def test_no_page_for_the_signed_out_breaks_the_policy(live_server, browser_page, client):
    paths = [reverse(a.name) for a in addresses() if not a.parts and a.app not in {"admin", "health"}]
    paths = [path for path in paths if opens_as_page(client, path)]
    paths += [reverse("account_reset_password_from_key", args=["1", "wrong"])]

    assert len(paths) > 6
    found = violations(browser_page, [*paths, "/no-such-page/"])
    assert found == {}, json.dumps(found, indent=1)


def test_no_page_of_the_admin_breaks_the_policy(world, live_server, browser_page):
    client = world.client("operator")
    sign_in(browser_page, live_server, client)
    paths = [reverse("admin:index"), reverse("admin:password_change"), reverse("account_email")]
    for model in admin.site._registry:
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        row = model._default_manager.first()
        paths += [reverse(f"{base}_changelist"), reverse(f"{base}_add")]
        if row:
            paths += [reverse(f"{base}_{verb}", args=[row.pk]) for verb in ("change", "history", "delete")]
        history = getattr(model, "history", None)
        if history and history.first():
            paths.append(reverse(f"{base}_simple_history", args=[row.pk, row.history.first().pk]))
    paths = [path for path in paths if opens_as_page(client, path)]

    assert len(paths) > 60
    found = violations(browser_page, paths)
    assert found == {}, json.dumps(found, indent=1)
