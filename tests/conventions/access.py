"""What the access matrix walks: every address of ours, and one person's rows to try it on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import User
from advice import operations as advice_operations
from nudges import actions
from nudges.models import Nudge
from tests.factories import make_application, make_contact, make_interview, make_outcome, make_user

OURS = {"accounts", "advice", "applications", "recovery", "nudges"}
PEOPLES_APPS = ["accounts", "applications", "recovery", "nudges"]
CANARY = "quetzalcoatlus"  # stands in every text of ada's; nobody else may ever see it
VISITS = {"last_visit_at", "last_login"}  # noted on one's own row by merely coming by
METHODS = ["get", "head", "post", "put", "patch", "delete"]


@dataclass(frozen=True)
class Address:
    """One pattern of the URLconf: its full name and the names of the parts that vary."""

    name: str
    parts: tuple[str, ...]

    @property
    def is_ours(self) -> bool:
        return self.name.partition(":")[0] in OURS


def addresses(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[Address]:
    """Every pattern below this resolver, those of libraries included."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry, entry.namespace or namespace)
        elif isinstance(entry, URLPattern):
            name = f"{namespace}:{entry.name}" if namespace else str(entry.name)
            yield Address(name, tuple(entry.pattern.regex.groupindex))


class World:
    """ada and a row of hers for every part of an address; bob, a curator and an operator, who must not see them."""

    def __init__(self, now: datetime) -> None:
        self.ada = make_user(email="ada@example.org", name=f"Ada {CANARY}")
        self.visitors = {
            "ada": self.ada,
            "bob": make_user(email="bob@example.org"),
            "curator": make_user(email="curator@example.org", is_staff=True),
            "operator": User.objects.create_superuser("operator@example.org", "a-long-enough-secret"),
            "nobody": None,
        }
        advice_operations.ensure_curators_group()
        self.visitors["curator"].groups.add(Group.objects.get(name="Curators"))
        self.open = make_application(
            self.ada,
            company=f"{CANARY} Ltd",
            role=CANARY,
            notes=CANARY,
            posting_text=CANARY,
            now=now - timedelta(days=9),
        )
        self.interview = make_interview(self.open, notes=CANARY, topic=CANARY, now=now)
        self.contact = make_contact(self.ada, name=CANARY, notes=CANARY)
        closed = make_application(
            self.ada, company="Closed", role=CANARY, stage="interview", now=now - timedelta(days=9)
        )
        make_outcome(closed, reason=CANARY, now=now)
        self.recovery = self.ada.recoveries.get()
        self.step = self.recovery.steps.first()
        self.nudge = Nudge.objects.create(
            user=self.ada,
            rule="application_follow_up",
            subject=f"application:{self.open.pk}",
            occurrence="9",
            list="follow_ups",
            kind="gentle",
            due_at=now + timedelta(days=3),
            useful_until=now + timedelta(days=8),
            created_at=now,
        )
        self.parts = {
            "application_id": self.open.pk,
            "interview_id": self.interview.pk,
            "contact_id": self.contact.pk,
            "event_id": self.open.events.first().pk,
            "recovery_id": self.recovery.pk,
            "key": self.step.key,
            "pk": self.nudge.pk,
        }
        self.tokens = {
            "nudges:action": actions.nudge_token(self.nudge, "drop"),
            "nudges:unsubscribe": actions.unsubscribe_token(self.ada, ["follow_ups"]),
        }

    def client(self, visitor: str) -> Client:
        client = Client()
        if self.visitors[visitor]:
            client.force_login(self.visitors[visitor])
        return client

    def url(self, address: Address, *, missing: bool = False) -> str:
        """The address with ada's rows in it, or with numbers that belong to no row at all."""
        parts = {part: self.parts[part] for part in address.parts}
        if missing:
            parts = {part: 987_654_321 if isinstance(value, int) else value for part, value in parts.items()}
        return reverse(address.name, kwargs=parts)

    def library_url(self, address: Address) -> str:
        return reverse(address.name, kwargs=dict.fromkeys(address.parts, "1"))


def rows_of_people() -> dict[tuple[str, Any], dict[str, Any]]:
    """All rows that belong to people, as plain values: equal before and after means nothing changed."""
    state = {}
    for label in PEOPLES_APPS:
        for model in apps.get_app_config(label).get_models(include_auto_created=True):
            for row in model._base_manager.values():
                state[model._meta.label, row["id"]] = {k: v for k, v in row.items() if k not in VISITS}
    return state
