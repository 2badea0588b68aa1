"""Every picture there is: which address, whose eyes, and what was done on the page before."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import resolve, reverse

from tests.conventions.access import addresses
from tests.pictures.acts import (
    Act,
    ask,
    compare_a_new_version,
    compare_a_pack,
    fill,
    let_frame_load,
    open_a_published_text,
    open_details,
    open_menu,
    send_empty,
    write_a_new_version,
)
from tests.pictures.people import Parts, People


@dataclass(frozen=True)
class Picture:
    """`name` is the name of the file, `view` that of the address; `act` is done on the open page."""

    name: str
    view: str
    by: str = "demo"
    parts: Parts = field(default_factory=dict)
    query: str = ""
    act: Act | None = None
    is_window: bool = False  # only what the window shows, not the whole page

    def path(self, people: People) -> str:
        wanted = ADDRESSES[self.view].parts
        parts = people.parts | self.parts
        return reverse(self.view, kwargs={part: parts[part] for part in wanted}) + self.query


ADDRESSES = {address.name: address for address in addresses()}

# Addresses that have no picture, each with its reason. Those that only take a POST need none.
NO_PICTURE = {
    "account_confirm_login_code": "codes by mail are switched off: leads to the login",
    "mfa_index": "leads to the page of signing in",
    "mfa_list_webauthn": "leads to the page of signing in",
    "mfa_login_webauthn": "takes what a browser gives, and leads on",
    "mfa_download_recovery_codes": "a file",
    "mfa_authenticate": "between the password and the page behind it: tests/accessibility looks at it",
    "applications:version-download": "a file",
    "recovery:achievement-text": "a file",
    "applications:calendar-feed": "answers calendars",
    "applications:interview-calendar": "a file for calendars",
    "health": "says in JSON how the processes are",
    "metrics": "figures for a collector, behind a token",
    "picture-of-error": "not of the app: taken where the app is one of our own",
    "picture-of-mail": "the same",
    "accounts:offline-worker": "a script",
    "accounts:home-screen-manifest": "answers browsers, in JSON",
    "accounts:home-screen-favicon": "leads to a picture",
    "applications:sheet-left-out": "a file",
    "applications:sheet-download": "a file",
}


ENTRANCE = [
    Picture("landing", "nudges:today-show", by="nobody"),
    Picture("login", "account_login", by="nobody"),
    Picture("login-errors", "account_login", by="nobody", act=fill(login="robin@example.org", password="not-it")),
    Picture("signup", "account_signup", by="nobody"),
    Picture("signup-errors", "account_signup", by="nobody", act=fill(email="robin", password1="1234")),
    Picture("account-inactive", "account_inactive", by="nobody"),
    Picture("password-reset", "account_reset_password", by="nobody"),
    Picture("password-reset-done", "account_reset_password_done", by="nobody"),
    Picture("password-reset-key-done", "account_reset_password_from_key_done", by="nobody"),
    Picture("verification-sent", "account_email_verification_sent", by="nobody"),
    Picture("offline", "accounts:offline-show", by="nobody"),
    Picture("support-signed-out", "advice:support-index", by="nobody"),
    Picture("welcome", "nudges:welcome-answer", by="newcomer"),
    Picture("password-set", "account_set_password", by="newcomer"),
]

SEARCH = [
    Picture("today", "nudges:today-show"),
    Picture("today-menu", "nudges:today-show", act=open_menu, is_window=True),
    Picture("list", "applications:application-list"),
    Picture("list-closed", "applications:application-list", query="?closed=on&sort=company"),
    Picture("list-none-found", "applications:application-list", query="?q=zzz"),
    Picture("list-columns", "applications:look-change"),
    Picture("list-save", "applications:view-save", query="?work_mode=remote"),
    Picture("tags", "applications:tags-edit"),
    Picture("periods", "applications:period-list", by="parted"),
    Picture("figures", "applications:figures-show"),
    Picture("figures-days", "applications:figures-show", query="?period=90-days"),
    Picture("period-rename", "applications:period-rename", by="parted"),
    Picture("period-delete", "applications:period-delete", by="parted"),
    Picture("board", "applications:board"),
    Picture("board-column", "applications:board-column", parts={"stage": "applied"}),
    Picture("board-closed", "applications:board-closed"),
    Picture("copy-new", "applications:copy-new", by="fresh"),
    Picture("copy-new-errors", "applications:copy-new", by="fresh", act=send_empty),
    Picture("copy-new-full", "applications:copy-new"),
    Picture("sheet-new", "applications:sheet-new"),
    Picture("sheet-new-errors", "applications:sheet-new", act=send_empty),
    Picture("sheet-take", "applications:sheet-take", query="?stage=applied"),
    Picture("move", "applications:application-move"),
    Picture("dates", "applications:application-dates"),
    Picture("new", "applications:application-new"),
    Picture("new-more", "applications:application-new", act=open_details),
    Picture("new-errors", "applications:application-new", act=send_empty),
    Picture(
        "new-added",
        "applications:application-new",
        by="mutable",
        act=fill(company="Paper Crane", role="Lead"),
        is_window=True,
    ),
    Picture("detail", "applications:application-detail"),
    Picture("detail-open-parts", "applications:application-detail", act=open_details),
    Picture("detail-menu", "applications:application-detail", act=open_menu, is_window=True),
    Picture("detail-dialog", "applications:application-detail", act=ask, is_window=True),
    Picture("edit", "applications:application-edit"),
    Picture("delete", "applications:application-delete"),
    Picture("outcome", "applications:outcome-record"),
    Picture("outcome-errors", "applications:outcome-record", act=send_empty),
    Picture("list-keys", "applications:keys-show"),
    Picture("new-from-any-page", "applications:posting-anywhere"),
    Picture("interviews", "applications:interview-list"),
    Picture("interview-new", "applications:interview-new"),
    Picture("interview-new-errors", "applications:interview-new", act=send_empty),
    Picture("interview", "applications:interview-detail"),
    Picture("interview-edit", "applications:interview-edit"),
    Picture("calendar", "applications:calendar-edit"),
    Picture("lesson-delete", "recovery:lesson-delete"),
    Picture("looking-back", "recovery:lookback-show"),
    Picture("take-alongs", "recovery:takealong-list"),
    Picture("take-along", "recovery:takealong-detail"),
    Picture("take-along-edit", "recovery:takealong-edit"),
    Picture("take-along-delete", "recovery:takealong-delete"),
    Picture("event-new", "applications:event-new"),
    Picture("event-correct", "applications:event-correct"),
    Picture("history", "applications:event-list"),
    Picture("documents", "applications:document-list"),
    Picture("document", "applications:document-detail"),
    Picture("document-new", "applications:document-new"),
    Picture("document-new-errors", "applications:document-new", act=send_empty),
    Picture("document-edit", "applications:document-edit"),
    Picture("document-delete", "applications:document-delete"),
    Picture("document-trash", "applications:document-trash"),
    Picture("version-new", "applications:version-new"),
    Picture("version-edit", "applications:version-edit"),
    Picture("version-delete", "applications:version-delete"),
    Picture("contacts", "applications:contact-list"),
    Picture("contact-new", "applications:contact-new"),
    Picture("contact-new-errors", "applications:contact-new", act=send_empty),
    Picture("contact-edit", "applications:contact-edit"),
    Picture("contact-delete", "applications:contact-delete"),
    Picture("contact", "applications:contact-detail"),
    Picture("contact-merge", "applications:contact-merge"),
    Picture("contact-doubles", "applications:contact-doubles"),
    Picture("companies", "applications:company-list"),
    Picture("company", "applications:company-detail"),
    Picture("company-edit", "applications:company-edit"),
    Picture("company-delete", "applications:company-delete"),
    Picture("company-merge", "applications:company-merge"),
    Picture("company-doubles", "applications:company-doubles"),
    Picture("my-letters", "applications:letter-list"),
    Picture("letter-choose", "applications:letter-new"),
    Picture("letter-write", "applications:letter-new", query="?letter=thank_you_after_interview"),
    Picture("letter-draft", "applications:letter-edit"),
    Picture("letter-delete", "applications:letter-delete"),
]

ADVICE = [
    Picture("articles", "advice:article-index"),
    Picture("article", "advice:article-detail", parts={"slug": "first-24-hours"}),
    Picture("letters", "advice:letter-index"),
    Picture("letter", "advice:letter-detail", parts={"key": "gracious_reply"}),
    Picture("support", "advice:support-index"),
]

NUDGES = [
    Picture("plan", "nudges:plan-show"),
    Picture("plan-open-parts", "nudges:plan-show", act=open_details),
    Picture("plan-history", "nudges:plan-history"),
    Picture("nudge-settings", "nudges:settings-edit"),
    Picture("nudge-settings-unreachable", "nudges:settings-edit", by="unreachable"),
]

STYLEGUIDE = [
    Picture("styleguide", "styleguide", by="operator"),
    Picture("styleguide-question", "styleguide-question", by="operator"),
]

ONESELF = [
    Picture("settings", "accounts:settings-edit"),
    Picture("export", "accounts:settings-export"),
    Picture("leave", "accounts:settings-leave"),
    Picture("leave-errors", "accounts:settings-leave", act=send_empty),
    Picture("mail", "accounts:mail-overview"),
    Picture("mail-read", "accounts:mail-read"),
    Picture("curating", "admin:index", by="curator"),
    Picture("curating-overview", "admin:advice_overview", by="curator"),
    Picture("curating-preview", "admin:advice_step_preview", by="curator", act=let_frame_load),
    Picture("curating-nudge", "admin:advice_nudgetext_preview", by="curator", query="?id=1", act=let_frame_load),
    Picture("curating-packs", "admin:advice_packs", by="curator", act=compare_a_pack),
    Picture("curating-published", "admin:index", by="curator", act=open_a_published_text),
    Picture("curating-version", "admin:index", by="curator", act=compare_a_new_version),
    Picture("curating-version-draft", "admin:index", by="curator", act=write_a_new_version),
    Picture("mail-everyone", "accounts:mail-everyone", by="operator"),
    Picture("email", "account_email"),
    Picture("email-errors", "account_email", act=fill(email="robin")),
    Picture("password-change", "account_change_password"),
    Picture("password-change-errors", "account_change_password", act=send_empty),
    Picture("reauthenticate", "account_reauthenticate"),
    Picture("signing-in", "accounts:signing-in-show"),
    Picture("signing-in-guarded", "accounts:signing-in-show", by="guarded"),
    Picture("devices", "accounts:device-list"),
    Picture("app", "mfa_activate_totp", by="mutable"),
    Picture("app-off", "mfa_deactivate_totp", by="guarded"),
    Picture("app-errors", "mfa_activate_totp", by="mutable", act=send_empty),
    Picture("spare-codes", "mfa_view_recovery_codes", by="guarded"),
    Picture("spare-codes-new", "mfa_generate_recovery_codes", by="guarded"),
    Picture("passkey-new", "mfa_add_webauthn", by="mutable"),
    Picture("code-again", "mfa_reauthenticate", by="guarded"),
    Picture("passkey-again", "mfa_reauthenticate_webauthn", by="guarded"),
    Picture("logout", "account_logout"),
]

EMPTY = [
    Picture(f"empty-{name}", view, by="fresh")
    for name, view in {
        "today": "nudges:today-show",
        "list": "applications:application-list",
        "board": "applications:board",
        "interviews": "applications:interview-list",
        "contacts": "applications:contact-list",
        "trash": "applications:trash-show",
        "documents": "applications:document-list",
        "recovery": "recovery:recovery-list",
        "looking-back": "recovery:lookback-show",
        "take-alongs": "recovery:takealong-list",
        "achievements": "recovery:achievement-list",
        "experiments": "recovery:experiment-list",
        "plan": "nudges:plan-show",
        "plan-history": "nudges:plan-history",
        "mail": "accounts:mail-overview",
    }.items()
]


def with_rows_of(people: People) -> Iterator[Picture]:
    """The pictures whose addresses name rows that have to be looked for."""
    passkey = {"pk": people.rows["guarded"].authenticator_set.get(type="webauthn").pk}
    yield Picture("passkey-rename", "mfa_edit_webauthn", by="guarded", parts=passkey)
    yield Picture("passkey-remove", "mfa_remove_webauthn", by="guarded", parts=passkey)
    closed = {"application_id": people.ended("rejected", "interview").pk}
    silent = {"application_id": people.ended("ghosted", "screening").pk}
    early = {"application_id": people.ended("rejected", "applied").pk}
    yield Picture("detail-closed", "applications:application-detail", parts=closed)
    yield Picture("detail-silent", "applications:application-detail", parts=silent)
    sheet, understood = {"sheet_id": people.sheet().pk}, {"sheet_id": people.sheet(day="13/04/2026").pk}
    people.bring_copy()
    yield Picture("copy-look", "applications:copy-look", by="fresh")
    yield Picture("sheet-columns", "applications:sheet-columns", parts=sheet)
    yield Picture("sheet-words", "applications:sheet-words", parts=sheet)
    yield Picture("sheet-look", "applications:sheet-look", parts=understood)
    yield Picture("sheet-done", "applications:sheet-done", by="mutable", parts=people.brought_in())
    yield Picture("trash", "applications:trash-show")
    yield Picture("trash-remove", "applications:application-remove", parts={"application_id": people.trashed().pk})
    thrown_away = {"document_id": people.thrown_away().pk}
    yield Picture("document-remove", "applications:document-remove", parts=thrown_away)
    yield Picture("new-found", "applications:posting-show", parts={"fetch_id": people.looked_up().pk})
    yield Picture("recovery", "recovery:recovery-list")
    yield Picture("check-ins", "recovery:checkin-list")
    yield Picture("check-ins-off", "recovery:checkin-list", by="fresh")
    yield Picture("check-ins-card", "recovery:checkin-support")
    yield Picture("check-ins-forget", "recovery:checkin-forget")
    yield Picture("check-ins-withdraw", "recovery:checkin-withdraw")
    yield Picture("recovery-detail", "recovery:recovery-detail")
    early_noes = people.demo.recoveries.filter(kind="early_noes").latest("pk")
    yield Picture("recovery-early-noes", "recovery:recovery-detail", parts={"recovery_id": early_noes.pk})
    yield Picture("recovery-begun", "recovery:recovery-for", parts=closed)
    yield Picture("recovery-offered", "recovery:recovery-for", parts=silent)
    yield Picture("recovery-noted", "recovery:recovery-for", parts=early)
    yield Picture("feedback", "recovery:feedback-detail", parts=closed)
    yield Picture(
        "feedback-received", "recovery:feedback-detail", by="mutable", parts=people.answered(), act=open_details
    )
    yield Picture("achievements", "recovery:achievement-list")
    yield Picture("achievement-new", "recovery:achievement-new")
    yield Picture("achievement-edit", "recovery:achievement-edit")
    yield Picture("experiments", "recovery:experiment-list")
    yield Picture("experiment-new", "recovery:experiment-new")
    yield Picture("experiment", "recovery:experiment-detail")
    yield Picture("experiment-edit", "recovery:experiment-edit")
    yield Picture("experiment-delete", "recovery:experiment-delete")
    for key in people.steps("full"):
        yield Picture(f"step-{key.replace('_', '-')}", "recovery:step-detail", parts={"key": key})
    yield Picture("interview-over", "applications:interview-detail", parts=people.interview_over())
    yield Picture("nudge-action", "nudges:action", by="nobody", parts={"token": people.nudge_token()})
    yield Picture("nudge-action-over", "nudges:action", by="nobody", parts={"token": people.token_that_came_late()})
    yield Picture("nudge-action-gone", "nudges:action", by="nobody", parts={"token": "no-longer"})
    yield Picture("nudge-pause", "nudges:pause", by="nobody", parts={"token": people.pause_token()})
    paused, left = {"token": people.pause_token("forgetful")}, {"token": people.unsubscribe_token("forgetful")}
    yield Picture("nudge-pause-done", "nudges:pause", by="nobody", parts=paused)
    yield Picture("unsubscribe", "nudges:unsubscribe", by="nobody", parts={"token": people.unsubscribe_token()})
    yield Picture("unsubscribe-done", "nudges:unsubscribe", by="nobody", parts=left, act=send_empty)
    yield Picture("email-confirm", "account_confirm_email", by="nobody", parts={"key": people.confirmation_key()})
    yield Picture("email-confirm-gone", "account_confirm_email", by="nobody", parts={"key": "no-longer"})
    reset = "account_reset_password_from_key"
    yield Picture("password-reset-key", reset, by="nobody", parts=people.reset_parts())
    yield Picture("password-reset-key-gone", reset, by="nobody", parts={"uidb36": "1", "key": "no-longer"})


def of_no_address(people: People) -> Iterator[Picture]:
    """What no address of the app shows by itself (see urls.py beside this file)."""
    for kind in ("400", "403", "403_csrf", "404", "405", "413", "429", "500", "503"):
        yield Picture(f"error-{kind.replace('_', '-')}", "picture-of-error", by="nobody", parts={"kind": kind})
    for rule in people.rules_in_mails():
        name = {"name": people.mail_about(rule)}
        yield Picture(f"mail-{rule.replace('_', '-')}", "picture-of-mail", by="nobody", parts=name)


def pictures(people: People, *, has_more: bool) -> list[Picture]:
    """All of them. `has_more`: the app that is looked at has the addresses of urls.py beside this file."""
    found = [*ENTRANCE, *SEARCH, *ADVICE, *NUDGES, *STYLEGUIDE, *ONESELF, *EMPTY, *with_rows_of(people)]
    return found + list(of_no_address(people)) if has_more else found


def forgotten(found: list[Picture]) -> list[str]:
    """Addresses with neither a picture nor a reason; the admin is Django's own."""
    shown = {picture.view for picture in found} | NO_PICTURE.keys()
    return [
        name
        for name, address in ADDRESSES.items()
        if address.app != "admin" and name not in shown and answers_get(address)
    ]


def answers_get(address: Any) -> bool:
    """False when the view refuses to be looked at, whoever asks."""
    parts = {part: 1 if part.endswith("id") or part == "pk" else "a" for part in address.parts}
    path = reverse(address.name, kwargs=parts)
    found = resolve(path)
    try:
        response: HttpResponse = found.func(RequestFactory().get(path), *found.args, **found.kwargs)
    except Exception:
        return True
    return response.status_code != 405
