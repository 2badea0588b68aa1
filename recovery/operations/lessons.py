from datetime import datetime

from django.db import transaction

from applications.models import Interview
from recovery.models import Lesson

TRIED, HELPED, NO_HELP, OPEN = "tried", "helped", "no_help", "open"
MARKS = {TRIED, HELPED, NO_HELP, OPEN}


@transaction.atomic
def keep_lesson(interview: Interview, *, text: str, now: datetime) -> Lesson:
    """Saves the line for next time out of a debrief, plain. Each debrief has one; other words take its place."""
    user, text = interview.application.user, " ".join(text.split())
    of_debrief = {"interview": interview, "source": Lesson.Source.DEBRIEF}
    lesson, is_new = Lesson.objects.get_or_create(
        **of_debrief,
        defaults={
            "user": user,
            "text": text,
            "interview_kind": interview.kind,
            "created_at": now,
            "updated_at": now,
        },
    )
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
