"""What a person writes in private before and after an interview."""

from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction

from applications.models import Debrief, Interview, Preparation
from applications.operations.events import lock, tell
from applications.operations.touches import keep_last_touch
from applications.signals import interview_debriefed

Writing = TypeVar("Writing", Preparation, Debrief)


class WrittenMeanwhile(Exception):
    """Somebody, in another window perhaps, has saved other words since these were opened. `kept` is what they are."""

    def __init__(self, kept: Preparation | Debrief) -> None:
        super().__init__()
        self.kept = kept


@transaction.atomic
def prepare_interview(interview: Interview, *, now: datetime, seen: str | None = None, **texts: str) -> Preparation:
    """Keeps what is written before an interview. `seen` is the `updated_at` that was read before, "" for nothing.

    Raises `WrittenMeanwhile` when other words stand there than those that were seen.
    """
    lock(interview.application)
    return keep(Preparation, interview, texts, now=now, seen=seen)


@transaction.atomic
def debrief_interview(
    interview: Interview, *, now: datetime, keep_lesson: bool = False, seen: str | None = None, **texts: str
) -> Debrief:
    """Keeps what is written after an interview; with `keep_lesson` the line for next time goes on as a lesson, plain.

    Who was met was in touch on that day. Raises `WrittenMeanwhile` as `prepare_interview` does.
    """
    lock(interview.application)
    debrief = keep(Debrief, interview, texts, now=now, seen=seen)
    keep_last_touch(*interview.contacts.all())
    lesson = debrief.next_time.strip() if keep_lesson else ""
    interview_debriefed.send(sender=Interview, interview=interview, lesson=lesson, now=now)
    tell(interview.application, now=now)
    return debrief


def keep(
    model: type[Writing], interview: Interview, texts: dict[str, Any], *, now: datetime, seen: str | None
) -> Writing:
    row = model.objects.filter(interview=interview).first()
    if row and seen is not None and row.updated_at.isoformat() != seen and differs(row, texts):
        raise WrittenMeanwhile(row)
    row = row or model(interview=interview)
    for name, text in texts.items():
        setattr(row, name, text)
    row.updated_at = now
    row.save()
    return row


def differs(row: Preparation | Debrief, texts: dict[str, Any]) -> bool:
    return any(getattr(row, name) != text for name, text in texts.items())
