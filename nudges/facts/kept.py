"""Facts about what recoveries leave behind: plans of one's own, experiments, people to keep in touch with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from accounts.models import User
from applications.models import Contact, Event
from nudges.facts.kinds import ExperimentFact, PlanFact, WarmDayFact, WarmFact
from nudges.facts.talks import application_fact
from recovery.models import Answer, Experiment, Recovery, RecoveryApplication, RecoveryStep
from recovery.prompts import IF_THEN_STEP, sentence_in

BACK, AHEAD = timedelta(days=15), timedelta(days=60)
# The sentence that comes back, and whether it is to.
SENTENCE, ECHO = "if_then", "echo"


def plans_of(people: Mapping[int, User], now: datetime) -> dict[int, list[PlanFact]]:
    """Sentences of recoveries that go on at that moment, with a day, a time and the wish to get them back."""
    rows = (
        Answer.objects.filter(step__recovery__user__in=people, step__recovery__state__in=Recovery.OPEN_STATES)
        .filter(step__key=IF_THEN_STEP, prompt_key__in=[SENTENCE, ECHO])
        .exclude(step__state=RecoveryStep.State.SKIPPED)
        .select_related("step__recovery")
        .defer("step__snapshot")
        .order_by("step__recovery", "pk")
    )
    answers: dict[Recovery, dict[str, Answer]] = defaultdict(dict)
    for row in rows:
        answers[row.step.recovery][row.prompt_key] = row
    wished = {
        recovery: of[SENTENCE] for recovery, of in answers.items() if SENTENCE in of and ECHO in of and of[ECHO].plain
    }
    found: dict[int, list[PlanFact]] = defaultdict(list)
    begun = entries_of(wished) if wished else {}
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


def entries_of(recoveries: Iterable[Recovery]) -> dict[int, RecoveryApplication]:
    """The no that began each of them, as long as it stands."""
    rows = RecoveryApplication.objects.live().filter(recovery__in=list(recoveries), application__trashed_at=None)
    rows = rows.defer("note").select_related("application__company").order_by("began_it", "-pk")
    return {row.recovery_id: row for row in rows}


def moment_of(when: Any, user: User) -> datetime | None:
    """Day and time as they were typed, on the person's clock; nothing where one of them is open."""
    if not (when and when.get("on") and when.get("at")):
        return None
    return datetime.combine(date.fromisoformat(when["on"]), time.fromisoformat(when["at"]), tzinfo=user.zone)


def experiments_of(ids: list[int], now: datetime) -> dict[int, list[ExperimentFact]]:
    rows = Experiment.objects.running().filter(user__in=ids, look_on__range=days_around(now))
    found: dict[int, list[ExperimentFact]] = defaultdict(list)
    for row in rows.only("user", "look_on", "change", "recovery").order_by("look_on", "pk"):
        found[row.user_id].append(ExperimentFact(row.pk, row.look_on, row.change, row.recovery_id))
    return found


def warm_of(ids: list[int], now: datetime) -> dict[int, list[WarmFact]]:
    rows = Contact.objects.filter(user__in=ids, keep_warm_on__range=days_around(now)).select_related("company")
    found: dict[int, list[WarmFact]] = defaultdict(list)
    for row in rows.defer("notes").order_by("keep_warm_on", "pk"):
        if row.keep_warm_on:
            employer = row.company.name if row.company else ""
            found[row.user_id].append(WarmFact(row.pk, row.name, row.keep_warm_on, employer, row.last_touch_on))
    return found


def warm_days_of(ids: list[int], now: datetime) -> dict[int, list[WarmDayFact]]:
    """Where whom to write to is no contact. A recovery that was put away since asks for nothing."""
    rows = Recovery.objects.filter(user__in=ids, write_again_on__range=days_around(now))
    recoveries = list(rows.exclude(state=Recovery.State.ARCHIVED).order_by("write_again_on", "pk"))
    begun = entries_of(recoveries) if recoveries else {}
    sent = Event.objects.current().filter(kind=Event.Kind.LETTER_SENT)
    sent = sent.filter(application__in=[entry.application_id for entry in begun.values()])
    letters = set(sent.values_list("application", "happened_on")) if begun else set()
    found: dict[int, list[WarmDayFact]] = defaultdict(list)
    for row in recoveries:
        day, entry = row.write_again_on, begun.get(row.pk)
        if day and entry:
            is_written = any(key == entry.application_id and on >= day for key, on in letters)
            about = application_fact(entry.application, is_open=False)
            found[row.user_id].append(WarmDayFact(row.pk, day, about, is_written))
    return found


def days_around(now: datetime) -> tuple[date, date]:
    return (now - BACK).date(), (now + AHEAD).date()
