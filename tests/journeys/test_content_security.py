"""No page breaks the content-security policy: ours, the libraries', the admin and its histories."""

import json

import pytest
from django.contrib import admin
from django.urls import NoReverseMatch, reverse

from tests.conventions.access import World, addresses

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.violations.push([event.violatedDirective, event.blockedURI, event.sourceFile, event.sample].join(" "));
});
"""
NOT_PAGES = {"accounts:settings-export", "account_logout", "health"}


@pytest.fixture
def world(transactional_db, now) -> World:
    from django.core.management import call_command

    call_command("content", "load", verbosity=0)
    return World(now)


def sign_in(page, live_server, client):
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])


def violations(page, live_server, paths):
    page.add_init_script(WATCH)
    found = {}
    for path in paths:
        response = page.goto(live_server.url + path)
        assert response.status < 500, path
        page.wait_for_load_state("networkidle")
        seen = page.evaluate("window.violations")
        if seen:
            found[path] = seen
    return found


def test_no_page_of_ours_breaks_the_policy(world, live_server, browser_page):
    sign_in(browser_page, live_server, world.client("ada"))
    paths = [
        world.url(address)
        for address in addresses()
        if address.is_ours and address.name not in NOT_PAGES and set(address.parts) <= set(world.parts)
    ]
    paths += [
        reverse("advice:letter-detail", args=["gracious_reply"]),
        reverse("advice:article-detail", args=["first-24-hours"]),
    ]
    paths += ["/no-such-page/"]

    assert len(paths) > 30
    found = violations(browser_page, live_server, paths)
    assert found == {}, json.dumps(found, indent=1)


def test_no_page_for_the_signed_out_breaks_the_policy(world, live_server, browser_page):
    paths = [
        reverse(address.name)
        for address in addresses()
        if not address.parts and not address.name.startswith("admin:") and address.name not in NOT_PAGES
    ]

    found = violations(browser_page, live_server, paths)
    assert found == {}, json.dumps(found, indent=1)


def test_no_page_of_the_admin_breaks_the_policy(world, live_server, browser_page):
    sign_in(browser_page, live_server, world.client("operator"))
    paths = [reverse("admin:index"), reverse("admin:password_change")]
    for model in admin.site._registry:
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        row = model._default_manager.first()
        paths.append(reverse(f"{base}_changelist"))
        for name, args in [
            ("add", []),
            *([("change", [row.pk]), ("history", [row.pk]), ("delete", [row.pk])] if row else []),
        ]:
            try:
                paths.append(reverse(f"{base}_{name}", args=args))
            except NoReverseMatch:
                continue
        history = getattr(row, "history", None)
        if history is not None and history.first():
            paths.append(reverse(f"{base}_simple_history", args=[row.pk, history.first().pk]))

    found = violations(browser_page, live_server, paths)
    assert found == {}, json.dumps(found, indent=1)
