"""Which letters fit the moment: of the curators' letters, those that this application or contact calls for now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from advice.models import Letter
from advice.vocabulary import Stage
from applications.letters import About
from applications.models import JobApplication, Outcome

THANKS, CHECK_IN, CLOSE = "thank_you_after_interview", "ghost_check_in", "ghost_close"
FOLLOW_UP, KEEP, REFERRAL, RECONNECT = "follow_up_after_applying", "keep_in_touch_3_months", "referral_ask", "reconnect"
REPLY, REPLY_TO_CALL = "gracious_reply", "gracious_reply_call"
QUESTIONS = {
    Stage.APPLIED: "feedback_after_no_interview",
    Stage.SCREENING: "feedback_after_screen",
    Stage.ASSESSMENT: "feedback_after_assessment",
    Stage.INTERVIEW: "feedback_after_interview",
    Stage.FINAL_ROUND: "feedback_after_final",
    Stage.OFFER: "offer_withdrawn_reason",
}


@dataclass(frozen=True)
class Choice:
    """The letters for now, and the rest."""

    now: list[Letter] = field(default_factory=list)
    others: list[Letter] = field(default_factory=list)


def choice_of(letters: Iterable[Letter], about: About, now: datetime) -> Choice:
    by_key = {letter.key: letter for letter in letters}
    wanted = list(dict.fromkeys(keys_for(about, now)))
    first = [by_key.pop(key) for key in wanted if key in by_key]
    return Choice(first, list(by_key.values()))


def keys_for(about: About, now: datetime) -> list[str]:
    if about.application is None:
        return [RECONNECT, REFERRAL, KEEP]
    if about.interview and about.application.is_open:
        return [THANKS, CHECK_IN]
    return keys_when_open(about.application, now) if about.application.is_open else keys_after(about.application)


def keys_when_open(application: JobApplication, now: datetime) -> list[str]:
    stage = application.stage
    if stage in (Stage.SAVED, Stage.PREPARING):
        return [REFERRAL]
    if stage == Stage.APPLIED:
        return [FOLLOW_UP, REFERRAL]
    met = application.interviews.behind(now).exists()
    return [THANKS, CHECK_IN, CLOSE] if met else [FOLLOW_UP]


def keys_after(application: JobApplication) -> list[str]:
    outcome = application.outcome
    if outcome.kind == Outcome.Kind.GHOSTED:
        return [CHECK_IN, CLOSE]
    question = QUESTIONS.get(Stage(outcome.last_stage), "")
    if outcome.kind != Outcome.Kind.REJECTED:
        return [KEEP]
    reply = REPLY_TO_CALL if outcome.no_kind == Outcome.NoKind.CALL else REPLY
    return [reply, question, KEEP]
