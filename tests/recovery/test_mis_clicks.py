"""However outcomes are marked, taken back, dated back, left out, rested, closed and chosen: only what stands counts."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from applications import operations as applications
from applications.models import JobApplication
from recovery import operations, queries
from recovery.models import Recovery, RecoveryApplication
from tests.explore import examples
from tests.factories import make_application, make_outcome, make_user

START = datetime(2026, 11, 18, 6, 0, tzinfo=UTC)
STAGES = ["applied", "screening", "interview", "offer"]
own = st.sampled_from(range(4))
moves = st.one_of(
    # The stage counts where the application is open; one that has ended is reopened.
    st.tuples(st.just("end"), own, st.sampled_from(STAGES[:3]), st.sampled_from([0, 0, 2, 4, 12])),
    st.tuples(st.just("end"), own, st.sampled_from(STAGES), st.just(0)),
    st.tuples(st.sampled_from(["leave_out", "rest", "close"])),
    st.tuples(st.just("go_on_with"), own),
)


class Search:
    """One person's search, played move by move, a minute apart."""

    def __init__(self, name):
        self.user = make_user(email=f"{name}@example.org")
        self.now = START
        self.own = [make_application(self.user, company=f"Company {n}", now=START) for n in range(4)]

    def fresh(self, number):
        return JobApplication.objects.get(pk=self.own[number].pk)

    def move(self, number, stage):
        application = self.fresh(number)
        if stage != application.stage:
            applications.move_to(application, stage, now=self.now)

    def end(self, number, stage, days_back):
        self.move(number, stage)
        day = (self.now - timedelta(days=days_back)).date()
        make_outcome(self.fresh(number), now=self.now, decided_on=day)

    def reopen(self, number):
        applications.reopen(self.fresh(number), now=self.now)

    def on(self):
        return queries.open_guided(self.user)

    def owned(self, number, stage):
        """The recovery that this no began by itself, if it did."""
        mine = self.user.recoveries.guided().filter(content_stage=stage)
        return mine.filter(entries__application=self.own[number], entries__began_it=True).first()

    def leave_out(self, recovery, keys):
        for step in recovery.steps.filter(key__in=keys):
            operations.skip_step(step, now=self.now)

    def go_on_with(self, number):
        entry = queries.live_entry(self.own[number])
        if entry and entry.recovery.is_guided and not entry.began_it:
            operations.choose(entry.recovery, entry.application, now=self.now)
        elif entry and entry.recovery.is_guided:
            operations.resume(entry.recovery, now=self.now)

    def taken_up(self, number):
        """The recovery that going on with this one would only take up again."""
        entry = queries.live_entry(self.own[number])
        return entry.recovery if entry and entry.began_it and entry.recovery.is_guided else "none"

    def has_joined(self, number, recovery):
        """Whether this no came to that recovery, and it rests."""
        entry = queries.live_entry(self.own[number])
        is_resting = recovery is not None and recovery.pause_reason == Recovery.PauseReason.PAUSED
        return is_resting and entry is not None and entry.recovery == recovery and not entry.began_it

    def close(self):
        if recovery := self.on():
            operations.close(recovery, now=self.now)

    def rest(self):
        if recovery := self.on():
            operations.pause(recovery, until=None, now=self.now)

    def standing(self):
        """What goes on, with its steps, who is on the page of early noes, and that every no has one place."""
        live = RecoveryApplication.objects.live().filter(recovery__user=self.user)
        recovery, page = self.on(), queries.open_early_noes(self.user)
        numbers = {application.pk: n for n, application in enumerate(self.own)}
        places = sorted(numbers[pk] for pk in live.values_list("application", flat=True))
        gathered = {numbers[entry.application_id] for entry in live if entry.recovery == page}
        return places, gathered, steps_of(page), self.named(recovery, numbers), steps_of(recovery)

    def named(self, recovery, numbers):
        if recovery is None:
            return None
        began = recovery.entries.live().get(began_it=True)
        return numbers[began.application_id], recovery.kind, recovery.content_stage, recovery.state


def steps_of(recovery):
    return set(recovery.steps.values_list("key", "mode", "opens_on", "state")) if recovery else None


def decided(recovery):
    """What a person has decided in a recovery so far."""
    if recovery is None:
        return "active", set()
    skipped = set(recovery.steps.filter(state="skipped").values_list("key", flat=True))
    return recovery.resting_state, skipped


def play(search, moves):
    """Plays every move. Answers with what stands of them in the end, and what had been decided before it was marked."""
    marked, decisions, left_out, rested, came_to_rest = {}, [], {}, {}, {}
    for number, move in enumerate(moves):
        search.now = START + timedelta(minutes=number + 1)
        verb, *about = move
        if verb == "end" and about[0] in marked:
            search.reopen(about[0])
            at, stage, *_ = marked.pop(about[0])
            decisions.append((at, ("move", about[0], stage)))  # that it got so far stands, and may be good news
            ended = came_to_rest.pop(about[0], None)
            decisions = [decision for decision in decisions if decision != ended]
        elif verb == "end":
            own, stage, days_back = about
            before = decided(search.owned(own, stage))
            resting = search.on()
            search.end(own, stage, days_back)
            marked[own] = (search.now, stage, days_back, before)
            if search.has_joined(own, resting):
                # Who rests is not woken by what came meanwhile, even where what they rested from is taken back.
                came_to_rest[own] = (search.now, ("rest",))
                rested.setdefault(resting, []).append(came_to_rest[own])
                decisions.append(came_to_rest[own])
        elif verb == "leave_out":
            recovery = search.on()
            step = recovery and recovery.steps.filter(state="waiting").first()
            if step:
                search.leave_out(recovery, [step.key])
                began = recovery.entries.get(began_it=True)
                left_out.setdefault((began.application_id, recovery.content_stage), set()).add(step.key)
        elif verb == "go_on_with":
            # Taking a list up again takes back what had put it to rest, for whatever else is in it too.
            ended = rested.pop(search.taken_up(*about), [])
            decisions = [decision for decision in decisions if decision not in ended]
            search.go_on_with(*about)
            decisions.append((search.now, move))
        else:
            rested.setdefault(search.on(), []).append((search.now, move))
            getattr(search, verb)()
            decisions.append((search.now, move))
    return marked, decisions, left_out


def play_what_stands(search, marked, decisions):
    """The same from scratch: each no once, with what was decided about it before, then the decisions in their order."""
    for number, (_at, stage, days_back, (rest, skipped)) in marked.items():
        if (rest, skipped) != ("active", set()):
            search.end(number, stage, days_back)
            search.leave_out(search.on(), skipped)
            {"closed": search.close, "paused": search.rest}.get(rest, int)()
            search.reopen(number)
    nos = [(at, ("end", number, stage, days)) for number, (at, stage, days, _before) in marked.items()]
    for at, (verb, *about) in sorted(nos + decisions):
        search.now = at
        if verb != "go_on_with" or about[0] in marked and marked[about[0]][0] < at:
            getattr(search, verb)(*about)


@pytest.mark.django_db
@settings(
    max_examples=examples(10),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@example(moves=[("end", 0, "interview", 0), ("rest",), ("end", 1, "screening", 0), ("end", 0, "applied", 0)])
@example(moves=[("end", 1, "screening", 0), ("end", 3, "offer", 0), ("end", 1, "screening", 4)])  # its own offer
@example(
    moves=[("end", 3, "screening", 0)] * 2
    + [("end", 1, "offer", 0), ("end", 3, "screening", 0), ("end", 1, "applied", 0)]
)  # an offer from before the no was marked anew
@example(
    moves=[("end", 2, "interview", 0), ("close",), ("end", 1, "interview", 0)] + [("end", 0, "offer", 0)] * 2
)  # the no is taken back, the offer stands
@example(
    moves=[("end", 3, "screening", 0), ("end", 2, "screening", 0), ("end", 0, "offer", 0)]
    + [("end", 3, "screening", 0), ("end", 2, "screening", 0)]
)  # one place after another is taken, up to the offer's own
@given(moves=st.lists(moves, max_size=12))
def test_it_ends_as_the_rules_give_it_from_scratch(pack, moves):
    messy, clean = Search(f"messy-{id(moves)}"), Search(f"clean-{id(moves)}")
    try:
        marked, decisions, left_out = play(messy, moves)
        play_what_stands(clean, marked, decisions)
        clean_on = clean.on()
        if clean_on:
            number = clean.own.index(clean_on.entries.get(began_it=True).application)
            clean.leave_out(clean_on, left_out.get((messy.own[number].pk, clean_on.content_stage), set()))
        assert messy.standing() == clean.standing()
        for search in (messy, clean):
            assert Recovery.objects.filter(user=search.user).open().guided().count() <= 1
    finally:
        messy.user.delete()
        clean.user.delete()
