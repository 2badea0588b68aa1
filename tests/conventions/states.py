"""Forms that were sent wrongly, and what is shown in place of a page: states that no address shows by itself."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.urls import reverse

from tests.conventions.access import Address, World
from tests.conventions.pages import (
    OPERATORS,
    SIGNED_OUT,
    Page,
    addresses_of_pages,
    guarded,
    halfway,
    newcomer,
    reset_password,
)
from tests.pictures.urls import ERRORS

A_LONG_WORD = "x" * 3000

# What is sent to a page that takes a POST so that it answers with errors.
WRONG: dict[str, dict[str, Any]] = {
    "account_login": {"login": "nobody@example.org", "password": "not-this-one"},
    "account_signup": {"email": "no address", "password1": "short"},
    "account_reauthenticate": {"password": "not-this-one"},
    "mfa_authenticate": {"code": "not this one"},
    "mfa_reauthenticate": {"code": "not this one"},
    "mfa_reauthenticate_webauthn": {"credential": ""},
    "mfa_activate_totp": {"code": "not this one"},
    "mfa_add_webauthn": {"name": "Phone", "credential": ""},
    "mfa_edit_webauthn": {"name": ""},
    "account_email": {"action_add": "", "email": "no address"},
    "account_change_password": {"oldpassword": "not-this-one", "password1": "short", "password2": "other"},
    "account_set_password": {"password1": "short", "password2": "other"},
    "account_reset_password": {"email": "no address"},
    "accounts:settings-edit": {"name": A_LONG_WORD, "time_zone": "Nowhere", "theme": "pink"},
    "accounts:settings-leave": {"password": "not-this-one"},
    "advice:letter-detail": {"role": A_LONG_WORD},
    "applications:application-new": {"url": "no address", "applied_on": "2099-01-01"},
    "applications:application-edit": {"url": "no address", "salary_max": "-1"},
    "applications:application-move": {"stage": "hired"},
    "applications:application-dates": {"applied_on": "2099-01-01", "deadline_on": "0001-01-01"},
    "applications:outcome-record": {"decided_on": "2099-01-01"},
    "applications:interview-new": {"duration_minutes": "-5"},
    "applications:interview-edit": {"duration_minutes": "-5"},
    # Shown on the page of another address.
    "applications:interview-prepare": {"notes": A_LONG_WORD * 7},
    "applications:interview-debrief": {"keep_lesson": "on"},
    "applications:event-new": {"happened_on": "2099-01-01"},
    "applications:event-correct": {"happened_on": "2099-01-01"},
    "applications:document-new": {"title": A_LONG_WORD},
    "applications:document-edit": {"title": A_LONG_WORD},
    "applications:version-new": {"label": A_LONG_WORD},
    "applications:version-edit": {"label": A_LONG_WORD},
    "applications:copy-new": {},
    "applications:copy-look": {},
    "applications:sheet-new": {},
    "applications:sheet-columns": {"head": "1", "column_0": "role"},
    "applications:sheet-words": {"meaning_3_0": "hired"},
    "applications:sheet-look": {"too": "x"},
    "applications:tags-edit": {"new_tags": A_LONG_WORD},
    "applications:look-change": {"page_size": "1000"},
    "applications:view-save": {"name": A_LONG_WORD},
    "applications:period-list": {"name": A_LONG_WORD},
    "applications:period-rename": {"name": ""},
    "applications:period-delete": {"to": "987654321"},
    "applications:contact-new": {"email": "no address"},
    "applications:contact-edit": {"email": "no address"},
    "applications:company-edit": {"website": "no address", "name": ""},
    "applications:letter-new": {"contact": "987654321", "text": "[role]", "act": "sent"},
    "applications:letter-edit": {"contact": "987654321", "text": "[role]", "act": "sent"},
    "nudges:settings-edit": {"weekly_goal": "many", "weekly_people": "0", "quiet_from": "late"},
    "nudges:welcome-answer": {"name": A_LONG_WORD, "time_zone": "Nowhere", "weekly_goal": "many"},
    "styleguide-question": {"words": ""},
    "recovery:takealong-edit": {"text": "x" * 20_001},
    # Shown on the page of another address.
    "recovery:checkin-new": {},
    "recovery:checkin-keep": {"days": "100000"},
    "recovery:feedback-asked": {"asked_on": "2099-01-01"},
    "recovery:feedback-received": {"answer": ""},
    "recovery:experiment-end": {"ended_as": ""},
    "recovery:experiment-go-on": {"look_on": "2001-01-01"},
    "recovery:achievement-new": {"title": A_LONG_WORD},
    "recovery:achievement-edit": {"title": A_LONG_WORD},
    "recovery:experiment-new": {"wanted": "0", "look_on": "0001-01-01"},
    "recovery:experiment-edit": {"wanted": "0", "look_on": "0001-01-01"},
    "recovery:step-done": {},
}
# Pages that take a POST on which nothing can be wrong.
ONE_BUTTON = {
    "account_confirm_email",
    "account_logout",
    "mfa_deactivate_totp",
    "mfa_generate_recovery_codes",
    "mfa_remove_webauthn",
    "accounts:settings-export",
    "applications:application-delete",
    "applications:application-remove",
    "applications:company-delete",
    "applications:company-merge",
    "applications:document-delete",
    "applications:document-remove",
    "applications:version-delete",
    "applications:calendar-edit",
    "applications:contact-delete",
    "applications:contact-merge",
    "applications:letter-delete",
    "nudges:action",
    "nudges:pause",
    "nudges:unsubscribe",
    "recovery:experiment-delete",
    "recovery:lesson-delete",
    "recovery:checkin-withdraw",
    "recovery:checkin-forget",
    "recovery:takealong-delete",
}


def with_errors(world: World) -> Iterator[Page]:
    """Each form as it comes back when it was filled in wrongly."""
    for address in addresses_of_pages():
        if address.name == "account_reset_password_from_key":
            yield new_password_refused(world, address)
        if (sent := WRONG.get(address.name)) is None:
            continue
        url, visitor = url_of(world, address), visitor_of(world, address)
        # allauth sends whoever gave a passkey that did not fit back to its page.
        status = 200 if address.name == "mfa_reauthenticate_webauthn" else 422
        yield Page(address.name, url, visitor, "with errors", sent, status=status)


def new_password_refused(world: World, address: Address) -> Page:
    """The link of the mail leads on to another address, which remembers that one came by it."""
    page = replace(reset_password(world, address)[0], name=address.name, state="with errors")
    sent = {"password1": "short", "password2": "other"}
    url = re.sub(r"-[^/]+/$", "-set-password/", page.url)
    return replace(page, before=page.url, url=url, sent=sent, status=422)


def url_of(world: World, address: Address) -> str:
    if address.name == "mfa_edit_webauthn":
        return reverse(address.name, args=[guarded(world).authenticator_set.get(type="webauthn").pk])
    if address.name == "advice:letter-detail":
        return reverse(address.name, args=["gracious_reply"])
    if address.name == "applications:letter-new":
        return f"{world.url(address)}?letter=reconnect"
    if address.name.startswith("recovery:step-"):
        step = world.recovery.steps.get(key="explanations_map")  # one that cannot be left empty
        return reverse(address.name, args=[step.recovery_id, step.key])
    return world.url(address)


def visitor_of(world: World, address: Address) -> str:
    if address.name == "account_set_password":
        newcomer(world)
        return "carol"
    if address.name == "mfa_authenticate":
        return halfway(world)
    if address.name in {"mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_edit_webauthn"}:
        guarded(world)
        return "eve"
    return "nobody" if address.name in SIGNED_OUT else "operator" if address.name in OPERATORS else "ada"


# --- In place of a page -----------------------------------------------------------------------------------------------

STATUS = {"403_csrf": 403}


def in_place_of_a_page() -> Iterator[Page]:
    """For ROOT_URLCONF "tests.pictures.urls", where they have an address."""
    yield Page("404", "/no-such-page/", "nobody", status=404)
    for kind in ERRORS:
        yield Page(kind, reverse("picture-of-error", args=[kind]), status=STATUS.get(kind) or int(kind))
