"""From an outcome to a recovery, and back again."""

from datetime import timedelta

import pytest

from applications import operations as applications
from recovery import operations, queries
from recovery.models import Recovery, RecoveryApplication
from recovery.operations import pace
from recovery.signals import recovery_changed
from tests.factories import make_application, make_interview, make_outcome

State = Recovery.State


def begun_by(application):
    return Recovery.objects.get(entries__application=application, entries__began_it=True)


def test_bad_news_after_an_interview_begins_a_full_recovery_with_its_steps(say_no, ada):
    application = say_no("interview")

    recovery = queries.open_guided(ada)

    assert (recovery.kind, recovery.content_stage) == ("full", "interview")
    assert recovery.entries.get().application == application
    assert recovery.steps.filter(mode="on").count() == 9


def test_a_no_after_screening_begins_a_short_one(say_no, ada):
    say_no("screening")

    assert queries.open_guided(ada).kind == "short"
    assert queries.open_guided(ada).steps.get(key="self_review").minutes == 8


@pytest.mark.parametrize("stage", ["saved", "preparing", "applied"])
def test_an_early_no_joins_the_early_noes_page(say_no, ada, stage):
    say_no(stage)
    say_no(stage, company="Globex")

    assert queries.open_guided(ada) is None
    assert queries.open_early_noes(ada).entries.count() == 2


def test_a_silence_after_an_interview_is_offered_and_begins_only_when_the_person_says_so(say_no, ada, now):
    application = say_no("interview", kind="ghosted")
    assert not Recovery.objects.exists()

    recovery = operations.begin_offered(application, now=now)

    assert (recovery.kind, recovery.content_stage) == ("short", "ghosted")
    assert not recovery.steps.filter(key="ask_for_feedback").exists()


def test_what_was_begun_cannot_be_begun_twice(say_no, now):
    application = say_no("interview", kind="ghosted")
    operations.begin_offered(application, now=now)

    with pytest.raises(operations.NothingToOffer):
        operations.begin_offered(application, now=now)


@pytest.mark.parametrize("kind", ["accepted", "declined", "withdrawn", "role_closed"])
def test_other_endings_begin_nothing(say_no, kind):
    say_no("final_round", kind=kind)

    assert not Recovery.objects.exists()


def test_outcomes_recorded_in_bulk_begin_nothing_and_are_counted(say_no, ada):
    say_no("interview", is_bulk=True)
    say_no("applied", is_bulk=True, company="Globex")

    assert not Recovery.objects.exists()
    assert queries.bulk_noes(ada) == 2


def test_recording_late_counts_from_the_day_the_no_came(say_no, ada, now):
    say_no("interview", decided_on=ada.local_day(now) - timedelta(days=4))

    recovery = queries.open_guided(ada)

    assert recovery.counts_from_on == ada.local_day(now) - timedelta(days=4)
    assert not recovery.steps.filter(key="pause_and_name").exists()


def test_a_further_no_joins_and_opens_no_steps_of_its_own(say_no, ada):
    first, second = say_no("interview"), say_no("final_round", company="Globex")

    recovery = Recovery.objects.get()

    assert [entry.application for entry in recovery.entries.all()] == [first, second]
    assert [entry.began_it for entry in recovery.entries.all()] == [True, False]


def test_the_person_chooses_which_one_goes_on_and_nothing_is_lost(say_no, ada, now):
    first, second = say_no("interview"), say_no("screening", company="Globex")
    recovery = queries.open_guided(ada)
    operations.write_note(queries.live_entry(second), note="A kind mail.", now=now)

    chosen = operations.choose(recovery, second, now=now)

    assert queries.open_guided(ada) == chosen
    assert chosen.kind == "short" and chosen.steps.exists()
    assert chosen.entries.get().note == "A kind mail."
    recovery.refresh_from_db()
    assert (recovery.state, recovery.closed_as) == ("closed", "joined")
    assert recovery.steps.count() == 11
    assert queries.live_entry(first).recovery == recovery


def test_choosing_the_one_that_goes_on_already_changes_nothing(say_no, ada, now):
    first = say_no("interview")
    say_no("screening", company="Globex")
    recovery = queries.open_guided(ada)

    assert operations.choose(recovery, first, now=now) == recovery
    assert Recovery.objects.count() == 1


def test_a_third_no_moves_along_with_the_choice(say_no, ada, now):
    say_no("interview")
    second, third = say_no("screening", company="Globex"), say_no("screening", company="Hooli")

    chosen = operations.choose(queries.open_guided(ada), second, now=now)

    assert [entry.application for entry in queries.live_entries(chosen)] == [second, third]


def test_what_had_joined_one_that_is_closed_can_have_its_own(say_no, ada, now):
    say_no("interview")
    second = say_no("screening", company="Globex")
    recovery = queries.open_guided(ada)
    operations.close(recovery, now=now)

    chosen = operations.choose(recovery, second, now=now)

    assert queries.open_guided(ada) == chosen
    assert chosen.entries.get().application == second


def test_taking_up_the_first_one_again_lets_the_other_rest(say_no, ada, now):
    first, second = say_no("interview"), say_no("screening", company="Globex")
    chosen = operations.choose(queries.open_guided(ada), second, now=now)

    operations.resume(begun_by(first), now=now)

    chosen.refresh_from_db()
    assert queries.open_guided(ada) == begun_by(first)
    assert chosen.closed_as == "joined"


def test_undoing_a_mis_click_puts_everything_away(say_no, ada, now):
    application = say_no("interview")
    recovery = queries.open_guided(ada)
    step = operations.open_step(recovery.steps.get(key="self_review"), now=now)
    step.answers.create(prompt_key="keep_answer", secret="About the index.", updated_at=now)

    applications.reopen(application, now=now)

    recovery.refresh_from_db()
    assert recovery.state == State.ARCHIVED
    assert queries.open_guided(ada) is None
    assert recovery.entries.get().is_set_aside
    assert step.answers.get().secret == "About the index."


def test_marking_it_again_goes_on_where_it_was(say_no, ada, now):
    application = say_no("interview")
    recovery = queries.open_guided(ada)
    operations.skip_step(recovery.steps.get(key="pause_and_name"), now=now)
    applications.reopen(application, now=now)

    make_outcome(application, now=now + timedelta(minutes=5))

    assert queries.open_guided(ada) == recovery
    assert recovery.steps.get(key="pause_and_name").state == "skipped"


@pytest.mark.parametrize("closing", [operations.close, operations.decline])
def test_what_was_closed_before_the_undo_comes_back_closed(say_no, ada, now, closing):
    application = say_no("interview")
    closing(queries.open_guided(ada), now=now)
    applications.reopen(application, now=now)

    make_outcome(application, now=now)

    assert queries.open_guided(ada) is None
    assert Recovery.objects.get().state == State.CLOSED


def test_what_was_paused_before_the_undo_comes_back_paused(say_no, ada, now):
    application = say_no("interview")
    operations.pause(queries.open_guided(ada), until=None, now=now)
    applications.reopen(application, now=now)

    make_outcome(application, now=now)

    assert queries.open_guided(ada).is_paused(now)


def test_undoing_a_no_that_had_joined_lets_the_other_go_on(say_no, ada, now):
    first, second = say_no("interview"), say_no("interview", company="Globex")

    applications.reopen(second, now=now)

    recovery = queries.open_guided(ada)
    assert [entry.application for entry in queries.live_entries(recovery)] == [first]


def test_undoing_the_no_that_began_it_gives_the_one_that_joined_its_own(say_no, ada, now):
    first, second = say_no("final_round"), say_no("screening", company="Globex")

    applications.reopen(first, now=now)

    recovery = queries.open_guided(ada)
    assert (recovery.kind, recovery.content_stage) == ("short", "screening")
    assert recovery.entries.get(began_it=True).application == second
    assert begun_by(first).state == State.ARCHIVED


def test_undoing_an_early_no_takes_only_that_one_off_the_page(say_no, ada, now):
    first, second = say_no("applied"), say_no("applied", company="Globex")

    applications.reopen(first, now=now)

    assert [entry.application for entry in queries.live_entries(queries.open_early_noes(ada))] == [second]


def test_ending_differently_the_second_time_begins_what_fits(say_no, ada, now):
    application = say_no("applied")
    applications.reopen(application, now=now)
    applications.move_to(application, "interview", now=now)

    make_outcome(application, now=now)

    assert queries.open_guided(ada).content_stage == "interview"
    assert queries.open_early_noes(ada) is None
    assert RecoveryApplication.objects.live().get().recovery.kind == "full"


def test_ten_early_noes_bring_the_look_at_the_strategy(say_no, ada, now):
    for number in range(10):
        say_no("applied", company=f"Company {number}")

    page = queries.open_early_noes(ada)

    assert page.steps.get(key="one_change").opens_on == ada.local_day(now)
    assert page.steps.get(key="explanations_map").opens_on == ada.local_day(now)


def test_a_page_that_was_looked_through_is_closed_when_the_next_no_comes(say_no, ada, now):
    say_no("applied")
    page = queries.open_early_noes(ada)
    operations.skip_step(page.steps.get(key="explanations_map"), now=now)

    say_no("applied", company="Globex", at=now + timedelta(days=8))

    page.refresh_from_db()
    assert page.closed_as == "finished"
    assert queries.open_early_noes(ada) != page
    assert page.entries.count() == 1


def test_deleting_an_application_takes_its_recovery_with_it_and_leaves_what_joined(say_no, ada, now):
    first, second = say_no("interview"), say_no("screening", company="Globex")
    old = queries.open_guided(ada)

    applications.delete_application(first, now=now)

    assert not Recovery.objects.filter(pk=old.pk).exists()
    assert queries.open_guided(ada).entries.get().application == second


def test_an_interview_elsewhere_rests_the_recovery_for_a_week_and_asks_once(say_no, ada, now):
    say_no("interview")
    elsewhere = make_application(ada, company="Globex", now=now)
    later = now + timedelta(hours=3)

    make_interview(elsewhere, now=later, starts_at=later + timedelta(days=2))

    recovery = queries.open_guided(ada)
    assert recovery.pause_reason == "good_news"
    assert recovery.paused_until == later + timedelta(days=7)
    operations.resume(recovery, now=later)
    make_interview(elsewhere, now=later, starts_at=later + timedelta(days=5))
    assert not queries.open_guided(ada).is_paused(later)


def test_good_news_do_not_open_what_another_window_closes_meanwhile(say_no, ada, now, monkeypatch):
    say_no("interview")
    elsewhere = make_application(ada, company="Globex", now=now)
    recovery, later, ask = queries.open_guided(ada), now + timedelta(hours=3), pace.is_good_news

    def close_before_the_lock(*about, **when):
        operations.close(Recovery.objects.get(pk=recovery.pk), now=later)
        return ask(*about, **when)

    monkeypatch.setattr(pace, "is_good_news", close_before_the_lock)
    make_interview(elsewhere, now=later, starts_at=later + timedelta(days=2))

    recovery.refresh_from_db()
    assert (recovery.state, recovery.closed_as, recovery.pause_reason) == (State.CLOSED, "by_hand", "")


def test_going_on_in_a_window_from_before_the_undoing_opens_nothing(say_no, ada, now):
    """The pause stays with one that is put away: it is none that can be ended."""
    application = say_no("interview")
    recovery = queries.open_guided(ada)
    operations.pause(recovery, until=None, now=now)
    before = Recovery.objects.get(pk=recovery.pk)
    applications.reopen(application, now=now)

    operations.resume(before, now=now)
    operations.start_now(before, now=now)

    recovery.refresh_from_db()
    assert (recovery.state, recovery.pause_reason) == (State.ARCHIVED, "paused")


def test_a_reply_that_was_held_until_this_morning_waits_until_tomorrow_too(say_no, ada, now):
    say_no("interview")
    recovery = queries.open_guided(ada)
    operations.hold_reply(recovery, now=now)
    later = now + timedelta(days=1, hours=6)

    operations.start_tomorrow(recovery, now=later)

    assert not any(step.is_ready(ada.local_day(later), later) for step in recovery.steps.all())


def test_an_offer_elsewhere_rests_it_too(say_no, ada, now):
    say_no("interview")
    elsewhere = make_application(ada, company="Globex", stage="interview", now=now)

    applications.move_to(elsewhere, "offer", now=now + timedelta(hours=1))

    assert queries.open_guided(ada).is_paused(now + timedelta(hours=1))


def test_an_interview_that_was_known_before_is_no_news(say_no, ada, now):
    elsewhere = make_application(ada, company="Globex", now=now - timedelta(days=3))
    make_interview(elsewhere, now=now - timedelta(days=3), starts_at=now + timedelta(days=2))
    say_no("interview")

    applications.edit_application(elsewhere, now=now + timedelta(hours=1), notes="Bring the portfolio.")

    assert not queries.open_guided(ada).is_paused(now + timedelta(hours=1))


def test_the_floor_above_is_told_of_each_change(say_no, ada, now):
    told = []
    recovery_changed.connect(lambda user, **_: told.append(user), weak=False, dispatch_uid="test")
    try:
        application = say_no("interview")
        assert told and set(told) == {ada}
        told.clear()
        applications.reopen(application, now=now)
        assert told
    finally:
        recovery_changed.disconnect(dispatch_uid="test")
