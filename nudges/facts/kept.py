"""Facts about what recoveries leave behind: plans of one's own, experiments, people to keep in touch with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from applications.models import Contact, Event
from nudges.facts.kinds import ExperimentFact, PlanFact, WarmDayFact, WarmFact
from nudges.facts.talks import application_fact
from nudges.prepared import prepared
from recovery.models import Answer, Experiment, Recovery, RecoveryApplication, RecoveryStep
from recovery.prompts import IF_THEN_STEP, sentence_in

BACK, AHEAD = timedelta(days=15), timedelta(days=60)
# The sentence that comes back, and whether it is to.
SENTENCE, ECHO = "if_then", "echo"


async def plans_of(people: Mapping[int, User], now: datetime) -> dict[int, list[PlanFact]]:
    """Sentences of recoveries that go on at that moment, with a day, a time and the wish to get them back."""
    answers: dict[Recovery, dict[str, Answer]] = defaultdict(dict)
    for row in await _sentences(list(people)):
        answers[row.step.recovery][row.prompt_key] = row
    wished = {
        recovery: of[SENTENCE] for recovery, of in answers.items() if SENTENCE in of and ECHO in of and of[ECHO].plain
    }
    found: dict[int, list[PlanFact]] = defaultdict(list)
    begun = await entries_of(wished) if wished else {}
    for recovery, answer in wished.items():
        moment = moment_of(answer.plain, people[recovery.user_id])
        entry = begun.get(recovery.pk)
        sentence = sentence_in(answer.secret)
        if moment is None or recovery.is_paused(moment):  # a pause with an end may be over by then
            continue
        if sentence and entry and now - BACK <= moment <= now + AHEAD:
            about = application_fact(entry.application, is_open=False) if recovery.is_guided else None
            found[recovery.user_id].append(PlanFact(recovery.pk, IF_THEN_STEP, moment, sentence, about))
    return found


@prepared
def _sentences(ids: list[int]) -> QuerySet[Answer]:
    return (
        Answer.objects.filter(step__recovery__user__in=ids, step__recovery__state__in=Recovery.OPEN_STATES)
        .filter(step__key=IF_THEN_STEP, prompt_key__in=[SENTENCE, ECHO])
        .exclude(step__state=RecoveryStep.State.SKIPPED)
        .select_related("step__recovery")
        .defer("step__snapshot")
        .order_by("step__recovery", "pk")
    )


async def entries_of(recoveries: Iterable[Recovery]) -> dict[int, RecoveryApplication]:
    """The no that began each of them, as long as it stands."""
    return {row.recovery_id: row for row in await _entries([recovery.pk for recovery in recoveries])}


@prepared
def _entries(recoveries: list[int]) -> QuerySet[RecoveryApplication]:
    rows = RecoveryApplication.objects.live().filter(recovery__in=recoveries, application__trashed_at=None)
    return rows.defer("note").select_related("application__company").order_by("began_it", "-pk")


def moment_of(when: Any, user: User) -> datetime | None:
    """Day and time as they were typed, on the person's clock; nothing where one of them is open."""
    if not (when and when.get("on") and when.get("at")):
        return None
    return datetime.combine(date.fromisoformat(when["on"]), time.fromisoformat(when["at"]), tzinfo=user.zone)


async def experiments_of(ids: list[int], now: datetime) -> dict[int, list[ExperimentFact]]:
    found: dict[int, list[ExperimentFact]] = defaultdict(list)
    for row in await _experiments(ids, now):
        found[row.user_id].append(ExperimentFact(row.pk, row.look_on, row.change, row.recovery_id))
    return found


@prepared
def _experiments(ids: list[int], now: datetime) -> QuerySet[Experiment]:
    rows = Experiment.objects.running().filter(user__in=ids, look_on__range=days_around(now))
    return rows.only("user", "look_on", "change", "recovery").order_by("look_on", "pk")


async def warm_of(ids: list[int], now: datetime) -> dict[int, list[WarmFact]]:
    found: dict[int, list[WarmFact]] = defaultdict(list)
    for row in await _contacts(ids, now):
        if row.keep_warm_on:
            employer = row.company.name if row.company else ""
            found[row.user_id].append(WarmFact(row.pk, row.name, row.keep_warm_on, employer, row.last_touch_on))
    return found


@prepared
def _contacts(ids: list[int], now: datetime) -> QuerySet[Contact]:
    rows = Contact.objects.filter(user__in=ids, keep_warm_on__range=days_around(now)).select_related("company")
    return rows.defer("notes").order_by("keep_warm_on", "pk")


async def warm_days_of(ids: list[int], now: datetime) -> dict[int, list[WarmDayFact]]:
    """Where whom to write to is no contact. A recovery that was put away since asks for nothing."""
    recoveries = await _to_write_again(ids, now)
    begun = await entries_of(recoveries) if recoveries else {}
    letters = set(await _letters([entry.application_id for entry in begun.values()])) if begun else set()
    found: dict[int, list[WarmDayFact]] = defaultdict(list)
    for row in recoveries:
        day, entry = row.write_again_on, begun.get(row.pk)
        if day and entry:
            is_written = any(key == entry.application_id and on >= day for key, on in letters)
            about = application_fact(entry.application, is_open=False)
            found[row.user_id].append(WarmDayFact(row.pk, day, about, is_written))
    return found


@prepared
def _to_write_again(ids: list[int], now: datetime) -> QuerySet[Recovery]:
    rows = Recovery.objects.filter(user__in=ids, write_again_on__range=days_around(now))
    return rows.exclude(state=Recovery.State.ARCHIVED).order_by("write_again_on", "pk")


@prepared
def _letters(applications: list[int]) -> QuerySet[Event, tuple[int, date]]:
    sent = Event.objects.current().filter(kind=Event.Kind.LETTER_SENT, application__in=applications)
    return sent.order_by().values_list("application", "happened_on")


def days_around(now: datetime) -> tuple[date, date]:
    return (now - BACK).date(), (now + AHEAD).date()
