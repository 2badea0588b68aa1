"""Zero bytes, which PostgreSQL refuses, and broken sequences end in a calm answer wherever text is taken."""

import pytest
from django.db import transaction
from django.urls import reverse

from recovery import operations
from tests.conventions.access import World, addresses

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(pack, now) -> World:
    return World(now)


@pytest.mark.parametrize("bytes_", ["%00", "a%00b", "%ff%fe", "%F0%28%8C%28"])
def test_no_question_behind_an_address_breaks_a_page(world, bytes_):
    client = world.client("ada")
    names = ["q", "stage", "outcome", "sort", "page", "application", "tag", "place", "next"]
    query = "&".join(f"{name}={bytes_}" for name in names)
    broken = []
    for address in addresses():
        if address.is_ours and not set(address.parts) & {"token", "slug", "name"}:
            code = client.get(f"{world.url(address)}?{query}").status_code
            if code >= 500:
                broken.append((address.name, code))

    assert broken == []


PARTS = [
    "",
    "-own",
    "-name",
    "-contact",
    "-title-1",
    "-situation",
    "-on",
    "-at",
    "-letter",
    "-subject",
    "-text",
    "-place",
]


def test_no_answer_to_a_prompt_breaks_a_step(world):
    client = world.client("ada")
    broken = []
    for step in world.recovery.steps.all():
        operations.open_step(step, now=world.now)
        prompts = [prompt["key"] for prompt in step.snapshot["prompts"]]
        data = {f"{key}{part}": "a\x00b" for key in prompts for part in PARTS}
        for verb in ["save", "done"]:
            code = client.post(reverse(f"recovery:step-{verb}", args=[world.recovery.pk, step.key]), data).status_code
            if code >= 500:
                broken.append((step.key, verb, code))

    assert broken == []


def test_no_form_breaks_on_a_zero_byte(world):
    client = world.client("ada")
    names = [
        "company",
        "role",
        "notes",
        "name",
        "note",
        "reason",
        "question",
        "answer",
        "next_time",
        "codes",
        "q",
        "url",
    ]
    data = dict.fromkeys(names, "a\x00b") | {
        "kind": "a\x00b",
        "place": "a\x00",
        "span": "a\x00",
        "application": "1\x00",
    }
    broken = []
    for address in addresses():
        if address.is_ours and not set(address.parts) & {"token", "slug", "name"}:
            with transaction.atomic():
                code = client.post(world.url(address), data).status_code
                transaction.set_rollback(True)
            if code >= 500:
                broken.append((address.name, code))

    assert broken == []
