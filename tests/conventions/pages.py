"""Every page that a person can open: taken from the URLconf, with as whom it is opened and what is sent to see it.

`pages_of(world)` has every address at least once, and again in each state that looks different: nothing there yet, a
link that no longer works, each step of a recovery. Forms with errors and what is shown in place of a page are in
`tests/conventions/states.py`. An address that is no page stands in NOT_A_PAGE with the reason; one that takes only a
POST says so itself.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.core.mail import EmailMultiAlternatives
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse

from accounts import mail_folder
from accounts.models import User
from applications import operations as applications
from recovery import operations
from tests.accounts.second import give_app, keys_of_a_passkey, made_passkey
from tests.conventions.access import CANARY, Address, World, addresses
from tests.factories import make_application, make_experiment, make_interview, make_outcome, make_user

NOT_A_PAGE = {
    "applications:version-download": "a file",
    "applications:sheet-left-out": "a file",
    "applications:sheet-download": "a file",
    "recovery:achievement-text": "a file",
    "health": "answers machines, in JSON",
    "metrics": "answers machines, in a format of theirs",
    "accounts:offline-worker": "a script",
    "accounts:home-screen-manifest": "answers browsers, in JSON",
    "accounts:home-screen-favicon": "leads to a picture",
    "applications:calendar-feed": "answers calendars",
    "applications:interview-calendar": "a file for calendars",
    "mfa_index": "leads to the page of signing in",
    "mfa_list_webauthn": "leads to the page of signing in",
    "mfa_login_webauthn": "takes what a browser gives, and leads on",
    "mfa_download_recovery_codes": "a file",
    "account_confirm_login_code": "nobody signs in by a code here: it leads to the sign-in page",
}

# Who opens a page, if it is not ada.
SIGNED_OUT = {
    "account_login",
    "account_signup",
    "account_inactive",
    "account_email_verification_sent",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
}
OPERATORS = {"accounts:mail-everyone", "styleguide", "styleguide-question"}
# Pages of ada's that bob, who has nothing yet, sees empty.
EMPTY = {
    "accounts:mail-overview",
    "applications:application-list",
    "applications:copy-new",
    "applications:sheet-take",
    "applications:trash-show",
    "applications:figures-show",
    "applications:document-list",
    "applications:document-trash",
    "applications:period-list",
    "applications:board",
    "applications:board-closed",
    "applications:board-column",
    "applications:interview-list",
    "applications:company-list",
    "applications:calendar-edit",
    "applications:contact-list",
    "applications:letter-list",
    "nudges:plan-show",
    "nudges:plan-history",
    "nudges:today-show",
    "recovery:achievement-list",
    "recovery:experiment-list",
    "recovery:recovery-list",
    "recovery:checkin-list",
    "recovery:lookback-show",
    "recovery:takealong-list",
}


@dataclass(frozen=True)
class Page:
    """One page in one state. Where something is `sent`, the page is what is answered to that POST.

    `before` is the page from which it is sent: any that has a token for forms, if it does not matter.
    """

    name: str
    url: str
    visitor: str = "ada"
    state: str = ""
    sent: Mapping[str, Any] | None = None
    status: int = 200
    before: str = "/support/"

    def __str__(self) -> str:
        who = "" if self.visitor == "ada" else f", {self.visitor}"
        return f"{self.name}{who}{f' ({self.state})' if self.state else ''}"

    def opened(self, client: Client) -> HttpResponse:
        """What the visitor gets in the end; the client is one of `world.client(page.visitor)`."""
        if self.sent is None:
            return client.get(self.url, follow=True)
        client.get(self.before, follow=True)
        return client.post(self.url, self.sent, follow=True)


def addresses_of_pages() -> list[Address]:
    """All of the project's own URLconf, whichever is in force, but the admin, which is Django's."""
    return [address for address in addresses(get_resolver("config.urls")) if address.app != "admin"]


def takes_only_posts(world: World, address: Address) -> bool:
    """Asked itself, without showing or changing anything."""
    if set(world.parts(address)) != set(address.parts):
        return False
    answer = world.clients["ada"].options(world.url(address))
    return answer.status_code == 405 and answer["Allow"] == "POST"


def pages_of(world: World) -> list[Page]:
    pages: list[Page] = []
    for address in addresses_of_pages():
        if address.name in NOT_A_PAGE:
            continue
        if maker := MAKERS.get(address.name):
            pages += [replace(page, name=address.name) for page in maker(world, address)]
        elif not takes_only_posts(world, address):
            pages += usual(world, address)
    return pages


def usual(world: World, address: Address) -> list[Page]:
    visitor = "nobody" if address.name in SIGNED_OUT else "operator" if address.name in OPERATORS else "ada"
    page = Page(address.name, world.url(address), visitor)
    return [page, replace(page, visitor="bob", state="nothing there yet")] if address.name in EMPTY else [page]


# --- Pages that need something first ----------------------------------------------------------------------------------

Maker = Callable[[World, Address], list[Page]]


def today(world: World, address: Address) -> list[Page]:
    return [*usual(world, address), Page("", "/", "nobody", "landing page")]


def support(world: World, address: Address) -> list[Page]:
    return [Page("", world.url(address)), Page("", world.url(address), "nobody")]


def set_password(world: World, address: Address) -> list[Page]:
    newcomer(world)
    return [Page("", world.url(address), "carol")]


def newcomer(world: World) -> User:
    """carol: has neither a password nor a confirmed address."""
    if carol := world.visitors.get("carol"):
        return carol
    carol = world.visitors["carol"] = make_user(email="carol@example.org")
    carol.set_unusable_password()
    carol.save()
    carol.emailaddress_set.create(email=carol.email, primary=True, verified=False)
    return carol


def confirm_email(world: World, address: Address) -> list[Page]:
    key = EmailConfirmationHMAC(newcomer(world).emailaddress_set.get()).key
    return [
        Page("", reverse(address.name, args=[key]), "nobody"),
        Page("", reverse(address.name, args=["wrong"]), "nobody", "link no longer works"),
    ]


def reset_password(world: World, address: Address) -> list[Page]:
    key = f"{user_pk_to_url_str(world.ada)}-{default_token_generator.make_token(world.ada)}"
    url = reverse(address.name, args=["1", "wrong"])
    return [
        Page("", url.replace("1-wrong", key), "nobody"),
        Page("", url, "nobody", "link no longer works"),
    ]


def guarded(world: World) -> User:
    """eve: has an app, passkeys and spare codes, and has just said again that it is her. grace has passkeys alone."""
    if eve := world.visitors.get("eve"):
        return eve
    eve, grace = (make_user(email=f"{name}@example.org") for name in ("eve", "grace"))
    world.visitors |= {"eve": eve, "grace": grace}
    world.sure |= {"eve", "ada"}
    give_app(eve)
    RecoveryCodes.activate(grace)
    for person in (eve, grace):
        WebAuthn.add(person, CANARY, made_passkey(keys_of_a_passkey()[1], secrets.token_bytes(16)))
    return eve


def second_step(world: World, address: Address) -> list[Page]:
    """After the password; with an app and passkeys, and with passkeys alone."""
    halfway(world)
    states = {"halfway": "", "halfway-grace": "with passkeys alone"}
    return [Page("", reverse(address.name), visitor, state) for visitor, state in states.items()]


def halfway(world: World) -> str:
    world.visitors |= {"halfway": guarded(world), "halfway-grace": world.visitors["grace"]}
    world.halfway |= {"halfway", "halfway-grace"}
    return "halfway"


def by_eve(world: World, address: Address) -> list[Page]:
    eve = guarded(world)
    passkey = eve.authenticator_set.get(type="webauthn")
    return [Page("", reverse(address.name, args=[passkey.pk] if address.parts else []), "eve")]


def by_ada_who_is_sure(world: World, address: Address) -> list[Page]:
    guarded(world)
    return [Page("", reverse(address.name))]


def signing_in(world: World, address: Address) -> list[Page]:
    guarded(world)
    return [Page("", world.url(address)), Page("", world.url(address), "eve", "with a second step")]


def mail_read(world: World, address: Address) -> list[Page]:
    message = EmailMultiAlternatives("A note", "Words in plain.", "rebound@example.org", [world.ada.email])
    message.attach_alternative("<h1>A note</h1><p>Words, <a href='/'>dressed up</a>.</p>", "text/html")
    kept = mail_folder.keep(message, now=world.ada.joined_at + timedelta(minutes=5))
    return [Page("", reverse(address.name, args=[kept.stem]))]


def curated(argument: str) -> Maker:
    return lambda world, address: [Page("", reverse(address.name, args=[argument]))]


def link_from_a_mail(world: World, address: Address) -> list[Page]:
    url, wrong = (reverse(address.name, args=[token]) for token in (world.tokens[address.name], "wrong"))
    return [
        Page("", url, "nobody", "asks first"),
        Page("", wrong, "nobody", "link no longer works", status=404),
        Page("", url, "nobody", "done", sent={}),
    ]


def application(world: World, address: Address) -> list[Page]:
    offer = make_application(world.ada, company="Accepted", now=world.now - timedelta(days=9))
    make_outcome(offer, kind="accepted", now=world.now)
    return [
        Page("", world.url(address)),
        Page("", world.closed.get_absolute_url(), state="after a no"),
        Page("", offer.get_absolute_url(), state="after a yes"),
        Page("", world.trashed.get_absolute_url(), state="in the trash", status=404),
    ]


def interviews(world: World, address: Address) -> list[Page]:
    """Ahead, over with all that was written, cancelled, and beside another one on their clock."""
    now = world.now
    over = make_interview(world.open, now=now - timedelta(days=9), starts_at=now - timedelta(days=2))
    applications.debrief_interview(over, now=now, keep_lesson=True, next_time=CANARY, went_well="The demo")
    off = make_interview(world.open, now=now, starts_at=now + timedelta(days=8))
    applications.cancel_interview(off, now=now)
    theirs = make_interview(world.open, now=now, employer_zone="Asia/Tokyo", contacts=[world.contact])
    states = {"ahead": world.interview, "over": over, "cancelled": off, "beside another": theirs}
    return [Page("", one.get_absolute_url(), state=state) for state, one in states.items()]


def looked_up(world: World, address: Address) -> list[Page]:
    """A link in each state: looked up, found, several of them, nothing there."""
    said = world.fetch.found[0]
    states: dict[str, dict[str, Any]] = {
        "found": {"state": "found", "found": [said]},
        "several": {"state": "found", "found": [said, said | {"role": f"{said['role']} 2"}]},
        "looked up": {"state": "asked"},
        "nothing there": {"state": "failed", "problem": "blocked"},
    }
    rows = {
        name: world.ada.posting_fetches.create(url="https://example.org/7", asked_at=world.now, **fields)
        for name, fields in states.items()
    }
    return [Page("", reverse(address.name, args=[row.pk]), state=name) for name, row in rows.items()]


def merging(world: World, address: Address) -> list[Page]:
    """First with which other one, then which of the two stays."""
    other = world.idle if "company" in address.name else world.twin
    url = world.url(address)
    return [Page("", url), Page("", f"{url}?other={other.pk}", state="which one stays")]


def company_to_delete(world: World, address: Address) -> list[Page]:
    needed = reverse(address.name, args=[world.open.company.pk])
    return [Page("", world.url(address)), Page("", needed, state="still needed")]


def letter_to_write(world: World, address: Address) -> list[Page]:
    """Which letter; the chosen one with its gaps; one's own words."""
    url = reverse(address.name)
    about = f"{url}?interview={world.interview.pk}"
    return [
        Page("", about),
        Page("", url, "bob", state="about nothing"),
        Page("", f"{about}&letter=thank_you_after_interview", state="with its gaps"),
        Page("", f"{url}?letter=", "bob", state="in one's own words"),
    ]


def letter(world: World, address: Address) -> list[Page]:
    return [Page("", world.url(address)), Page("", world.sent_letter.get_absolute_url(), state="sent")]


def after_a_no(world: World, address: Address) -> list[Page]:
    at = {"just begun": world.closed, "joined": world.joined, "offered": world.silent, "noted": early(world)}
    return [Page("", reverse(address.name, args=[there.pk]), state=state) for state, there in at.items()]


def early(world: World) -> Any:
    """A no before any interview, on the page where such ones gather."""
    known = world.ada.applications.filter(company__name="Early").first()
    if known is None:
        known = make_application(world.ada, company="Early", now=world.now - timedelta(days=9))
        make_outcome(known, now=world.now)
    return known


def recoveries(world: World, address: Address) -> list[Page]:
    gathering = early(world).recovery_entries.get().recovery
    return [
        Page("", world.recovery.get_absolute_url()),
        Page("", gathering.get_absolute_url(), state="early noes"),
        Page("", resting(world).get_absolute_url(), visitor="dan", state="rests"),
    ]


def experiments(world: World, address: Address) -> list[Page]:
    """Before its day, on it, and looked at."""
    now = world.now
    due = make_experiment(world.ada, change=CANARY, wanted=3, now=now - timedelta(days=31))
    over = make_experiment(world.ada, change=CANARY, now=now - timedelta(days=40))
    operations.end_experiment(over, ended_as="kept", finding=CANARY, now=now)
    states = {"running": world.experiment, "to be looked at": due, "looked at": over}
    return [Page("", one.get_absolute_url(), state=state) for state, one in states.items()]


def questions(world: World, address: Address) -> list[Page]:
    """One question to an employer: not decided, wanted, asked, followed up, answered in words that worry, refused."""
    now, today = world.now, world.now.date()
    wanted, asked, followed, refused = (
        world.ended(state, now=now) for state in ("Wanted", "Asked", "Again", "Refused")
    )
    operations.feedback_want(wanted, now=now)
    for application in (asked, followed, refused):
        operations.feedback_asked(application, asked_on=today, now=now)
    operations.feedback_followed_up(followed, now=now)
    operations.feedback_refused(refused, now=now)
    worrying = world.ended("Worrying", now=now)
    words = {"answer": CANARY, "codes": ["style_or_fit_wording"], "next_time": CANARY, "is_worrying": True}
    operations.feedback_received(worrying, now=now, **words)
    states = {"received": world.closed, "not decided": world.joined, "wanted": wanted, "asked": asked}
    states |= {"followed up": followed, "refused": refused, "worrying": worrying, "silence": world.silent}
    return [Page("", reverse(address.name, args=[one.pk]), state=state) for state, one in states.items()]


def resting(world: World) -> Any:
    """dan's recovery, which he lets rest."""
    dan = world.visitors["dan"] = make_user(email="dan@example.org", name="Dan")
    over = make_application(dan, company="Over", stage="final_round", now=world.now - timedelta(days=9))
    make_outcome(over, now=world.now)
    recovery = over.recovery_entries.get().recovery
    operations.pause(recovery, until=world.now + timedelta(days=3), now=world.now)
    return recovery


def steps(world: World, address: Address) -> list[Page]:
    """Each of them asks in another way."""
    gathering = early(world).recovery_entries.get().recovery
    every = [step for recovery in (world.recovery, gathering) for step in recovery.steps.all()]
    return [Page("", step.get_absolute_url(), state=step.key) for step in every]


MAKERS: dict[str, Maker] = {
    "account_confirm_email": confirm_email,
    "account_reset_password_from_key": reset_password,
    "account_set_password": set_password,
    "accounts:mail-read": mail_read,
    "accounts:signing-in-show": signing_in,
    "mfa_authenticate": second_step,
    "mfa_reauthenticate": by_eve,
    "mfa_reauthenticate_webauthn": by_eve,
    "mfa_activate_totp": by_ada_who_is_sure,
    "mfa_add_webauthn": by_ada_who_is_sure,
    "mfa_deactivate_totp": by_eve,
    "mfa_view_recovery_codes": by_eve,
    "mfa_generate_recovery_codes": by_eve,
    "mfa_remove_webauthn": by_eve,
    "mfa_edit_webauthn": by_eve,
    "advice:article-detail": curated("first-24-hours"),
    "advice:letter-detail": curated("gracious_reply"),
    "advice:support-index": support,
    "applications:application-detail": application,
    "applications:company-delete": company_to_delete,
    "applications:company-merge": merging,
    "applications:contact-merge": merging,
    "applications:letter-edit": letter,
    "applications:letter-new": letter_to_write,
    "applications:interview-detail": interviews,
    "applications:posting-show": looked_up,
    "nudges:action": link_from_a_mail,
    "nudges:today-show": today,
    "nudges:pause": link_from_a_mail,
    "nudges:unsubscribe": link_from_a_mail,
    "recovery:feedback-detail": questions,
    "recovery:experiment-detail": experiments,
    "recovery:recovery-detail": recoveries,
    "recovery:recovery-for": after_a_no,
    "recovery:step-detail": steps,
}
