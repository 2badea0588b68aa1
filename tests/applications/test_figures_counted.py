"""The figures say what a plain count over histories says, whatever was done."""

from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from statistics import median_low

from django.apps import apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from applications.figures import counting, days, ways, weeks
from applications.figures.links import Narrowing
from applications.models import JobApplication, Outcome
from applications.spans import Span, spans_of
from tests.explore import examples

fill_days = import_module("applications.migrations.0025_fill_days_of_answers").fill

NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
Stage, Kind = JobApplication.Stage, Outcome.Kind

some_days = st.integers(-3, 50)
talks = st.tuples(st.sampled_from(["phone", "task", "video"]), some_days, st.booleans())
endings = st.tuples(
    st.sampled_from(Kind), st.sampled_from(Stage), st.sampled_from(["", "silence", "call"]), st.integers(0, 50)
)
stories = st.fixed_dictionaries(
    {
        "stage": st.sampled_from([*Stage, Stage.APPLIED, Stage.APPLIED, Stage.APPLIED]),
        "ago": st.one_of(st.none(), st.integers(0, 400)),
        "added_ago": st.integers(0, 400),
        "source": st.sampled_from(["", "Fair", "fair ", "A friend"]),
        "work_mode": st.sampled_from(["", "remote", "hybrid"]),
        "heard": st.one_of(st.none(), some_days),
        "moved": st.one_of(st.none(), st.tuples(st.sampled_from(Stage), some_days)),
        "talk": st.one_of(st.none(), talks),
        "end": st.one_of(st.none(), endings),
        "how": st.sampled_from(["alone", "alone", "with many", "brought in"]),
        "fate": st.sampled_from(["", "", "archived", "trashed", "period"]),
        "undone": st.sampled_from(["", "", "taken back", "corrected"]),
    }
)


def tell(user, company, story, period):
    """One application and its history, as rows."""
    start = TODAY - timedelta(days=story["ago"] or 0)
    row = JobApplication.objects.create(
        **{name: story[name] for name in ("stage", "source", "work_mode")},
        **{f"{story['fate']}_at": NOW} if story["fate"] in ("archived", "trashed") else {},
        user=user,
        company=company,
        role="Nurse",
        applied_on=None if story["ago"] is None else start,
        created_at=NOW - timedelta(days=story["added_ago"]),
        last_event_at=NOW,
        closed_at=NOW if story["end"] else None,
        imported_at=NOW if story["how"] == "brought in" else None,
        period=period if story["fate"] == "period" else None,
    )
    if story["heard"] is not None:
        note(row, "heard", start + timedelta(days=story["heard"]), undone=story["undone"])
    if story["moved"]:
        to, after = story["moved"]
        note(row, "moved", start + timedelta(days=after), to=to)
    if story["talk"]:
        kind, after, is_off = story["talk"]
        at = NOW - timedelta(days=(TODAY - start).days - after, hours=-14.5)  # which is the next day in Berlin
        off = {"cancelled_at": NOW if is_off else None, "created_at": NOW, "changed_at": NOW}
        row.interviews.create(kind=kind, starts_at=at, **off)
        note(row, "interview_scheduled", start)
    if story["end"]:
        kind, last_stage, no_kind, after = story["end"]
        facts = {"no_kind": no_kind, "is_bulk": story["how"] != "alone", "recorded_at": NOW}
        day = start + timedelta(days=after)
        Outcome.objects.create(application=row, kind=kind, last_stage=last_stage, decided_on=day, **facts)


def note(row, kind, day, *, undone="", **data):
    event = row.events.create(kind=kind, happened_on=day, recorded_at=NOW, data=data)
    if undone == "corrected":
        row.events.create(kind=kind, happened_on=day + timedelta(days=4), recorded_at=NOW, corrects=event)
    elif undone:
        row.events.create(kind=kind, happened_on=day, recorded_at=NOW, corrects=event, data={"taken_back": True})


class Plain:
    """What the history of one application says, read as a person reads it."""

    def __init__(self, row):
        self.row, self.reached = row, Stage(row.reached_stage).position
        self.kind = None if row.is_open else row.outcome.kind
        self.is_sent = self.reached >= Stage.APPLIED.position or self.kind in ("rejected", "ghosted")
        self.talks = [one for one in row.interviews.filter(cancelled_at=None) if one.kind != "task"]
        self.is_talk = bool(self.talks) or self.reached >= Stage.INTERVIEW.position
        self.went_on = self.reached >= Stage.SCREENING.position
        is_no = self.kind == "rejected" and row.outcome.no_kind != "silence"
        self.no = self.after(row.outcome.decided_on) if is_no and self.has_its_day() else None
        local = [row.user.local_day(one.starts_at) for one in self.talks]
        self.talk = self.after(min(local)) if local and min(local) <= TODAY else None
        heard = min(self.days_heard(), default=None)
        self.heard = self.after(heard)
        has_heard = heard is not None and (row.applied_on is None or heard >= row.applied_on)
        self.is_answered = self.went_on or bool(self.talks) or is_no or has_heard
        self.answer = min((day for day in (self.heard, self.no, self.talk) if day is not None), default=None)

    def after(self, day):
        """In days from sending; None where that is not known, or was later."""
        sent_on = self.row.applied_on
        return (day - sent_on).days if day and sent_on and day >= sent_on else None

    def has_its_day(self):
        outcome = self.row.outcome
        brought = outcome.recorded_at == self.row.imported_at and outcome.decided_on > (self.row.applied_on or date.max)
        return not outcome.is_bulk or brought

    def days_heard(self):
        further = {stage for stage in Stage if stage.position > Stage.APPLIED.position}
        for event in self.row.events.current():
            is_step = event.kind == "interview_scheduled" or event.data.get("to") in further and event.kind == "moved"
            if event.kind == "heard" or (is_step and self.went_on):
                yield event.happened_on

    def waited_beyond(self, long):
        """Whether nothing had come after so many days, as far as one knows."""
        if not self.row.applied_on or (TODAY - self.row.applied_on).days <= long:
            return False
        if self.is_answered and self.answer is None:
            return False
        has_left = self.kind in ("withdrawn", "role_closed")
        left = (self.row.outcome.decided_on - self.row.applied_on).days if has_left else long + 1
        return left > long and (self.answer is None or self.answer > long)


@given(st.lists(stories, min_size=1, max_size=14))
@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_figures_say_what_histories_say(ada, bob, stories):
    JobApplication.with_trash.all().delete()
    period, _ = ada.periods.get_or_create(name="Spring", defaults={"created_at": NOW})
    company, other = (person.companies.get_or_create(name="Initech")[0] for person in (ada, bob))
    for story in stories:
        tell(ada, company, story, period)
    tell(bob, other, stories[0], None)
    fill_days(apps, None)
    for span in spans_of(ada, today=TODAY):
        rows = ada.applications.filter(span.sent()).select_related("outcome")
        compare(span, [plain for plain in map(Plain, rows) if plain.is_sent])


def compare(span: Span, sent: list[Plain]):
    found = counting.counted(span, today=TODAY)
    reached = [plain.reached for plain in sent]
    assert asdict(found.all) == {
        "sent": len(sent),
        "answered": sum(plain.is_answered for plain in sent),
        "screening": sum(plain.went_on for plain in sent),
        "interview": sum(position >= Stage.INTERVIEW.position for position in reached),
        "final_round": sum(position >= Stage.FINAL_ROUND.position for position in reached),
        "offer": sum(position >= Stage.OFFER.position for position in reached),
        "talks": sum(plain.is_talk for plain in sent),
        "undated": sum(plain.row.applied_on is None for plain in sent),
        "long_ago": sum(bool(plain.row.applied_on) and (TODAY - plain.row.applied_on).days > 30 for plain in sent),
    }
    by_source = {way.label: (way.sent, way.talks) for way in ways.by_source(found.by_source, Narrowing(span))}
    for source, told in by_source.items():
        alike = [plain for plain in sent if plain.row.source.strip().casefold() == same_as(source)]
        assert told == (len(alike), sum(plain.is_talk for plain in alike))
    compare_days(span, sent, found.all.long_ago)
    told = weeks.weeks_in(span, now=NOW)
    assert sum(told.sent_counts.values()) == sum(is_in(plain.row.applied_on, told.mondays) for plain in sent)


def same_as(source):
    return "" if source == ways.NOT_NOTED else source.casefold()


def compare_days(span, sent, long_ago):
    waits = days.waits_in(span, long_ago=long_ago, today=TODAY)
    for wait, name in ((waits.answer, "answer"), (waits.no, "no"), (waits.talk, "talk")):
        there = sorted(getattr(plain, name) for plain in sent if getattr(plain, name) is not None)
        assert (wait.n, wait.half) == (len(there), median_low(there) if there else 0), name
        if there:
            inside = [day for day in there if wait.quarter <= day <= wait.three_quarters]
            assert len(inside) * 2 >= len(there), name
    waiting = [plain for plain in sent if plain.waited_beyond(30)]
    late = [plain for plain in waiting if plain.answer is not None]
    assert (waits.still_waiting, waits.answered_late) == (len(waiting), len(late))


def is_in(day, mondays):
    return bool(day) and mondays[0] <= day < mondays[-1] + timedelta(days=7)
