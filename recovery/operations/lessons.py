from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from applications.models import Interview, JobApplication
from recovery.models import Lesson, Recovery
from recovery.models.lesson import TEXT_LENGTH

TRIED, HELPED, NO_HELP, OPEN = "tried", "helped", "no_help", "open"
MARKS = {TRIED, HELPED, NO_HELP, OPEN}


@transaction.atomic
def keep_lesson(interview: Interview, *, text: str, now: datetime) -> Lesson:
    """Saves the line for next time out of a debrief, plain. Each debrief has one; other words take its place."""
    source = {"interview": interview, "source": Lesson.Source.DEBRIEF}
    return keep(interview.application.user, source, text=text, interview_kind=interview.kind, now=now)


@transaction.atomic
def keep_lesson_of_recovery(recovery: Recovery, *, text: str, now: datetime) -> Lesson:
    """The same out of a recovery. It belongs to the kind of the latest interview that was had there."""
    entry = recovery.entries.filter(began_it=True).select_related("application").first()
    application = entry.application if entry and recovery.is_guided else None
    source = {"recovery": recovery, "source": Lesson.Source.RECOVERY}
    kind = latest_kind(application, now=now)
    return keep(recovery.user, source, text=text, interview_kind=kind, application=application, now=now)


@transaction.atomic
def keep_lesson_of_answer(application: JobApplication, *, text: str, now: datetime) -> Lesson:
    """The same out of what an employer answered."""
    source = {"application": application, "source": Lesson.Source.FEEDBACK}
    return keep(application.user, source, text=text, interview_kind=latest_kind(application, now=now), now=now)


def forget_lesson_of_answer(application: JobApplication) -> None:
    """The line that was kept out of an employer's answer is not wanted any more."""
    application.lessons.filter(source=Lesson.Source.FEEDBACK).delete()


def latest_kind(application: JobApplication | None, *, now: datetime) -> str:
    """What kind of interview came last, of those that were had; empty where there was none."""
    had = application.interviews.standing().filter(starts_at__lte=now) if application else Interview.objects.none()
    return had.order_by("-starts_at", "-pk").values_list("kind", flat=True).first() or ""


def keep(user: User, source: dict[str, Any], *, text: str, now: datetime, **fields: Any) -> Lesson:
    text = " ".join(text.split())[:TEXT_LENGTH]  # a step may allow more; there it stays whole
    defaults = {"user": user, "text": text, "created_at": now, "updated_at": now} | fields
    lesson, is_new = Lesson.objects.get_or_create(**source, defaults=defaults)
    if not is_new and lesson.text != text:
        lesson.text, lesson.updated_at = text, now
        lesson.save(update_fields=["text", "updated_at"])
    return lesson


def mark_lesson(lesson: Lesson, mark: str, *, now: datetime) -> None:
    """Says that a lesson was "tried", and whether it "helped" or was of "no_help"; "open" takes both back.

    Raises ValueError for another word.
    """
    if mark not in MARKS:
        raise ValueError(mark)
    lesson.tried_at = None if mark == OPEN else lesson.tried_at or now
    lesson.helped = {HELPED: True, NO_HELP: False}.get(mark)
    lesson.updated_at = now
    lesson.save(update_fields=["tried_at", "helped", "updated_at"])


def delete_lesson(lesson: Lesson) -> None:
    """Forgets a lesson; what was written in the debrief stays."""
    lesson.delete()
