"""An outcome is taken back, marked again, or its day corrected: what goes on then."""

from datetime import timedelta

from applications import operations as applications
from recovery import operations, queries
from recovery.models import Recovery
from tests.factories import make_outcome


def begun_by(application):
    return Recovery.objects.get(entries__application=application, entries__began_it=True)


def days(recovery):
    return dict(recovery.steps.values_list("key", "opens_on"))


def test_taking_back_the_one_that_was_chosen_lets_the_first_go_on_again(say_no, ada, now):
    first, second = say_no("interview"), say_no("screening", company="Globex")
    operations.choose(queries.open_guided(ada), second, now=now)

    applications.reopen(second, now=now)

    assert queries.open_guided(ada) == begun_by(first)
    assert begun_by(first).closed_as == ""


def test_a_third_no_that_had_moved_along_joins_the_first_again(say_no, ada, now):
    first, second, third = (say_no("interview", company=name) for name in ("Initech", "Globex", "Hooli"))
    operations.choose(queries.open_guided(ada), second, now=now)

    applications.reopen(second, now=now)

    assert [entry.application for entry in queries.live_entries(begun_by(first))] == [first, third]


def test_what_the_person_closed_meanwhile_stays_closed(say_no, ada, now):
    say_no("interview")
    second = say_no("screening", company="Globex")
    operations.close(operations.choose(queries.open_guided(ada), second, now=now), now=now)

    applications.reopen(second, now=now)

    assert queries.open_guided(ada) is None


def test_closed_for_another_it_goes_on_when_it_is_marked_again_and_the_other_is_gone(say_no, ada, now):
    first, second = say_no("interview"), say_no("screening", company="Globex")
    operations.choose(queries.open_guided(ada), second, now=now)
    applications.reopen(first, now=now)
    applications.reopen(second, now=now)

    make_outcome(first, now=now)

    assert queries.open_guided(ada) == begun_by(first)


def test_a_pause_goes_on_for_the_one_that_takes_its_place(say_no, ada, now):
    first, second = say_no("interview"), say_no("screening", company="Globex")
    operations.pause(queries.open_guided(ada), until=now + timedelta(days=3), now=now)

    applications.reopen(first, now=now)

    assert queries.open_guided(ada) == begun_by(second)
    assert queries.open_guided(ada).paused_until == now + timedelta(days=3)


def test_marked_again_on_another_day_the_untouched_steps_follow_that_day(say_no, ada, now):
    application = say_no("interview")
    recovery = queries.open_guided(ada)
    operations.skip_step(recovery.steps.get(key="values_and_wins"), now=now)
    operations.open_step(recovery.steps.get(key="self_review"), now=now)
    kept = {key: day for key, day in days(recovery).items() if key in ("values_and_wins", "self_review")}
    applications.reopen(application, now=now)

    make_outcome(application, now=now, decided_on=ada.local_day(now) - timedelta(days=12))

    recovery.refresh_from_db()
    assert recovery.steps.get(key="gracious_reply").mode == "offered"
    assert not recovery.steps.filter(key="pause_and_name").exists()
    assert kept.items() <= days(recovery).items()
    assert recovery.steps.get(key="values_and_wins").state == "skipped"


def test_marked_again_on_the_same_day_everything_keeps_the_day_that_was_chosen(say_no, ada, now):
    application = say_no("interview")
    recovery = queries.open_guided(ada)
    operations.hold_reply(recovery, now=now)
    operations.start_tomorrow(recovery, now=now)
    stood = days(recovery)
    applications.reopen(application, now=now)

    make_outcome(application, now=now + timedelta(minutes=1))

    assert days(recovery) == stood
    assert recovery.steps.exclude(opens_at=None).get().key == "gracious_reply"


def test_correcting_the_day_of_the_no_moves_the_steps_that_nobody_touched(say_no, ada, now):
    application = say_no("interview")
    recovery = queries.open_guided(ada)
    stood = days(recovery)
    event = application.events.get(kind="outcome_recorded")
    day = ada.local_day(now) - timedelta(days=1)

    applications.correct_event(event, happened_on=day, note="", now=now)

    assert queries.live_entry(application).no_on == day
    assert days(recovery) == {key: opens_on - timedelta(days=1) for key, opens_on in stood.items()}
