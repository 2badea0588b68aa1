"""What the access matrix walks: every address, one person's rows to try it on, and visitors of every kind."""

import io
import re
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts import devices, rotation
from accounts.models import User
from accounts.writing import private_fields
from advice import operations as advice_operations
from applications import operations
from applications.models import BroughtCopy
from applications.sheets.plans import Plan
from applications.sheets.tables import Line, Page
from nudges import actions
from nudges.models import Mark, Message, Nudge
from recovery import operations as recovery_operations
from tests.factories import (
    make_achievement,
    make_application,
    make_contact,
    make_document,
    make_experiment,
    make_interview,
    make_outcome,
    make_user,
)

OURS = {"accounts", "advice", "applications", "recovery", "nudges"}
CANARY = "quetzalcoatlus"  # stands in every text of ada's; nobody else may ever see it
NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)  # a Wednesday
# Private fields that hold no words of a person's.
NO_WORDS = {
    "applications.StoredFile": {"key"},
    "applications.CalendarFeed": {"token"},
    "applications.Sheet": {"content", "plan"},  # they do, but as JSON: see `bring_sheets`
    "recovery.CheckIn": {"mood"},
    "recovery.CheckInConsent": {"signposted", "rest_begun"},
}
AFTER_THE_SHEET = {"applications:sheet-done", "applications:sheet-left-out"}
METHODS = ["get", "head", "post", "put", "patch", "delete"]


@dataclass(frozen=True)
class Address:
    """One pattern of the URLconf: its full name, the names of the parts that vary, and how it is written."""

    name: str
    parts: tuple[str, ...]
    route: str

    @property
    def app(self) -> str:
        return self.name.partition(":")[0]

    @property
    def is_ours(self) -> bool:
        return self.app in OURS


def addresses(
    resolver: URLResolver | None = None, namespace: str = "", before: str = "", above: tuple[str, ...] = ()
) -> Iterator[Address]:
    """Every pattern below this resolver, those of libraries included. One without a name goes by its route."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            parts = (*above, *entry.pattern.regex.groupindex)
            yield from addresses(entry, entry.namespace or namespace, route, parts)
        elif isinstance(entry, URLPattern):
            name = entry.name or route
            regex = entry.pattern.regex
            parts = tuple(regex.groupindex) or tuple(str(place) for place in range(regex.groups))
            yield Address(f"{namespace}:{name}" if namespace else name, (*above, *parts), route)


class QuietClient(Client):
    """The test client without its notes on templates and contexts, which take longer than many an answer."""

    def request(self, **request: Any) -> HttpResponse:
        return self.handler(self._base_environ(**request))


class World:
    """ada and a row of hers for every part of an address; bob, a curator and an operator, who must not see them."""

    def __init__(self, now: datetime) -> None:
        self.now, long_ago, earlier = now, now - timedelta(days=9), now - timedelta(hours=1)
        self.ada = make_user(email="ada@example.org", name=f"Ada {CANARY}", phone=CANARY)
        self.bob = make_user(email="bob@example.org")
        curator = make_user(email="curator@example.org", is_staff=True)
        operator = User.objects.create_superuser("operator@example.org", "a-long-enough-secret")
        for person in User.objects.all():
            person.emailaddress_set.create(email=person.email, primary=True, verified=True)
        advice_operations.ensure_curators_group()
        curator.groups.add(Group.objects.get(name="Curators"))
        self.visitors = {
            "ada": self.ada,
            "bob": self.bob,
            "curator": curator,
            "operator": operator,
            "nobody": None,
        }
        texts = {"role": CANARY, "notes": CANARY, "posting_text": CANARY, "location": CANARY, "source": CANARY}
        self.open = make_application(self.ada, company=f"{CANARY} Ltd", stage="applied", now=long_ago, **texts)
        self.interview = make_interview(self.open, topic=CANARY, location=CANARY, now=now)
        operations.prepare_interview(self.interview, now=now, notes=CANARY, questions=CANARY)
        operations.debrief_interview(self.interview, now=now, keep_lesson=True, next_time=CANARY, went_well=CANARY)
        self.lesson = self.ada.lessons.get()
        self.feed = operations.make_calendar_address(self.ada, now=now)
        self.contact = make_contact(self.ada, name=CANARY, notes=CANARY, company=self.open.company)
        self.contact.applications.add(self.open)
        self.document = make_document(self.ada, title=CANARY, label=CANARY, content=CANARY.encode(), now=earlier)
        file = operations.keep_file(self.ada, io.BytesIO(CANARY.encode()), size=len(CANARY), now=earlier)
        operations.add_version(self.document, file, filename=f"{CANARY}.txt", type="txt", now=earlier)
        self.version = self.document.versions.first()
        operations.choose_documents(self.open, [self.version], now=earlier)
        self.trashed_document = make_document(self.ada, title=CANARY, now=earlier)
        operations.trash_document(self.trashed_document, now=earlier)
        self.note = operations.add_event(self.open, kind="note", note=CANARY, happened_on=NOW.date(), now=earlier)
        self.closed = self.ended("Closed", now=earlier, reason=CANARY)
        self.joined = self.ended("Joined", now=earlier)
        self.silent = self.ended("Silent", now=earlier, kind="ghosted")
        self.quiet = self.asked_about(now=now)
        self.take_along = recovery_operations.start_take_along(self.ada, now=now)
        recovery_operations.write_take_along(self.take_along, text=CANARY, now=now)
        self.trashed = self.ended("Trashed", now=earlier, kind="withdrawn")
        operations.trash_many(self.ada, [self.trashed.pk], now=now)
        self.act = operations.tag_many(self.ada, [self.open.pk], name=CANARY, now=now)
        self.view = operations.save_view(self.ada, name=CANARY, query="stage=applied", is_default=False)
        self.period = operations.add_period(self.ada, name=CANARY, is_current=True, takes_in=True, now=now)
        self.entry = self.closed.recovery_entries.get()
        self.recovery = self.entry.recovery
        recovery_operations.write_note(self.joined.recovery_entries.get(), note=CANARY, now=now)
        self.step = self.recovery.steps.get(key="gracious_reply")
        debrief = self.recovery.steps.get(key="self_review")
        debrief.answers.create(prompt_key="next_time_line", secret=CANARY, updated_at=now)
        self.recovery.steps.filter(pk=debrief.pk).update(state="done", done_at=now)
        recovery_operations.feedback_received(self.closed, answer=CANARY, codes=[], next_time=CANARY, now=now)
        self.unanswered = self.ended("Unanswered", now=earlier)
        recovery_operations.feedback_asked(self.unanswered, asked_on=now.date(), question=CANARY, now=earlier)
        recovery_operations.feedback_rest(self.unanswered, now=now)
        recovery_operations.agree_to_checkins(self.ada, words=CANARY, now=earlier)
        recovery_operations.check_in(self.ada, mood="so_so", now=now)
        card = {"title": CANARY, "situation": CANARY, "action": CANARY, "tags": [CANARY], "recovery": self.recovery}
        self.achievement, self.removed_achievement = (make_achievement(self.ada, now=now, **card) for _ in range(2))
        recovery_operations.remove_achievement(self.removed_achievement, now=now)
        self.experiment = make_experiment(
            self.ada, change=CANARY, goal=CANARY, sign=CANARY, now=now - timedelta(days=9)
        )
        self.nudge = Nudge.objects.filter(user=self.ada, application=self.open.pk).first() or self.planned()
        self.message = Message.objects.create(
            user=self.ada, slot=now, kind="gentle", next_attempt_at=now, created_at=now, subject_line="A note"
        )
        found = {"company": CANARY, "role": CANARY, "posting_text": CANARY}
        url = f"https://example.org/{CANARY}"
        self.fetch = self.ada.posting_fetches.create(url=url, state="found", found=[found], asked_at=now)
        self.twin = make_contact(self.ada, name=f"{CANARY} 2", company=self.open.company)
        self.idle = self.ada.companies.create(name=f"Idle {CANARY}", notes=CANARY)
        words = {"subject": CANARY, "text": f"{CANARY} [company]", "title": CANARY, "language": "en"}
        about = {"application": self.open, "contact": self.contact}
        self.letter = operations.keep_letter(self.ada, form_key=uuid.uuid4(), now=now, **words, **about)
        sent = operations.keep_letter(self.ada, form_key=uuid.uuid4(), now=now, **words, **about)
        self.sent_letter = operations.mark_letter_sent(sent, sent_on=now.date(), now=now)
        self.removal = operations.delete_contact(make_contact(self.ada, name=f"{CANARY} 3"), now=now)
        self.bring_sheets(now=now)
        self.device = self.signed_in_elsewhere(self.ada)
        self.sure: set[str] = set()  # who has just said again that it is them
        self.halfway: set[str] = set()  # who has given their password, and not the second step
        self.bring_copy(now=now)
        self.tokens = {
            "nudges:action": actions.nudge_token(self.nudge, "drop"),
            "nudges:pause": actions.pause_token(self.ada),
            "nudges:unsubscribe": actions.unsubscribe_token(self.ada, ["follow_ups"]),
        }
        self.write_in_every_private_field()
        self.clients = {name: self.client(name, QuietClient) for name in self.visitors}

    def write_in_every_private_field(self) -> None:
        """Whichever model has it: a new one is covered by itself."""
        for model in rotation.private_models():
            names = {field.name for field in private_fields(model)} - NO_WORDS.get(model._meta.label, set())
            model._base_manager.update(**dict.fromkeys(names, CANARY))

    def bring_copy(self, *, now: datetime) -> None:
        """As it was brought while nothing was there yet."""
        look = {"counts": {"applications.company": 2}, "left": [["applications.interview", "not_known", 1]]}
        file = operations.documents.put_away(self.ada, io.BytesIO(b"{}"), size=2, now=now)
        BroughtCopy.objects.create(user=self.ada, file=file, look=look, brought_at=now)

    def bring_sheets(self, *, now: datetime) -> None:
        """One about which everything is to be asked, and one of which a row was left out."""
        cells = [CANARY] * 5
        there, flawed = [f"{CANARY} Ltd", CANARY, "", "", ""], [CANARY, f"{CANARY} 2", CANARY, CANARY, CANARY]
        rows = [cells, [CANARY, CANARY, "03/04/2026", CANARY, ""], there, flawed, ["", *cells[1:]]]
        lines = [Line(number, row) for number, row in enumerate(rows, 1)]
        columns = ["company", "role", "applied_on", "stage", "notes"]
        self.sheet, self.done_sheet = (
            operations.keep_sheet(self.ada, lines, Page(CANARY, lines), now=now) for _ in range(2)
        )
        for sheet in (self.sheet, self.done_sheet):
            operations.change_plan(sheet, Plan(1, columns, orders={2: "dmy"}, meanings={3: {CANARY: "applied"}}))
        taken = operations.bring_in(self.done_sheet, too=[], with_flawed=False, now=now)
        operations.take_back(taken.act, now=now)

    def signed_in_elsewhere(self, person: User) -> UserSession:
        client = Client()
        client.force_login(person)
        key, agent = client.session.session_key, "Mozilla/5.0 (iPhone) Safari/604.1"
        devices.note(person, session_key=key, agent=agent, now=self.now)
        return UserSession.objects.get(session_key=key)

    def ended(self, company: str, *, now: datetime, **fields: Any) -> Any:
        """One that came as far as an interview and has ended."""
        application = make_application(
            self.ada, company=f"{company} {CANARY}", role=CANARY, stage="interview", now=now - timedelta(days=9)
        )
        make_outcome(application, now=now, **fields)
        return application

    def asked_about(self, *, now: datetime) -> Any:
        """One that went quiet after a talk, and about which she has written."""
        before = now - timedelta(days=20)
        application = make_application(self.ada, company=f"Quiet {CANARY}", role=CANARY, stage="interview", now=before)
        operations.add_event(application, kind="letter_sent", note="", happened_on=now.date(), now=now)
        return application

    def planned(self) -> Nudge:
        return Nudge.objects.create(
            user=self.ada,
            rule="application_follow_up",
            subject=f"application:{self.open.pk}",
            occurrence="9",
            application=self.open.pk,
            list="follow_ups",
            kind="gentle",
            due_at=self.now + timedelta(days=3),
            useful_until=self.now + timedelta(days=8),
            created_at=self.now,
        )

    def parts(self, address: Address) -> dict[str, Any]:
        """ada's rows for the parts of an address, of the kind on which its verb works."""
        application = {
            "applications:application-reopen": self.closed,
            "recovery:recovery-choose": self.joined,
            "recovery:note-save": self.joined,
            "recovery:feedback-decide": self.joined,
            "recovery:feedback-refused": self.unanswered,
            "recovery:feedback-rest": self.unanswered,
            "recovery:feedback-wait": self.unanswered,
            "recovery:recovery-begin": self.silent,
            "recovery:silence-until": self.quiet,
            "applications:application-restore": self.trashed,
            "applications:application-remove": self.trashed,
        }.get(address.name, self.closed if address.app == "recovery" else self.open)
        is_about_trash = address.name in {"applications:document-restore", "applications:document-remove"}
        is_restored = address.name == "recovery:achievement-restore"
        document = self.trashed_document if is_about_trash else self.document
        rows = {
            "company_id": self.idle.pk if address.name == "applications:company-delete" else self.open.company.pk,
            "letter_id": (self.sent_letter if address.name == "applications:letter-unsend" else self.letter).pk,
            "removal_id": self.removal.pk,
            "application_id": application.pk,
            "interview_id": self.interview.pk,
            "contact_id": self.contact.pk,
            "act_id": self.act.pk,
            "view_id": self.view.pk,
            "stage": self.open.stage,
            "event_id": self.event_for(address).pk,
            "document_id": document.pk,
            "version_id": self.version.pk,
            "lesson_id": self.lesson.pk,
            "checkin_id": self.ada.checkins.get().pk,
            "achievement_id": (self.removed_achievement if is_restored else self.achievement).pk,
            "experiment_id": self.experiment.pk,
            "period_id": self.period.pk,
            "page_id": self.take_along.pk,
            "fetch_id": self.fetch.pk,
            "sheet_id": (self.done_sheet if address.name in AFTER_THE_SHEET else self.sheet).pk,
            "device_id": self.device.pk,
            "recovery_id": self.recovery.pk,
            "key": self.step.key,
            "kind": "step",
            "pk": self.nudge.pk,
        }
        return {part: rows[part] for part in address.parts if part in rows}

    def event_for(self, address: Address) -> Any:
        is_about_notes = address.name in {"applications:event-delete", "applications:event-restore"}
        return self.note if is_about_notes else self.open.events.get(kind="added")

    def url(self, address: Address, *, missing: bool = False) -> str:
        """The address with ada's rows in it, or with numbers that belong to no row at all."""
        parts = self.parts(address)
        if missing:
            parts = {part: 987_654_321 if isinstance(value, int) else value for part, value in parts.items()}
        return reverse(address.name, kwargs=parts)

    def client(self, visitor: str, kind: type[Client] = Client) -> Client:
        client = kind(raise_request_exception=False)
        if visitor in self.halfway:
            sign_in = {"login": self.visitors[visitor].email, "password": "a-long-enough-secret"}
            client.post(reverse("account_login"), sign_in)
        elif self.visitors[visitor]:
            client.force_login(self.visitors[visitor])
        if visitor in self.sure:
            session = client.session
            proof = {"method": "password", "at": time.time() + 86_400, "reauthenticated": True}
            session["account_authentication_methods"] = [proof]
            session["account_authentication_methods_user"] = str(self.visitors[visitor].pk)
            session.save()
        return client


@dataclass
class Changes:
    """The statements that wrote into rows of people while it listened (`with changes.heard():`)."""

    tables: frozenset[str] = field(default_factory=lambda: PEOPLES_TABLES)
    statements: list[str] = field(default_factory=list)

    def heard(self) -> Any:
        return connection.execute_wrapper(self)

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        written = WRITES.match(sql)
        if written and written[1] in self.tables and not A_VISIT.match(sql):
            self.statements.append(sql)
        return execute(sql, params, many, context)


WRITES = re.compile(r'\s*(?:INSERT(?: OR IGNORE)? INTO|UPDATE|DELETE FROM) "(\w+)"')
# Noted on one's own row by merely coming by.
A_VISIT = re.compile(
    r'UPDATE "accounts_user" SET "(?:last_visit_at|last_login)" = \S+ WHERE'
    r'|INSERT INTO "usersessions_usersession" .* DO UPDATE SET'  # that this device was here
    r'|DELETE FROM "usersessions_usersession" WHERE "usersessions_usersession"."session_key" = \S+$'  # or signed out
)
PEOPLES_MODELS = [
    model
    for label in ("accounts", "applications", "recovery", "nudges", "account", "mfa", "usersessions")
    for model in apps.get_app_config(label).get_models(include_auto_created=True)
    if model is not Mark  # when the sweep looks by again: nothing that a person has
]
PEOPLES_TABLES = frozenset(model._meta.db_table for model in PEOPLES_MODELS)
VISITS = {"last_visit_at", "last_login"}


def rows_of_people() -> dict[tuple[str, Any], dict[str, Any]]:
    """All rows that belong to people, as plain values: equal before and after means nothing changed."""
    return {
        (model._meta.label, row[model._meta.pk.attname]): {name: row[name] for name in row.keys() - VISITS}
        for model in PEOPLES_MODELS
        for row in model._base_manager.values()
    }
