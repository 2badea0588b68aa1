"""What was asked of employers and what they said, own lines and lessons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from advice.vocabulary import Reason
from applications.models import Event, Interview, JobApplication, Outcome
from recovery.models import Answer, FeedbackRequest, Lesson, Recovery, RecoveryStep
from recovery.queries.recoveries import kept

State = FeedbackRequest.State
LINES_SHOWN = 10
LESSONS_SHOWN = 7
NEXT_TIME = "next_time_line"


def requests_of(user: User, *, within: Q | None = None) -> list[FeedbackRequest]:
    """All that a person asked employers, the latest first; `is_ended` tells those whose no still stands."""
    ended = Exists(Outcome.objects.filter(application=OuterRef("application")))
    requests = FeedbackRequest.objects.filter(within or Q(), application__user=user, application__trashed_at=None)
    return list(requests.annotate(is_ended=ended).defer("question", "answer").order_by("-updated_at"))


def codes_in(requests: Iterable[FeedbackRequest]) -> list[str]:
    """Reasons that employers named, in the order of their answers."""
    answered = [request for request in requests if request.state == State.RECEIVED]
    standing = [request for request in answered if request.is_ended]  # type: ignore[attr-defined]
    return [code for request in standing for code in request.codes if code != Reason.NO_REASON_GIVEN]


def next_time_answers(user: User) -> QuerySet[Answer]:
    return Answer.objects.filter(step__recovery__in=kept(user), prompt_key=NEXT_TIME)


def next_time_lines(
    user: User, requests: list[FeedbackRequest] | None = None, answers: QuerySet[Answer] | None = None
) -> list[str]:
    """The person's own “next time I will …” lines, the latest first. `requests`: `requests_of`, where known; `answers`:
    `next_time_answers`, or some of them.
    """
    written = next_time_answers(user) if answers is None else answers
    lines = [(answer.updated_at, answer.secret) for answer in written.order_by("-updated_at")[:LINES_SHOWN]]
    asked = requests_of(user) if requests is None else requests
    lines += [(request.updated_at, request.next_time) for request in asked]
    return [line for _moment, line in sorted(lines, reverse=True) if line][:LINES_SHOWN]


def lessons_for(interview: Interview) -> list[Lesson]:
    """What to bring up before this interview: of its own kind first, what helped before what was not tried."""
    lessons = interview.application.user.lessons.useful().exclude(interview=interview)
    related = lessons.select_related("interview__application__company", "application__company")

    def order(lesson: Lesson) -> tuple[bool, bool]:
        return (lesson.interview_kind != interview.kind, not lesson.helped)

    once = {lesson.text.casefold(): lesson for lesson in sorted(related, key=order, reverse=True)}
    return list(reversed(once.values()))[:LESSONS_SHOWN]


@dataclass(frozen=True)
class Patterns:
    """What came up before: reasons that were named, the most frequent first, and lines for next time."""

    codes: list[tuple[str, int]]
    lines: list[str]


def patterns(
    user: User, requests: list[FeedbackRequest] | None = None, *, answers: QuerySet[Answer] | None = None
) -> Patterns:
    """From all that was asked of employers and what the person wrote; `requests`, `answers` as above."""
    requests = requests_of(user) if requests is None else requests
    counted = Counter(code for code in codes_in(requests) if code in Reason)
    return Patterns(
        codes=[(str(Reason(code).label), count) for code, count in counted.most_common()],
        lines=next_time_lines(user, requests, answers),
    )


def feedback_request_of(application: JobApplication) -> FeedbackRequest | None:
    return FeedbackRequest.objects.filter(application=application).first()


def line_of_question(request: FeedbackRequest) -> Event | None:
    """The line of the history that says that the question was sent, while nothing has come of it: None where that is
    said by a letter of one's own, which is taken back itself.
    """
    if request.state != State.ASKED or request.asked_on is None or request.followed_up_on:
        return None
    lines = request.application.events.current().filter(kind=Event.Kind.LETTER_SENT, happened_on=request.asked_on)
    return lines.filter(letter=None, data__has_key=FeedbackRequest.BEFORE).order_by("-pk").first()


def line_of_follow_up(request: FeedbackRequest) -> Event | None:
    """The line of the history that says that the one follow-up was sent, in the same way."""
    if request.state != State.ASKED or request.followed_up_on is None:
        return None
    lines = request.application.events.current().filter(kind=Event.Kind.LETTER_SENT, letter=None)
    return lines.filter(**{f"data__{FeedbackRequest.BEFORE}__has_key": "followed_up_on"}).order_by("-pk").first()


def is_asked(application: JobApplication) -> bool:
    """Whether a question about this no was sent to the employer."""
    requests = FeedbackRequest.objects.filter(application=application, state__in=FeedbackRequest.SENT_STATES)
    return requests.exists()


def line_to_keep(recovery: Recovery) -> str:
    """The line for next time of a recovery whose debrief is done, as long as it is not kept as a lesson."""
    line = Answer.objects.filter(step__recovery=recovery, step__state=RecoveryStep.State.DONE)
    answer = line.filter(prompt_key=NEXT_TIME).first()
    if answer is None or not answer.secret or recovery.lessons.filter(source=Lesson.Source.RECOVERY).exists():
        return ""
    return answer.secret


def requests_in(recovery: Recovery) -> list[FeedbackRequest]:
    """Questions that were sent about the noes of this recovery."""
    requests = FeedbackRequest.objects.filter(
        application__recovery_entries__recovery=recovery,
        application__trashed_at=None,
        state__in=FeedbackRequest.SENT_STATES,
    )
    requests = requests.defer("question", "answer", "next_time")
    return list(requests.select_related("application__company").distinct())


def feedback_requests_for_facts(user: User) -> QuerySet[FeedbackRequest]:
    """Requests to employers whose no still stands, with application and company."""
    return (
        FeedbackRequest.objects.filter(application__user=user, application__trashed_at=None)
        .exclude(application__outcome=None)
        .select_related("application__company")
    )
