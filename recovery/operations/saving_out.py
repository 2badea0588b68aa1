"""What a person takes out of a step on purpose, to find it again elsewhere: from then on it is kept readable there."""

from datetime import datetime

from django.db import transaction

from applications import operations as applications
from applications.models import Contact
from recovery.controls import Control
from recovery.letters import KNOWN_THROUGH_IT
from recovery.models import Achievement
from recovery.operations.achievements import keep_achievement
from recovery.operations.steps import keep
from recovery.prompts import Contact as ContactKind
from recovery.prompts import StarCard
from recovery.prompts.people import and_role
from recovery.sheet import Sheet


@transaction.atomic
def keep_card(sheet: Sheet, control: Control, *, now: datetime) -> Achievement | None:
    """Keeps an evidence card with the achievements; the same card again changes the one that is there. The card stays
    in the step as well. None where nothing is written on it.
    """
    if not isinstance(control.kind, StarCard) or control.kind.is_empty(control.value):
        return None
    return keep_achievement(
        sheet.user,
        now=now,
        situation=control.value["situation"],
        action=control.value["action"],
        result=control.value["result"],
        application=sheet.application,
        recovery=sheet.step.recovery,
        prompt_key=control.key,
    )


@transaction.atomic
def keep_person(sheet: Sheet, control: Control, *, now: datetime) -> Contact | None:
    """Makes a contact of the name that was typed, and points the answer at it. None where there is no name."""
    if not isinstance(control.kind, ContactKind):
        return None
    name, role = and_role(control.value["name"])
    if not name:
        return None
    about = sheet.application if control.key == KNOWN_THROUGH_IT else None
    contact = applications.add_contact(
        sheet.user,
        name=name,
        job_title=role,
        company=about.company.name if about else "",
        applications=[about] if about else [],
    )
    control.value = control.value | {"contact": contact.pk, "name": ""}
    keep(sheet.step, control, now=now)
    return contact
