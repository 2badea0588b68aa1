"""Applications from a spreadsheet: all that is new comes in one quiet act, and goes again by undo."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from applications import listing, operations
from applications.models import Event, JobApplication, Outcome, SearchText, Sheet, Tag
from applications.operations import sheets as kept
from applications.sheets import reading
from applications.signals import (
    application_changed,
    applications_changed,
    applications_imported,
    outcome_recorded,
)
from nudges import planner
from nudges.models import Nudge
from recovery.models import Recovery
from recovery.queries import bulk_noes
from tests.factories import make_application, make_interview

SHEET = """Company,Role,Applied,Status,Closed on,Saved,Tags,Notes
Initech,Engineer,2026-10-01,Applied,,2026-09-20,"remote, dream",Hm
Hooli,Nurse,2026-08-01,Rejected after interview,2026-08-20,,remote,
Umbrella,Cook,,Wishlist,,,,
"""


def keep(user, text=SHEET, *, now):
    return operations.keep_sheet(user, reading.lines_in(text), now=now)


def bring(user, text=SHEET, *, now, too=(), with_flawed=True):
    return operations.bring_in(keep(user, text, now=now), too=too, with_flawed=with_flawed, now=now)


def many(number, *, status="Rejected", applied_on="2026-11-08", role="Role"):
    return "Company,Role,Applied,Status\n" + "".join(
        f"Company {n % 40},{role} {chr(97 + n % 26) * (n // 26 + 1)},{applied_on},{status}\n" for n in range(number)
    )


@pytest.fixture
def news(request):
    heard = []

    def listen(signal, name):
        def hear(**_):
            heard.append(name)

        signal.connect(hear, weak=False)
        request.addfinalizer(lambda: signal.disconnect(hear))

    for name, signal in {
        "one": application_changed,
        "many": applications_changed,
        "ended": outcome_recorded,
        "imported": applications_imported,
    }.items():
        listen(signal, name)
    return heard


def test_each_row_becomes_an_application_as_it_stood_elsewhere(ada, now):
    sheet = bring(ada, now=now)

    engineer, nurse, cook = ada.applications.order_by("pk")
    assert (sheet.added, ada.applications.count()) == (3, 3)
    assert (engineer.company.name, engineer.stage, engineer.notes) == ("Initech", "applied", "Hm")
    assert (engineer.applied_on, ada.local_day(engineer.last_event_at)) == (date(2026, 10, 1),) * 2
    assert ada.local_day(engineer.created_at) == date(2026, 9, 20)
    assert sorted(tag.name for tag in engineer.tags.all()) == ["dream", "remote"]
    assert (nurse.outcome.kind, nurse.outcome.decided_on, nurse.outcome.last_stage) == (
        "rejected",
        date(2026, 8, 20),
        "interview",
    )
    assert (cook.stage, cook.applied_on, cook.is_open) == ("saved", None, True)


def test_histories_tell_the_days_on_which_things_happened(ada, now):
    bring(ada, now=now)

    nurse = ada.applications.get(role="Nurse")
    told = nurse.events.current().order_by("happened_on", "pk").values_list("kind", "happened_on")
    assert list(told) == [
        ("added", date(2026, 8, 1)),
        ("applied", date(2026, 8, 1)),
        ("outcome_recorded", date(2026, 8, 20)),
    ]


def test_what_was_imported_is_found_and_sorted(ada, now):
    bring(ada, now=now)

    assert [row.role for row in listing.page_for(ada, listing.Wish(text="dream"), now=now, size=9)] == ["Engineer"]
    by_company = listing.page_for(ada, listing.Wish(sort="company", with_closed=True), now=now, size=9)
    assert [row.company.name for row in by_company] == ["Hooli", "Initech", "Umbrella"]


def test_companies_and_tags_that_are_there_are_not_made_twice(ada, now):
    make_application(ada, company="INITECH", role="Painter", tags=["Remote"], now=now)

    bring(ada, now=now)

    assert sorted(ada.companies.values_list("name", flat=True)) == ["Hooli", "INITECH", "Umbrella"]
    assert sorted(ada.tags.values_list("folded", flat=True)) == ["dream", "remote"]


def test_new_ones_go_into_the_current_period(ada, now):
    period = operations.add_period(ada, name="Spring", is_current=True, takes_in=True, now=now)

    bring(ada, now=now)

    assert set(ada.applications.values_list("period", flat=True)) == {period.pk}


def test_the_same_spreadsheet_a_second_time_doubles_nothing(ada, now):
    bring(ada, now=now)

    again = bring(ada, now=now + timedelta(hours=1))

    assert (again.added, again.act, ada.applications.count()) == (0, None, 3)


def test_sending_the_last_step_twice_does_nothing_more(ada, now):
    sheet = keep(ada, now=now)
    operations.bring_in(sheet, too=[], with_flawed=True, now=now)
    operations.bring_in(sheet, too=[], with_flawed=True, now=now)

    assert (ada.applications.count(), ada.acts.count()) == (3, 1)


def test_what_is_alike_is_left_out_unless_it_is_ticked(ada, now):
    there = make_application(ada, company="Initech GmbH", role="Senior Engineer (m/w/d)", now=now)

    sheet = keep(ada, now=now)
    look = operations.look_through(sheet, now=now)
    assert [(row.number, like.pk) for row, like in look.there] == [(2, there.pk)]
    assert [row.facts["role"] for row in look.new] == ["Nurse", "Cook"]

    operations.bring_in(sheet, too=[2], with_flawed=True, now=now)
    assert ada.applications.filter(role="Engineer").exists()


@pytest.mark.parametrize(("days", "is_there"), [(0, True), (14, True), (15, False), (180, False)])
def test_the_same_role_applied_for_at_another_time_is_another_one(ada, now, days, is_there):
    applied_on = date(2026, 10, 1) - timedelta(days=days)
    make_application(ada, company="Initech", role="Engineer", stage="applied", applied_on=applied_on, now=now)

    look = operations.look_through(keep(ada, now=now), now=now)

    assert bool(look.there) is is_there


def test_a_row_that_stands_twice_in_the_spreadsheet_comes_in_once(ada, now):
    sheet = keep(ada, SHEET + "Initech Inc.,Engineer,2026-10-02,Applied,,,,\n", now=now)
    look = operations.look_through(sheet, now=now)

    assert [(row.number, like.number) for row, like in look.there] == [(5, 2)]


def test_another_persons_applications_are_not_there(ada, bob, now):
    make_application(bob, company="Initech", role="Engineer", now=now)

    assert operations.look_through(keep(ada, now=now), now=now).there == []


def test_rows_with_a_fault_are_left_out_and_kept_or_come_in_with_it_in_their_notes(ada, now):
    text = "Company,Role,Applied\nBeta,Cook,last spring\n,Baker,\nGamma,Painter,\n"

    sheet = bring(ada, text, with_flawed=False, now=now)
    assert [row.role for row in ada.applications.all()] == ["Painter"]
    assert [line.number for line in kept.keeping.lines_of(sheet)] == [1, 2, 3]

    sheet = bring(ada, text, with_flawed=True, now=now)
    assert ada.applications.get(role="Cook").notes == "Applied: last spring"
    assert [line.number for line in kept.keeping.lines_of(sheet)] == [1, 3]


def test_when_all_is_in_nothing_of_the_spreadsheet_is_kept(ada, now):
    assert kept.keeping.lines_of(bring(ada, now=now)) == []


def test_a_spreadsheet_is_forgotten_after_a_day_and_what_came_of_it_stays(ada, now):
    bring(ada, now=now)
    keep(ada, now=now)

    operations.sweep_sheets(now=now + timedelta(hours=23))
    assert Sheet.objects.count() == 2
    operations.sweep_sheets(now=now + timedelta(days=1))
    assert (Sheet.objects.count(), ada.applications.count()) == (0, 3)


def test_only_the_latest_few_are_kept(ada, now):
    for number in range(kept.MOST_KEPT + 2):
        keep(ada, now=now + timedelta(minutes=number))

    assert ada.sheets.count() == kept.MOST_KEPT


def test_what_is_kept_cannot_be_read_in_the_database(ada, now):
    keep(ada, now=now)

    with connection.cursor() as cursor:
        cursor.execute("SELECT content, plan FROM applications_sheet")
        stored = b"".join(bytes(value) for value in cursor.fetchone())
    assert b"Initech" not in stored and b"rejected" not in stored


# --- Undo -------------------------------------------------------------------------------------------------------------


def test_taking_it_back_leaves_everything_as_it_was(ada, now):
    make_application(ada, company="Hooli", role="Painter", tags=["remote"], now=now)
    tables = [JobApplication.with_trash, Event.objects, Outcome.objects, SearchText.objects, Tag.objects, ada.companies]
    before = [set(table.values_list("pk", flat=True)) for table in tables]
    sheet = bring(ada, now=now)

    assert operations.take_back(sheet.act, now=now + timedelta(minutes=1)) == 3
    assert [set(table.values_list("pk", flat=True)) for table in tables] == before


CHANGES = {
    "edited": lambda row, later: operations.edit_application(row, notes="Mine", now=later),
    "moved": lambda row, later: operations.move_to(row, "interview", now=later),
    "tagged": lambda row, later: operations.tag_many(row.user, [row.pk], name="mine", now=later),
    "archived": lambda row, later: operations.archive_many(row.user, [row.pk], now=later),
    "with an interview": lambda row, later: make_interview(row, now=later),
    "with a contact": lambda row, later: row.contacts.add(row.user.contacts.create(name="Grace")),
    "with a note": lambda row, later: operations.add_event(
        row, kind="note", note="Hm", happened_on=date(2026, 10, 5), now=later
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_changed_since_stays_when_it_is_taken_back(ada, now, change, monkeypatch):
    sheet, later = bring(ada, now=now), now + timedelta(minutes=5)
    monkeypatch.setattr(timezone, "now", lambda: later)
    CHANGES[change](ada.applications.get(role="Engineer"), later)

    assert operations.take_back(sheet.act, now=later) == 2
    assert [row.role for row in ada.applications.all()] == ["Engineer"]


def test_taking_it_back_twice_does_nothing(ada, now):
    act = bring(ada, now=now).act

    assert (operations.take_back(act, now=now), operations.take_back(act, now=now)) == (3, 0)


def test_after_it_was_taken_back_the_spreadsheet_can_be_brought_again(ada, now):
    operations.take_back(bring(ada, now=now).act, now=now)

    assert bring(ada, now=now + timedelta(minutes=1)).added == 3


# --- Quiet ------------------------------------------------------------------------------------------------------------


def test_it_is_told_once_for_all_and_no_ending_is_told(ada, now, news):
    bring(ada, many(40), now=now)

    assert news == ["imported"]


@pytest.mark.parametrize("status", ["Rejected after interview", "Rejected", "Ghosted", "Offer"])
def test_endings_of_months_ago_begin_no_recovery(ada, now, status):
    bring(ada, many(40, status=status, applied_on="2026-05-05"), now=now)

    assert not Recovery.objects.exists()
    assert not Nudge.objects.exists()


def test_noes_that_were_imported_are_counted_where_early_noes_gather(ada, now):
    bring(ada, many(40), now=now)

    assert bulk_noes(ada) == 40


def test_no_note_comes_of_forty_that_were_applied_for_lately(ada, now):
    bring(ada, many(40, status="Applied"), now=now)

    for days in range(0, 60, 3):
        planner.reconcile(ada, now=now + timedelta(days=days))
    assert not Nudge.objects.exists()


def test_notes_come_for_the_one_that_was_touched_afterwards(ada, now):
    bring(ada, many(40, status="Applied"), now=now)
    touched, later = ada.applications.first(), now + timedelta(days=1)
    operations.add_event(touched, kind="heard", note="", happened_on=ada.local_day(later), now=later)

    assert {nudge.application for nudge in Nudge.objects.all()} == {touched.pk}


def test_taking_a_touch_back_lets_it_rest_again(ada, now):
    bring(ada, many(40, status="Applied"), now=now)
    act = operations.move_many(ada, [ada.applications.first().pk], stage="screening", now=now + timedelta(hours=1))
    operations.take_back(act, now=now + timedelta(hours=2))

    planner.reconcile(ada, now=now + timedelta(days=3))
    assert not Nudge.objects.filter(state="planned").exists()


def test_a_day_ahead_that_the_person_had_chosen_is_kept(ada, now):
    text = "Company,Role,Applied,Status,Follow up,Deadline\nBeta,Cook,2026-11-10,Applied,2026-11-25,\n"
    text += "Gamma,Baker,2026-11-10,Applied,2026-11-12,\nDelta,Smith,,Wishlist,,2026-11-30\n"
    bring(ada, text, now=now)

    planned = {(nudge.rule, nudge.application) for nudge in Nudge.objects.all()}
    by_role = {row.role: row.pk for row in ada.applications.all()}
    assert {rule for rule, pk in planned if pk == by_role["Cook"]} == {"application_follow_up"}
    assert {rule for rule, pk in planned if pk == by_role["Smith"]} == {"deadline_near"}
    assert by_role["Baker"] not in {pk for _rule, pk in planned}


def test_an_offer_that_was_imported_is_no_news_to_a_recovery(ada, now):
    told = make_application(ada, company="Told", stage="interview", now=now - timedelta(days=9))
    operations.record_outcome(told, kind="rejected", decided_on=ada.local_day(now), now=now - timedelta(hours=1))

    bring(ada, many(3, status="Offer"), now=now)

    assert Recovery.objects.get().state == "active"


# --- Cost -------------------------------------------------------------------------------------------------------------


def queries_of(work):
    with CaptureQueriesContext(
        connection,
    ) as heard:
        work()
    return len(heard)


def test_five_hundred_rows_take_few_queries(ada, now):
    few, lots = keep(ada, many(20), now=now), keep(ada, many(500, role="Other"), now=now)
    looks = [queries_of(lambda sheet=sheet: operations.look_through(sheet, now=now)) for sheet in (few, lots)]
    brings = [
        queries_of(lambda sheet=sheet: operations.bring_in(sheet, too=[], with_flawed=True, now=now))
        for sheet in (few, lots)
    ]

    assert ada.applications.count() == 520
    assert looks == [1, 1]
    assert brings[1] - brings[0] <= 480 / 10, brings  # SQLite takes a thousand values at a time
