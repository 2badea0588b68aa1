import hashlib
import threading
from datetime import timedelta
from html import unescape

import pytest
from django.conf import settings
from django.db import connection, connections
from django.utils.html import strip_tags

from applications import operations as applications
from nudges import operations, planner
from nudges.consent import CONSENT, CONSENT_IN_PARTS, LIST_WORDS, WORDING, wording
from nudges.models import Consent, Nudge, NudgeChoice, NudgePreference
from recovery.models import Recovery, RecoveryApplication, RecoveryStep
from tests.factories import make_application, make_outcome
from tests.nudges.sending import load_shipped_texts, make_due, make_known_interview
from tests.nudges.wanting import berlin

NOW = berlin("2026-11-18 10:00")  # a Wednesday
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def words(db):
    return load_shipped_texts()


def rows(user, **where):
    return {
        row.key: (row.state, row.due_at, row.channel, row.reason, row.message_id)
        for row in Nudge.objects.filter(user=user, **where)
    }


def test_planning_twice_changes_nothing(ada):
    make_due(ada, now=NOW)
    before = rows(ada)
    ids = set(Nudge.objects.values_list("pk", flat=True))
    planner.reconcile(ada, now=NOW)
    assert rows(ada) == before
    assert set(Nudge.objects.values_list("pk", flat=True)) == ids


def test_a_plan_from_scratch_is_the_plan_that_grew(ada):
    type(ada).objects.filter(pk=ada.pk).update(joined_at=NOW - 30 * DAY)
    make_due(ada, now=NOW)
    make_known_interview(
        make_application(ada, company="Umbrella", now=NOW - DAY), now=NOW - DAY, starts_at=NOW + 6 * DAY
    )
    operations.change_preferences(ada, weekly_goal=4, now=NOW)
    ada.refresh_from_db()
    planner.reconcile(ada, now=NOW)
    grown = rows(ada, state="planned")
    Nudge.objects.all().delete()
    planner.reconcile(ada, now=NOW)
    assert rows(ada, state="planned") == grown
    assert {key[0] for key in grown} == {"application_follow_up", "keep_applying", "interview_tomorrow"}


def test_a_change_of_an_application_moves_its_nudge(ada):
    application = make_application(ada, stage="applied", now=NOW)
    key = ("application_follow_up", f"application:{application.pk}", "1")
    assert rows(ada)[key][1] == berlin("2026-11-25 09:30")
    applications.move_to(application, stage="screening", now=NOW + DAY)
    assert rows(ada)[key][0] == "dropped"
    assert rows(ada)[key][3] == "no_longer_needed"


def test_ten_that_were_sent_before_they_were_added_are_spoken_of_by_their_days_and_in_one_message(ada):
    operations.set_lists(ada, ["follow_ups"], said_on="welcome", now=NOW)
    for days in range(4, 44, 4):
        sent_on = (NOW - days * DAY).date()
        make_application(ada, company=f"Sent {days} days ago", stage="applied", applied_on=sent_on, now=NOW)
    planned = [(row.occurrence, row.due_at) for row in Nudge.objects.filter(state="planned").exclude(due_at=None)]
    tomorrow = min(due_at for _occurrence, due_at in planned)
    assert tomorrow == berlin("2026-11-19 09:30")
    assert sorted(one for one, due_at in planned if due_at == tomorrow and one != "close") == ["1", "2"]
    first = Nudge.objects.filter(state="planned", occurrence="1").order_by("due_at").first()
    assert first.params["day"] == "2026-11-10"


def test_what_was_dropped_comes_back_when_it_is_wanted_again(ada):
    application = make_application(ada, stage="applied", now=NOW)
    make_outcome(application, now=NOW + DAY, kind="withdrawn")
    assert not rows(ada, state="planned")
    applications.reopen(application, now=NOW + DAY)
    assert rows(ada, state="planned")


def test_a_moved_interview_is_reminded_of_on_its_new_day(ada):
    interview = make_known_interview(make_application(ada, now=NOW), now=NOW, starts_at=NOW + 5 * DAY)
    interview.starts_at = NOW + 8 * DAY
    interview.save()
    planner.reconcile(ada, now=NOW)
    states = {key[2]: row[0] for key, row in rows(ada, rule="interview_tomorrow").items()}
    assert states == {"2026-11-23": "dropped", "2026-11-26": "planned"}


def test_what_was_sent_stays_sent_whatever_happens(ada):
    nudge = make_due(ada, now=NOW)
    Nudge.objects.filter(pk=nudge.pk).update(state="sent", settled_at=NOW)
    planner.reconcile(ada, now=NOW + timedelta(minutes=1))
    make_outcome(ada.applications.get(), now=NOW + DAY)
    assert Nudge.objects.get(pk=nudge.pk).state == "sent"


def test_without_a_yes_everything_is_planned_for_the_page(ada):
    make_due(ada, now=NOW, lists=[])
    assert {row.channel for row in Nudge.objects.filter(state="planned")} == {"page"}


def test_a_new_time_zone_moves_the_plan(ada):
    make_application(ada, stage="applied", now=NOW)
    ada.time_zone = "America/New_York"
    ada.save()
    planner.reconcile(ada, now=NOW)
    assert Nudge.objects.filter(state="planned").earliest("due_at").due_at == berlin("2026-11-25 15:30")


def test_an_open_recovery_is_in_the_plan_and_its_end_takes_it_out(ada):
    application = make_application(ada, stage="interview", now=NOW - 20 * DAY)
    Recovery.objects.all().delete()
    recovery = Recovery.objects.create(
        user=ada, kind="full", content_stage="interview", counts_from_on=ada.local_day(NOW), created_at=NOW
    )
    RecoveryApplication.objects.create(
        recovery=recovery,
        application=application,
        no_on=ada.local_day(NOW),
        outcome_kind="rejected",
        last_stage="interview",
        recorded_at=NOW,
    )
    for order, key in enumerate(["pause_and_name", "ask_for_feedback"]):
        RecoveryStep.objects.create(
            recovery=recovery, key=key, order=order, mode="on", opens_on=ada.local_day(NOW), minutes=5, title=key
        )
    planner.reconcile(ada, now=NOW)
    planned = {row.rule: row for row in Nudge.objects.filter(state="planned")}
    assert set(planned) == {"next_morning", "feedback_request"}
    assert {row.recovery for row in planned.values()} == {recovery.pk}
    Recovery.objects.filter(pk=recovery.pk).update(state="archived")
    planner.reconcile(ada, now=NOW)
    assert not rows(ada, state="planned")


def test_a_missing_text_or_value_waits_and_says_so(ada, words):
    make_due(ada, now=NOW)
    for text in words:
        if text.rule == "application_follow_up":
            text.body, text.required = "Say {{ contact_name }}.", ["contact_name"]
            text.save()
    planner.reconcile(ada, now=NOW)
    row = Nudge.objects.filter(state="planned").first()
    assert (row.due_at, row.reason) == (None, "missing")
    for text in words:
        text.delete()
    planner.reconcile(ada, now=NOW)
    row.refresh_from_db()
    assert (row.due_at, row.reason, row.state) == (None, "no_words", "planned")


def test_a_person_who_left_is_told_nothing(ada):
    make_due(ada, now=NOW)
    ada.is_active = False
    ada.save()
    planner.reconcile_all(NOW)
    assert not rows(ada, state="planned")


def test_the_sweep_plans_what_was_missed_for_everybody(ada, bob):
    for user in (ada, bob):
        make_due(user, now=NOW)
    Nudge.objects.all().delete()
    assert planner.reconcile_all(NOW) == 2
    assert set(Nudge.objects.values_list("user", flat=True)) == {ada.pk, bob.pk}


def test_one_broken_person_stops_no_sweep(ada, bob, monkeypatch, caplog):
    for user in (ada, bob):
        make_due(user, now=NOW)
    Nudge.objects.all().delete()
    load = planner.facts.load_many

    def broken_for_ada(users, now, **known):
        users = list(users)
        if ada in users:
            raise ValueError("a row that cannot be")
        return load(users, now, **known)

    monkeypatch.setattr(planner.facts, "load_many", broken_for_ada)
    planner.reconcile_all(NOW)
    assert set(Nudge.objects.values_list("user", flat=True)) == {bob.pk}
    assert f"person {ada.pk}" in caplog.text


def test_planning_costs_the_same_number_of_queries_for_ten_more_applications(ada, django_assert_num_queries):
    def count():
        with connection.execute_wrapper(count_one):
            planner.reconcile(ada, now=NOW)
        made, counted[0] = counted[0], 0
        return made

    counted = [0]

    def count_one(execute, *arguments):
        counted[0] += 1
        return execute(*arguments)

    for n in range(3):
        make_application(ada, company=f"A{n}", stage="applied", now=NOW - DAY)
    few = count()
    for n in range(10):
        make_application(ada, company=f"B{n}", stage="applied", now=NOW - DAY)
    assert count() == few <= 26


def test_a_change_is_kept_even_where_planning_fails(ada, monkeypatch, caplog, django_capture_on_commit_callbacks):
    rung = []
    monkeypatch.setattr("accounts.doorbell._ring", lambda *call: rung.append(call))
    monkeypatch.setattr(planner.facts, "load_many", lambda *_, **__: 1 / 0)
    with django_capture_on_commit_callbacks(execute=True):
        application = make_application(ada, now=NOW)
    assert ada.applications.get() == application
    assert rung == [("nudges.tasks.plan_for", ada.pk)]
    assert "could not be brought up to date" in caplog.text


# what a person decides


def test_changed_lists_are_kept_as_consents(ada):
    operations.set_lists(ada, ["recovery", "follow_ups"], said_on="welcome", now=NOW)
    operations.set_lists(ada, ["follow_ups", "digest"], said_on="settings", now=NOW + DAY)
    operations.unsubscribe(ada, ["digest"], now=NOW + 2 * DAY)
    operations.unsubscribe(ada, ["digest"], now=NOW + 3 * DAY)
    said = [(row.list, row.is_given, row.said_on) for row in Consent.objects.order_by("said_at", "list")]
    assert said == [
        ("appointments", False, "welcome"),  # asked, and not ticked
        ("digest", False, "welcome"),
        ("follow_ups", True, "welcome"),
        ("keep_going", False, "welcome"),
        ("recovery", True, "welcome"),
        ("digest", True, "settings"),
        ("recovery", False, "settings"),
        ("digest", False, "unsubscribe"),
    ]
    assert NudgePreference.objects.get(user=ada).lists == ["follow_ups"]
    assert set(Consent.objects.values_list("wording", flat=True)) == {wording()}


def test_what_was_said_is_neither_changed_nor_taken_away_before_the_account_goes(ada):
    operations.set_lists(ada, ["recovery"], said_on="welcome", now=NOW)
    for spoil in (Consent.objects.first().save, Consent.objects.all().delete):
        with pytest.raises(TypeError):
            spoil()
    with pytest.raises(TypeError):
        Consent.objects.update(is_given=True)
    ada.delete()
    assert not Consent.objects.exists()


def test_new_words_of_consent_get_a_new_date():
    asked = [str(CONSENT), *(str(part) for words in LIST_WORDS.values() for part in words)]
    question = (settings.BASE_DIR / "templates/nudges/panels/_first_no.html").read_text()
    print_of = hashlib.sha256("\n".join([*asked, question]).encode()).hexdigest()[:12]
    assert (WORDING, print_of) == ("2026-11-29", "a0e43d9a616e"), (
        "New words: give WORDING today's date; keep both here."
    )


def test_what_is_broken_for_reading_is_word_for_word_what_is_agreed_to(ada_client):
    shown = str(CONSENT_IN_PARTS)
    assert unescape(strip_tags(shown.replace("</p>", " ").replace("</li>", " "))).strip() == str(CONSENT)
    assert shown in ada_client.get("/nudges/settings/").content.decode()


def test_decisions_about_a_nudge_survive_every_replanning(ada):
    nudge = make_due(ada, now=NOW)
    operations.drop(nudge, now=NOW)
    planner.reconcile_all(NOW + DAY)
    nudge.refresh_from_db()
    assert (nudge.state, nudge.reason) == ("dropped", "dropped_by_you")


def test_a_snoozed_nudge_moves_and_send_now_brings_it_back(ada, monkeypatch):
    rung = []
    monkeypatch.setattr("nudges.operations.doorbell.ring", lambda *call: rung.append(call))
    nudge = make_due(ada, now=NOW)
    operations.snooze(nudge, until=NOW + 3 * DAY, now=NOW)
    nudge.refresh_from_db()
    assert nudge.due_at == berlin("2026-11-23 09:30")
    operations.send_now(nudge, now=NOW + DAY)
    nudge.refresh_from_db()
    assert (nudge.due_at, nudge.reason) == (NOW + DAY, "send_now")
    assert rung == [("send_due",)]


def test_stopping_about_an_application_stops_its_interviews_too(ada):
    nudge = make_due(ada, now=NOW)
    make_known_interview(ada.applications.get(), now=NOW, starts_at=NOW + 3 * DAY)
    operations.stop_subject(nudge, now=NOW)
    operations.stop_subject(nudge, now=NOW)
    assert not rows(ada, state="planned")
    assert NudgeChoice.objects.count() == 1


def test_a_pause_holds_the_plan_until_it_is_ended(ada):
    make_due(ada, now=NOW)
    operations.pause_all(ada, until=None, now=NOW)
    assert {row[1] for row in rows(ada, state="planned").values()} == {None}
    operations.resume(ada, now=NOW)
    assert None not in {row[1] for row in rows(ada, state="planned").values()}


def test_a_preference_that_cannot_be_is_refused(ada):
    from django.core.exceptions import ValidationError

    for change in ({"weekly_goal": 0}, {"weekly_goal": 101}, {"slot": "25:00"}, {"lists": ["recovery"]}):
        with pytest.raises(ValidationError):
            operations.change_preferences(ada, now=NOW, **change)


@pytest.mark.django_db(transaction=True)
def test_two_plannings_at_once_leave_one_row_for_each_nudge(ada):
    make_application(ada, stage="applied", now=NOW)
    Nudge.objects.all().delete()
    start, problems = threading.Barrier(4), []

    def plan():
        try:
            start.wait()
            planner.reconcile(ada, now=NOW)
        except Exception as problem:
            problems.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=plan) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert Nudge.objects.count() == 3
