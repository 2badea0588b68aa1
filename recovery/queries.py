"""What pages, operations and the floor above ask of recoveries. Every question starts at the person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.models import User
from advice.vocabulary import Reason
from applications.models import Interview, JobApplication, Outcome
from recovery.models import Answer, FeedbackRequest, Lesson, Recovery, RecoveryApplication, RecoveryStep
from recovery.tracks import EARLY, Situation, Track, content_stage, track_for

Kind = Recovery.Kind
LINES_SHOWN = 10
LESSONS_SHOWN = 7
NEXT_TIME, VALUES = "next_time_line", "values_and_wins"


def open_guided(user: User) -> Recovery | None:
    """The one short or full recovery that is going on or resting."""
    return user.recoveries.open().guided().first()


def step_in_view(recovery: Recovery, *, today: date, now: datetime) -> RecoveryStep | None:
    """The one planned step to look at: one that was begun, else the first whose day has come. Asks no further query
    where the steps are prefetched."""
    planned = [step for step in recovery.steps.all() if step.mode == RecoveryStep.Mode.ON]
    ready = [step for step in planned if step.is_ready(today, now)]
    begun = [step for step in ready if step.state == RecoveryStep.State.OPENED]
    return next(iter(begun or ready), None)


def steps_in(recoveries: QuerySet[Recovery]) -> QuerySet[RecoveryStep]:
    """Their steps, each with its recovery and whose it is."""
    return RecoveryStep.objects.filter(recovery__in=recoveries).select_related("recovery__user")


def step_to_start(recovery: Recovery, *, today: date, now: datetime) -> RecoveryStep | None:
    """The one to begin with when the person says *now*: what is ready goes first, else what opens next."""
    left = [step for step in recovery.steps.all() if not step.is_settled]
    planned = [step for step in left if step.mode == RecoveryStep.Mode.ON] or left
    ready = (step for step in planned if step.is_ready(today, now))
    return next(ready, min(planned, key=lambda step: (step.opens_on, step.order), default=None))


def steps_to_look_at(user: User, *, today: date, now: datetime) -> list[RecoveryStep]:
    """The planned steps whose day has come, the one to look at first in front; one query. See also its twin above.

    A guided recovery goes before the page of early noes, and what was begun before what was not.
    """
    is_rested = Q(recovery__state=Recovery.State.PAUSED, recovery__paused_until__lte=now)
    steps = RecoveryStep.objects.filter(Q(recovery__state=Recovery.State.ACTIVE) | is_rested, recovery__user=user)
    ready = steps.filter(Q(opens_at__isnull=True, opens_on__lte=today) | Q(opens_at__lte=now))
    ready = ready.filter(mode=RecoveryStep.Mode.ON, state__in=[RecoveryStep.State.WAITING, RecoveryStep.State.OPENED])
    shown = ready.select_related("recovery").order_by("recovery", "order", "pk")
    shown = shown.only("key", "state", "minutes", "title", "language", "recovery__kind")
    return sorted(
        shown, key=lambda step: (step.recovery.kind == Kind.EARLY_NOES, step.state != RecoveryStep.State.OPENED)
    )


def open_early_noes(user: User) -> Recovery | None:
    return user.recoveries.open().filter(kind=Kind.EARLY_NOES).first()


def earlier(user: User) -> QuerySet[Recovery]:
    """Closed ones, and put-away ones in which something was begun, the latest first."""
    begun = RecoveryStep.objects.filter(recovery=OuterRef("pk")).exclude(opened_at=None)
    shown = Q(state=Recovery.State.CLOSED) | Q(Exists(begun), state=Recovery.State.ARCHIVED)
    return with_applications(kept(user).filter(shown))


def kept(user: User) -> QuerySet[Recovery]:
    """Without those that lie in the trash: with the application that began them, and no other no lives there."""
    there = RecoveryApplication.objects.filter(recovery=OuterRef("pk"), application__trashed_at=None)
    return user.recoveries.filter(Exists(there.filter(Q(began_it=True) | Q(is_set_aside=False))))


def with_applications(recoveries: QuerySet[Recovery]) -> QuerySet[Recovery]:
    return recoveries.prefetch_related(of_applications())


def of_applications() -> Prefetch:
    """The noes of a guided recovery but those in the trash, the one that began it first. Of a page of early noes, which
    may hold hundreds, none: see `latest_in`.
    """
    entries = in_sight(RecoveryApplication.objects.exclude(recovery__kind=Kind.EARLY_NOES))
    entries = entries.select_related("application__company").defer("application__notes", "application__posting_text")
    return Prefetch("entries", queryset=entries.order_by("-began_it", "recorded_at", "pk"))


def of_steps() -> Prefetch:
    """The steps of a recovery as a list shows them."""
    return Prefetch("steps", queryset=RecoveryStep.objects.defer("snapshot"))


def in_sight(entries: QuerySet[RecoveryApplication]) -> QuerySet[RecoveryApplication]:
    return entries.filter(application__trashed_at=None)


def latest_in(page: Recovery, *, limit: int) -> tuple[list[RecoveryApplication], int]:
    """The latest noes on a page of early noes with no more than a line says of them, and how many there are in all.

    Of a page that was put away those that had been on it.
    """
    there = in_sight(page.entries.all())
    counted = there.aggregate(live=Count("pk", filter=Q(is_set_aside=False)), all=Count("pk"))
    shown = there.filter(is_set_aside=False) if counted["live"] else there
    lines = shown.select_related("application__company").order_by("-recorded_at", "-pk")
    lines = lines.only(
        "recovery",
        "no_on",
        "outcome_kind",
        "last_stage",
        "recorded_at",
        "application__role",
        "application__company__name",
    )
    return list(lines[:limit]), counted["live"] or counted["all"]


def live_entry(application: JobApplication) -> RecoveryApplication | None:
    """Where this application's no is dealt with, if anywhere."""
    return application.recovery_entries.live().select_related("recovery").first()


def entry_in_short(application: JobApplication) -> RecoveryApplication | None:
    """The same with no more than its page shows: also whether a question was sent to the employer (`is_asked`)."""
    asked = FeedbackRequest.objects.filter(application=OuterRef("application"), state__in=FeedbackRequest.SENT_STATES)
    entries = application.recovery_entries.live().select_related("recovery").annotate(is_asked=Exists(asked))
    return entries.only("application", "began_it", "recovery__kind", "recovery__state").first()


def with_live_entry(applications: Iterable[JobApplication]) -> list[JobApplication]:
    """Those of them whose no is dealt with somewhere."""
    live = RecoveryApplication.objects.live().filter(application__in=list(applications))
    return [entry.application for entry in live.select_related("application")]


def with_entry(applications: Iterable[JobApplication]) -> list[JobApplication]:
    """Those of them whose no was once taken in somewhere, in the order in which that happened."""
    entries = RecoveryApplication.objects.filter(application__in=list(applications)).select_related("application")
    return list({entry.application: None for entry in entries.order_by("recorded_at", "pk")})


def live_entries(recovery: Recovery) -> list[RecoveryApplication]:
    entries = recovery.entries.live().select_related("application__company", "application__outcome")
    return list(entries.defer("application__notes", "application__posting_text"))


def bulk_noes(user: User) -> int:
    """Noes that came in by an import or an act on many at once, and started nothing."""
    return Outcome.objects.filter(
        application__user=user,
        application__trashed_at=None,
        is_bulk=True,
        kind__in=[Outcome.Kind.REJECTED, Outcome.Kind.GHOSTED],
    ).count()


def entry_of(step: RecoveryStep) -> RecoveryApplication | None:
    """The no that a step's letters and questions are about.

    A guided recovery is about the one that began it. On an early-noes page only the latest no that a named person
    wrote can be answered.
    """
    entries = step.recovery.entries.filter(application__trashed_at=None).select_related("application__company")
    if step.recovery.is_guided:
        entry = entries.filter(began_it=True).first()
    else:
        entry = entries.live().filter(no_kind=Outcome.NoKind.PERSONAL_MAIL).last()
    if entry:
        entry.application.user = step.recovery.user
    return entry


def situation_of(
    entry: RecoveryApplication, *, today: date, requests: list[FeedbackRequest] | None = None
) -> Situation:
    """What the named tests may know when a recovery for this no is planned or walked through."""
    application = entry.application
    requests = requests_of(application.user) if requests is None else requests
    return Situation(
        stage=content_stage(entry.outcome_kind, entry.last_stage),
        no_kind=entry.no_kind,
        days_late=(today - entry.no_on).days,
        has_contact=application.contacts.exists(),
        is_question_sent=any(request.is_sent for request in requests if request.application_id == application.pk),
        comparable=comparable_noes(application.user, entry),
        codes=tuple(codes_in(requests)),
    )


def early_situation(page: Recovery, entries: list[RecoveryApplication]) -> Situation:
    """The same for a page of early noes: it counts all of them, and knows whether a person wrote one."""
    by_a_person = any(entry.no_kind == Outcome.NoKind.PERSONAL_MAIL for entry in entries)
    return Situation(
        stage=EARLY,
        no_kind=Outcome.NoKind.PERSONAL_MAIL if by_a_person else "",
        comparable=early_noes(page.user).count(),
        codes=tuple(codes_in(requests_of(page.user))),
    )


def early_noes(user: User) -> QuerySet[RecoveryApplication]:
    return RecoveryApplication.objects.live().filter(recovery__user=user, recovery__kind=Kind.EARLY_NOES)


def comparable_noes(user: User, entry: RecoveryApplication) -> int:
    """Noes of this person after the same stage, this one included."""
    outcomes = Outcome.objects.filter(application__user=user, application__trashed_at=None)
    if track_for(entry.outcome_kind, entry.last_stage) == Track.OFFERED:
        return outcomes.filter(kind=Outcome.Kind.GHOSTED).count()
    return outcomes.filter(kind=Outcome.Kind.REJECTED, last_stage=entry.last_stage).count()


def requests_of(user: User, *, within: Q | None = None) -> list[FeedbackRequest]:
    """All that a person asked employers, the latest first; `is_ended` tells those whose no still stands."""
    ended = Exists(Outcome.objects.filter(application=OuterRef("application")))
    requests = FeedbackRequest.objects.filter(within or Q(), application__user=user, application__trashed_at=None)
    return list(requests.annotate(is_ended=ended).defer("question", "answer").order_by("-updated_at"))


def codes_in(requests: Iterable[FeedbackRequest]) -> list[str]:
    """Reasons that employers named, in the order of their answers."""
    standing = [request for request in requests if request.is_ended]  # type: ignore[attr-defined]
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


def is_reply_held(recovery: Recovery) -> bool:
    return recovery.steps.exclude(opens_at=None).exists()


def cards_kept_in(recovery: Recovery) -> dict[str, int]:
    """The prompts of this recovery whose evidence card was kept, each with the key of its achievement."""
    return dict(recovery.achievements.kept().exclude(prompt_key="").values_list("prompt_key", "pk"))


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


def is_asked(application: JobApplication) -> bool:
    """Whether a question about this no was sent to the employer."""
    requests = FeedbackRequest.objects.filter(application=application, state__in=FeedbackRequest.SENT_STATES)
    return requests.exists()


def values_step(application: JobApplication) -> RecoveryStep | None:
    """Where to find something to stand on before an answer is opened, as long as its recovery goes on."""
    steps = RecoveryStep.objects.filter(key=VALUES, recovery__state__in=Recovery.OPEN_STATES)
    own = steps.filter(recovery__entries__application=application, recovery__entries__is_set_aside=False)
    return own.select_related("recovery").defer("snapshot").first()


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


def recoveries_for_facts(user: User) -> list[Recovery]:
    """Open recoveries with steps, entries, applications and companies, for rules that make no query: three queries.

    `entries` holds the live ones only.
    """
    entries = RecoveryApplication.objects.live().select_related("application__company")
    return list(user.recoveries.open().prefetch_related("steps", Prefetch("entries", queryset=entries)))


def feedback_requests_for_facts(user: User) -> QuerySet[FeedbackRequest]:
    """Requests to employers whose no still stands, with application and company."""
    return (
        FeedbackRequest.objects.filter(application__user=user, application__trashed_at=None)
        .exclude(application__outcome=None)
        .select_related("application__company")
    )
