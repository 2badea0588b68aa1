"""What a person's recoveries have left, read together: lessons, where noes came, what was believed before and after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, F, Prefetch
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from applications.models import JobApplication, Outcome
from applications.spans import Span
from recovery import queries
from recovery.models import Answer, Experiment, Lesson, RecoveryStep
from recovery.patterns import ENOUGH

SHOWN = 12
EXPLANATIONS = "explanations_map"
BELIEFS = {"first_belief", "leaning", "sure_before", "balanced_line", "sure_after"}
SURE = [
    pgettext_lazy("how sure", "not at all"),
    pgettext_lazy("how sure", "a little"),
    pgettext_lazy("how sure", "half and half"),
    pgettext_lazy("how sure", "fairly"),
    pgettext_lazy("how sure", "very"),
]
Stage, Kind = JobApplication.Stage, Outcome.Kind


@dataclass(frozen=True)
class Learnt:
    lessons: list[Lesson]
    lines: list[str]  # private lines for next time that were not saved as lessons
    experiments: list[Experiment]
    reasons: list[tuple[str, int]]  # that employers named

    def __bool__(self) -> bool:
        return any((self.lessons, self.lines, self.experiments, self.reasons))


def learnt(span: Span) -> Learnt:
    """What the person saved out of debriefs and recoveries on purpose: what helped before what was not tried."""
    user = span.user
    lessons = list(user.lessons.useful().select_related("interview__application__company", "application__company"))
    lessons.sort(key=lambda lesson: (not lesson.helped, lesson.tried_at is None))
    known = {lesson.text.casefold() for lesson in lessons}
    if not span.is_all:
        own = span.of("created_at", "interview__application", "application")
        here = set(user.lessons.filter(own).values_list("pk", flat=True))
        lessons = [lesson for lesson in lessons if lesson.pk in here]
    requests = queries.requests_of(user, within=span.of("updated_at", "application"))
    answers = queries.next_time_answers(user).filter(span.of("updated_at", "step__recovery__entries__application"))
    patterns = queries.patterns(user, requests, answers=span.once(answers))
    ended = user.experiments.exclude(ended_as="").filter(span.of("created_at", "recovery__entries__application"))
    return Learnt(
        lessons[:SHOWN],
        [line for line in patterns.lines if " ".join(line.split()).casefold() not in known],
        list(span.once(ended)[:SHOWN]),
        patterns.codes,
    )


# --- Where noes come ---


@dataclass
class StageNoes:
    """Of the applications that came to a stage, those that ended there with a no or in silence."""

    label: str | Promise
    came: int = 0
    rejected: int = 0
    silent: int = 0

    @property
    def noes(self) -> int:
        return self.rejected + self.silent

    @property
    def share(self) -> float | None:
        """None where there are too few to speak of a share."""
        return self.noes / self.came if self.came >= ENOUGH else None


def noes_by_stage(span: Span) -> list[StageNoes]:
    """From the first stage on that somebody hears of; one query."""
    counted = span.user.applications.filter(span.sent()).values(
        "stage", last=F("outcome__last_stage"), kind=F("outcome__kind")
    )
    return by_stage((row["last"] or row["stage"], row["kind"], row["n"]) for row in counted.annotate(n=Count("pk")))


def by_stage(rows: Iterable[tuple[str, str | None, int]]) -> list[StageNoes]:
    """From (how far it got, how it ended or None, how many). Stages to which nothing came fall out.

    A no that came before an application was sent is counted with those that were; it must have been.
    """
    stages = list(Stage)[Stage.APPLIED.position :]
    found = {stage: StageNoes(stage.label) for stage in stages}
    for reached, kind, n in rows:
        is_no = kind in (Kind.REJECTED, Kind.GHOSTED)
        position = max(Stage(reached).position, Stage.APPLIED.position if is_no else 0)
        for stage in stages:
            found[stage].came += n if stage.position <= position else 0
        if is_no and kind == Kind.REJECTED:
            found[stages[position - Stage.APPLIED.position]].rejected += n
        elif is_no:
            found[stages[position - Stage.APPLIED.position]].silent += n
    return [row for row in found.values() if row.came]


# --- What was believed ---


@dataclass(frozen=True)
class Belief:
    """One explanation before and after looking at several, as the person wrote them."""

    step: RecoveryStep
    application: JobApplication | None
    answers: dict[str, Answer] = field(default_factory=dict)

    def said(self, key: str) -> str:
        answer = self.answers.get(key)
        return (answer.secret or str(answer.plain or "")) if answer else ""

    @property
    def before(self) -> str:
        return self.said("first_belief")

    @property
    def after(self) -> str:
        return self.said("balanced_line")

    @property
    def sure_before(self) -> str | Promise:
        return sure(self.answers.get("sure_before"))

    @property
    def sure_after(self) -> str | Promise:
        return sure(self.answers.get("sure_after"))


def sure(answer: Answer | None) -> str | Promise:
    """The nearest of five words for what is kept as a number from 0 to 100."""
    if answer is None or not isinstance(answer.plain, int):
        return ""
    return SURE[min(4, max(0, round(answer.plain / 25)))]


def beliefs(span: Span) -> list[Belief]:
    """The latest first; only where something was written before or after."""
    user = span.user
    answers = Answer.objects.filter(prompt_key__in=BELIEFS)
    kept = queries.with_applications(queries.kept(user))
    steps = RecoveryStep.objects.filter(key=EXPLANATIONS).exclude(opened_at=None).defer("snapshot")
    steps = steps.filter(span.of("opened_at", "recovery__entries__application"), recovery__in=queries.kept(user))
    steps = span.once(steps).order_by("-opened_at", "-pk")
    about = Prefetch("recovery", queryset=kept)
    found = [belief_of(step) for step in steps.prefetch_related(about, Prefetch("answers", queryset=answers))[:SHOWN]]
    return [belief for belief in found if belief.before or belief.after]


def belief_of(step: RecoveryStep) -> Belief:
    entry = next(iter(step.recovery.entries.all()), None) if step.recovery.is_guided else None
    return Belief(step, entry.application if entry else None, {row.prompt_key: row for row in step.answers.all()})
