"""Bringing a copy in, as a person does on two pages."""

import json

from django.core.cache import cache
from django.urls import reverse

from applications import operations
from applications.models import JobApplication
from tests.files import upload

NEW, LOOK = reverse("applications:copy-new"), reverse("applications:copy-look")
LEAST = {"person": {}, "exported_at": "2026-11-18T09:00:00Z"}


def bring(client, content, name="rebound-export.json"):
    return client.post(NEW, {"file": upload(name, content)})


def as_bytes(**more):
    return json.dumps(LEAST | more).encode()


def empty(person):
    operations.forget_documents(person)
    for name in ("recoveries", "own_letters", "contacts", "nudge_choices", "saved_views", "periods", "tags"):
        getattr(person, name).all().delete()
    for name in ("lessons", "achievements", "experiments", "take_alongs", "known_apart"):
        getattr(person, name).all().delete()
    JobApplication.with_trash.filter(user=person).delete()
    person.companies.all().delete()
    cache.clear()
