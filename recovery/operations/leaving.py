"""What a finished step leaves behind beyond its answers: an experiment that begins, a day to write to somebody."""

from __future__ import annotations

from datetime import date, datetime

from accounts.models import User
from applications import operations as applications
from applications.models import Contact, JobApplication
from recovery.models import Answer
from recovery.models.experiment import CHANGE_LENGTH, WANTED_AT_MOST
from recovery.operations.experiments import start_experiment
from recovery.sheet import Sheet

CHANGE, CLOSING = "one_change", "close_and_keep_door_open"


def leave_behind(sheet: Sheet, *, now: datetime) -> None:
    """Within the operation that settles the step."""
    if sheet.step.key == CHANGE:
        begin_to_try(sheet, now=now)
    elif sheet.step.key == CLOSING and sheet.application:
        keep_warm(sheet, sheet.application)


def begin_to_try(sheet: Sheet, *, now: datetime) -> None:
    """The chosen lever becomes an experiment; what was written about it stays encrypted there too."""
    said = {control.key: control.value for control in sheet.all_controls}
    if not said.get("lever"):
        return
    start_experiment(
        sheet.user,
        # Curators may allow longer words and larger numbers in the step than an experiment takes.
        change=said["lever"][:CHANGE_LENGTH],
        wanted=min(max(said.get("try_on") or 5, 1), WANTED_AT_MOST),
        look_on=said.get("review_on"),
        goal=said.get("learn_goal") or "",
        sign=said.get("sign") or "",
        recovery=sheet.step.recovery,
        now=now,
    )


def keep_warm(sheet: Sheet, application: JobApplication) -> None:
    """The day to write again goes to the contact who told them, as far as they said, else to the only one there; where
    there is neither, it stays with the recovery.
    """
    day: date | None = sheet.answers.get("keep_in_touch_on")
    contact = whom_to_write(sheet, application) if day else None
    if day and contact:
        applications.write_again(contact, on=day)
    recovery = sheet.step.recovery
    recovery.write_again_on = None if contact else day
    recovery.save(update_fields=["write_again_on"])


def hold_contacts(user: User) -> None:
    """One of them may get a day. They are locked before the person is."""
    list(user.contacts.order_by("pk").select_for_update(no_key=True).values_list("pk"))


def whom_to_write(sheet: Sheet, application: JobApplication) -> Contact | None:
    named = Answer.objects.filter(step__recovery=sheet.step.recovery, prompt_key="told_by").first()
    known = list(application.contacts.all()[:2])
    told = sheet.user.contacts.filter(pk=named.plain).first() if named and named.plain else None
    return told or (known[0] if len(known) == 1 else None)
