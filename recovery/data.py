"""The recovery floor's part of the copy that a person can take of their data: private writing included, decrypted."""

from typing import Any

from accounts import localised
from accounts.models import User
from recovery.models import (
    Achievement,
    CheckInConsent,
    Experiment,
    FeedbackRequest,
    Lesson,
    Recovery,
    RecoveryStep,
    TakeAlong,
)


def everything_of(user: User) -> dict[str, Any]:
    recoveries = user.recoveries.prefetch_related("entries__application__company", "steps__answers")
    requests = FeedbackRequest.objects.filter(application__user=user).select_related("application__company")
    return {
        "recoveries": [recovery_of(recovery) for recovery in recoveries],
        "feedback_requests": [request_of(request) for request in requests],
        "lessons": [
            lesson_of(lesson)
            for lesson in user.lessons.select_related("interview__application__company", "application__company")
        ],
        "achievements": [achievement_of(card) for card in user.achievements.select_related("application__company")],
        "experiments": [experiment_of(experiment) for experiment in user.experiments.all()],
        "check_in_consents": [consent_of(consent) for consent in user.checkin_consents.all()],
        "take_along": [take_along_of(page) for page in user.take_alongs.select_related("period")],
        "check_ins": [{"made_at": entry.made_at.isoformat(), "mood": entry.mood} for entry in user.checkins.all()],
    }


def consent_of(consent: CheckInConsent) -> dict[str, Any]:
    return {
        "words": consent.words,
        "given_at": consent.given_at.isoformat(),
        "withdrawn_at": consent.withdrawn_at and consent.withdrawn_at.isoformat(),
        "keep_days": consent.keep_days,
        "signposted": consent.signposted,
        "rest_begun": consent.rest_begun or "",
    }


def recovery_of(recovery: Recovery) -> dict[str, Any]:
    return {
        "kind": recovery.kind,
        "state": recovery.state,
        "stage": recovery.content_stage,
        "began_at": recovery.created_at.isoformat(),
        "closed_at": recovery.closed_at and recovery.closed_at.isoformat(),
        "closed_as": recovery.closed_as,
        "write_again_on": recovery.write_again_on and recovery.write_again_on.isoformat(),
        "applications": [
            {
                "application": str(entry.application),
                "no_on": entry.no_on.isoformat(),
                "no_kind": entry.no_kind,
                "outcome": entry.outcome_kind,
                "last_stage": entry.last_stage,
                "note": entry.note,
                "began_it": entry.began_it,
                "is_set_aside": entry.is_set_aside,
            }
            for entry in recovery.entries.all()
        ],
        "steps": [step_of(step) for step in recovery.steps.all()],
    }


def step_of(step: RecoveryStep) -> dict[str, Any]:
    """Each answer beside the words of the question it answers."""
    labels = {
        prompt["key"]: localised.with_times(prompt["label"], step.language)
        for prompt in step.snapshot.get("prompts", [])
    }
    return {
        "key": step.key,
        "title": step.title,
        "state": step.state,
        "opens_on": step.opens_on.isoformat(),
        "done_at": step.done_at and step.done_at.isoformat(),
        "skipped_at": step.skipped_at and step.skipped_at.isoformat(),
        "answers": [
            {
                "prompt": answer.prompt_key,
                "question": labels.get(answer.prompt_key, ""),
                "chosen": answer.plain,
                "written": answer.secret,
                "updated_at": answer.updated_at.isoformat(),
            }
            for answer in step.answers.all()
        ],
    }


def request_of(request: FeedbackRequest) -> dict[str, Any]:
    days = ("later_on", "asked_on", "follow_up_on", "followed_up_on")
    return {
        "application": str(request.application),
        "state": request.state,
        "question": request.question,
        "answer": request.answer,
        "reasons": request.codes,
        "is_worrying": request.is_worrying,
        "next_time": request.next_time,
    } | {name: (day := getattr(request, name)) and day.isoformat() for name in days}


def achievement_of(card: Achievement) -> dict[str, Any]:
    words = ("title", "situation", "action", "result", "tags")
    return {name: getattr(card, name) for name in words} | {
        "application": str(card.application) if card.application else None,
        "created_at": card.created_at.isoformat(),
        "updated_at": card.updated_at.isoformat(),
        "removed_at": card.removed_at and card.removed_at.isoformat(),
    }


def experiment_of(experiment: Experiment) -> dict[str, Any]:
    words = ("change", "goal", "sign", "wanted", "finding", "ended_as")
    days = ("started_on", "look_on", "ended_on")
    return {name: getattr(experiment, name) for name in words} | {
        name: (day := getattr(experiment, name)) and day.isoformat() for name in days
    }


def lesson_of(lesson: Lesson) -> dict[str, Any]:
    application = lesson.interview.application if lesson.interview else lesson.application
    return {
        "text": lesson.text,
        "source": lesson.source,
        "interview_kind": lesson.interview_kind,
        "application": str(application) if application else None,
        "tried_at": lesson.tried_at and lesson.tried_at.isoformat(),
        "helped": lesson.helped,
        "created_at": lesson.created_at.isoformat(),
        "updated_at": lesson.updated_at.isoformat(),
    }


def take_along_of(page: TakeAlong) -> dict[str, Any]:
    return {
        "period": page.period.name if page.period else None,
        "text": page.text,
        "created_at": page.created_at.isoformat(),
        "updated_at": page.updated_at.isoformat(),
    }
