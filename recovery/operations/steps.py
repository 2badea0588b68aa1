"""Opening, answering and settling one step. Nothing here ever blocks anything else."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from advice import queries as advice
from advice.vocabulary import Input
from recovery import moods, snapshots
from recovery.controls import Control
from recovery.models import Answer, Recovery, RecoveryStep
from recovery.operations import feedback
from recovery.operations.checkins import check_in, delete_checkin
from recovery.operations.leaving import CLOSING, hold_contacts, leave_behind
from recovery.operations.letter_texts import letter_controls, letters_in, put_letter
from recovery.operations.pace import close
from recovery.operations.telling import take_step, tell
from recovery.operations.throwing_away import keep_only_what_was_asked, throws_away
from recovery.sheet import Sheet

State = RecoveryStep.State
REPLY = "gracious_reply"
HOLD_UNTIL = time(9)
SETTLED = _("This step was finished in another window, so this is not saved. Copy it, or open the step again there.")
NEEDED = _("This one is needed to call the step done. You can also leave the step out.")


class StepWithdrawn(Exception):
    """The curators have taken this step out before the person opened it."""


def look_at(step: RecoveryStep) -> RecoveryStep:
    """The step with the words it would be opened with; nothing is stored. Raises `StepWithdrawn`."""
    if not step.snapshot:
        user = step.recovery.user
        row = next((row for row in advice.steps_for(user.curated_languages) if row.key == step.key), None)
        if row is None:
            raise StepWithdrawn
        step.snapshot = snapshots.freeze(row, stage=step.recovery.content_stage, user=user)
        step.title, step.language = row.title, row.language
    return step


@transaction.atomic
def open_step(step: RecoveryStep, *, now: datetime) -> RecoveryStep:
    """Freezes the step's present words on its row. Opening again changes nothing. Raises `StepWithdrawn`."""
    take_step(step)
    if step.snapshot:
        return step
    look_at(step).opened_at = now
    if step.state == State.WAITING:
        step.state = State.OPENED
    step.save()
    tell(step.recovery.user, now=now)
    return step


def sheet_of(step: RecoveryStep, *, now: datetime, at: str = "") -> Sheet:
    """The step as it stands: its words, its questions and what was answered; `at` names the leaf in view. Changes
    nothing."""
    return Sheet(step, user=step.recovery.user, now=now, at=at)


@transaction.atomic
def save_answers(
    step: RecoveryStep,
    data: QueryDict,
    *,
    now: datetime,
    keys: Iterable[str] | None = None,
    was: Sheet | None = None,
) -> Sheet:
    """Keeps what was posted for these prompts (None: all that the form held). What cannot be read is left as it was.

    Nothing is required to be saved. A settled step takes nothing more: what was thrown away with it does not come back
    out of another window. `was` is the step as the form had shown it, where it has changed since. Returns the
    sheet, with a kind error by each prompt that could not be read.
    """
    take_step(step)
    sheet = sheet_of(step, now=now, at=data.get("at", ""))
    if step.is_settled:
        return refuse_what_is_new(sheet, data, keys)
    before = letters_in(was or sheet)
    read = sheet.take(data, keys)
    for control in letter_controls(sheet):
        if put_letter(sheet, control, before=before[control.key]) and control.is_answered and control not in read:
            read.append(control)
    for control in read:
        keep(step, control, now=now)
    # "several" come by themselves, from a page that is being left or had lost its connection.
    follow(sheet, read, now=now, is_looking="several" not in data)
    tell(sheet.user, now=now)
    return sheet


def refuse_what_is_new(sheet: Sheet, data: QueryDict, keys: Iterable[str] | None) -> Sheet:
    """Says beside each prompt of a settled step that what was typed is not saved, if it says anything new."""
    kept = {control.key: control.kind.texts(control.value) for control in sheet.all_controls}
    for control in sheet.take(data, keys):
        if set(control.kind.texts(control.value).values()) - {"", *kept[control.key].values()}:
            control.errors = [str(SETTLED)]
    return sheet


def keep(step: RecoveryStep, control: Control, *, now: datetime) -> None:
    """Moods have a place of their own, where they are kept for as long as the person wants."""
    if control.prompt["input"] == Input.MOOD:
        return
    plain, secret = control.kind.split(control.value)
    Answer.objects.update_or_create(
        step=step, prompt_key=control.key, defaults={"plain": plain, "secret": secret, "updated_at": now}
    )
    control.kept = control.mark


def follow(sheet: Sheet, read: list[Control], *, now: datetime, is_looking: bool) -> None:
    """What some answers set going beyond their own row."""
    values = {control.key: control.value for control in read}
    for control in read:
        if control.prompt["input"] == Input.MOOD and control.value:
            sheet.opens_signpost = check_in(sheet.user, mood=control.value, now=now, is_looking=is_looking)
        elif control.prompt["input"] == Input.MOOD and (checkin := moods.of_day(sheet.user, sheet.today)):
            delete_checkin(checkin, now=now)
    if "hold_reply" in values:
        hold = hold_reply if values["hold_reply"] else release_reply
        hold(sheet.step.recovery, now=now)
    if sheet.step.key == feedback.STEP and sheet.application:
        feedback.take_from_step(sheet, values, now=now)


@transaction.atomic
def finish_step(step: RecoveryStep, data: QueryDict, *, now: datetime) -> Sheet:
    """Saves what was posted, and settles the step as done if every needed prompt that is shown has an answer.

    Returns the sheet; while it `has_errors` the step is not done, and the errors stand by their prompts. A settled step
    stays as it is (a second click).
    """
    if step.key == CLOSING:
        hold_contacts(step.recovery.user)
    sheet = save_answers(step, data, now=now)
    if step.is_settled:
        return sheet_of(step, now=now) if throws_away(step) else sheet
    for control in sheet.controls:
        if control.is_missing and not control.errors:
            control.errors = [str(NEEDED)]
    if not sheet.has_errors:
        settle(step, State.DONE, now=now)
        leave_behind(sheet, now=now)
        if step.key == CLOSING:
            close(step.recovery, closed_as=Recovery.ClosedAs.FINISHED, now=now)
    return sheet


@transaction.atomic
def skip_step(step: RecoveryStep, *, now: datetime) -> bool:
    """Lets a step be, without a reason. It does not come back by itself.

    Answers whether that can be taken back in full: not where writing was thrown away with it, as the person had chosen.
    """
    take_step(step)
    return not step.is_settled and settle(step, State.SKIPPED, now=now)


@transaction.atomic
def take_back_skip(step: RecoveryStep, *, now: datetime) -> None:
    """Undoes leaving it out: the step is as it was, on the day and with the hold it had. Any other stays as it is."""
    take_step(step)
    if step.state == State.SKIPPED:
        step.state = State.OPENED if step.snapshot else State.WAITING
        step.skipped_at = None
        step.save(update_fields=["state", "skipped_at"])
        tell(step.recovery.user, now=now)


def settle(step: RecoveryStep, state: RecoveryStep.State, *, now: datetime) -> bool:
    """Answers whether all that was written is still there."""
    step.state = state
    step.done_at = now if state == State.DONE else None
    step.skipped_at = now if state == State.SKIPPED else None
    step.save()
    is_all_there = keep_only_what_was_asked(step)
    tell(step.recovery.user, now=now)
    return is_all_there


@transaction.atomic
def come_back(step: RecoveryStep, *, now: datetime) -> None:
    """Opens a done or skipped step again, because the person asked for it; what was written is still there."""
    take_step(step)
    if step.is_settled:
        step.state = State.OPENED if step.snapshot else State.WAITING
        step.done_at = step.skipped_at = step.opens_at = None
        step.opens_on = min(step.opens_on, step.recovery.user.local_day(now))
        step.save()
        tell(step.recovery.user, now=now)


@transaction.atomic
def hold_reply(recovery: Recovery, *, now: datetime) -> None:
    """The reply step opens at 09:00 tomorrow in the person's zone. Holding what is held already changes nothing."""
    step = recovery.steps.filter(key=REPLY, opens_at=None).first()
    if step and not step.is_settled:
        user = recovery.user
        step.opens_on = user.local_day(now) + timedelta(days=1)
        step.opens_at = datetime.combine(step.opens_on, HOLD_UNTIL, tzinfo=user.zone)
        step.save(update_fields=["opens_on", "opens_at"])
        tell(user, now=now)


@transaction.atomic
def release_reply(recovery: Recovery, *, now: datetime) -> None:
    """Takes the hold off again."""
    if recovery.steps.filter(key=REPLY).exclude(opens_at=None).update(opens_at=None):
        tell(recovery.user, now=now)
