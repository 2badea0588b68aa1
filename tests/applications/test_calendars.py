"""Interviews as files and the private feed: who may read it, what it says, and how often."""

import hashlib
import re
from datetime import date, timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from applications import operations
from applications.models import CalendarFeed
from nudges.models import Nudge
from tests.factories import make_application, make_contact, make_interview, make_outcome

PRIVATE = "canary-9d1c"


@pytest.fixture
def feed(ada, now):
    return operations.make_calendar_address(ada, now=now)


def path_of(feed):
    return f"/c/{feed.token}.ics"


def read(feed, **headers):
    return Client().get(path_of(feed), headers=headers)


def events_in(answer):
    found = Calendar.from_ical(answer.content)
    assert not found.errors and not any(event.errors for event in found.events)
    return {str(event["summary"]): event for event in found.events}


def test_an_interview_is_a_file_of_its_own(ada_client, interview):
    answer = ada_client.get(f"/interviews/{interview.pk}/calendar/")

    (event,) = events_in(answer).values()
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"].startswith("attachment")
    assert (event.start, event.end) == (interview.starts_at, interview.ends_at)
    assert event["dtstart"].to_ical() == b"20261119T090000Z"


def test_the_feed_says_what_a_calendar_wants_to_know(feed, interview):
    found = Calendar.from_ical(read(feed).content)

    wanted = {"VERSION": "2.0", "METHOD": "PUBLISH", "X-WR-CALNAME": "Rebound", "X-WR-TIMEZONE": "Europe/Berlin"}
    assert wanted.items() <= {name: str(value) for name, value in found.items()}.items()
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT4H" in read(feed).content.decode()


def test_no_login_and_no_cookies(feed, interview):
    answer = read(feed)

    assert answer.status_code == 200
    assert not answer.cookies and "Set-Cookie" not in answer.headers
    assert answer["Cache-Control"] == "private, no-cache"


def test_what_has_not_changed_is_not_sent_again(feed, interview, now):
    etag = read(feed)["ETag"]
    again = read(feed, if_none_match=etag)
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == etag and again["Cache-Control"] == "private, no-cache"
    assert read(feed, if_none_match=f"W/{etag}").status_code == 304

    operations.change_interview(interview, now=now, location="Elsewhere")
    assert read(feed, if_none_match=etag).status_code == 200


def test_a_head_is_answered(feed):
    answer = Client().head(path_of(feed))

    assert (answer.status_code, answer.content) == (200, b"") and answer["ETag"]


@pytest.mark.parametrize("token", ["x", "wrong" * 9, "é", "' OR 1=1"])
def test_an_address_that_is_nobodys_is_not_there(db, feed, token):
    assert Client().get(f"/c/{token}.ics").status_code == 404


def test_a_new_address_closes_the_old_one(ada_client, feed):
    before = path_of(feed)
    ada_client.post("/settings/calendar/make/")

    feed.refresh_from_db()
    assert Client().get(before).status_code == 404
    assert read(feed).status_code == 200


def test_a_closed_address_and_that_of_somebody_who_left_lead_nowhere(ada, ada_client, feed):
    ada_client.post("/settings/calendar/revoke/")
    assert read(feed).status_code == 404 and not CalendarFeed.objects.exists()

    ada_client.post("/settings/calendar/make/")
    again = CalendarFeed.objects.get()
    ada.delete()
    assert read(again).status_code == 404


def test_who_may_not_sign_in_has_no_calendar(ada, feed):
    ada.is_active = False
    ada.save()

    assert read(feed).status_code == 404


def test_the_address_stands_nowhere_in_clear(ada, feed, django_db_blocker):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute('SELECT * FROM "applications_calendarfeed"')
        (row,) = cursor.fetchall()
    assert not any(
        feed.token.encode() in (bytes(v) if not isinstance(v, str | int) else str(v).encode())
        for v in row
        if isinstance(v, bytes | memoryview | str)
    )
    assert feed.token_hash == hashlib.sha256(feed.token.encode()).hexdigest()


def test_only_the_owner_sees_the_address(ada_client, bob_client, feed):
    assert feed.token in ada_client.get("/settings/calendar/").content.decode()
    assert feed.token not in bob_client.get("/settings/calendar/").content.decode()


def test_too_many_questions_are_told_to_wait(feed, monkeypatch):
    monkeypatch.setattr("applications.views.calendars.OFTEN", 3)
    codes = [read(feed).status_code for _ in range(5)]

    assert codes == [200, 200, 200, 429, 429]
    assert read(feed)["Retry-After"] == "3600"


def test_too_many_guesses_are_told_to_wait_and_disturb_no_calendar(feed, monkeypatch):
    monkeypatch.setattr("applications.views.calendars.OFTEN", 3)
    codes = [Client().get(f"/c/guess{number}.ics").status_code for number in range(5)]

    assert codes == [404, 404, 404, 429, 429]
    assert read(feed).status_code == 200


def test_a_move_and_a_cancelling_raise_the_sequence_and_keep_the_uid(feed, interview, now):
    def seen():
        (event,) = events_in(read(feed)).values()
        return str(event["uid"]), event["sequence"], str(event["status"]), event.start

    first = seen()
    operations.change_interview(interview, now=now, starts_at=now + timedelta(days=3))
    moved = seen()
    operations.cancel_interview(interview, now=now)
    cancelled = seen()
    operations.restore_interview(interview, now=now)
    restored = seen()

    assert {one[0] for one in (first, moved, cancelled, restored)} == {first[0]}
    assert [one[1] for one in (first, moved, cancelled, restored)] == [0, 1, 2, 3]
    assert [one[2] for one in (first, moved, cancelled, restored)] == [*["CONFIRMED"] * 2, "CANCELLED", "CONFIRMED"]
    assert moved[3] == now + timedelta(days=3)


def test_an_edit_that_no_calendar_shows_raises_nothing(interview, now):
    operations.change_interview(interview, now=now, hear_back_by=date(2026, 12, 1))

    interview.refresh_from_db()
    assert interview.revision == 0


def test_the_file_and_the_feed_call_it_the_same(ada_client, feed, interview):
    (one,) = events_in(ada_client.get(f"/interviews/{interview.pk}/calendar/")).values()
    (other,) = events_in(read(feed)).values()

    assert one["uid"] == other["uid"]


def test_what_lies_in_the_trash_is_not_there_until_it_is_restored(ada, feed, interview, now):
    before = events_in(read(feed))
    operations.trash_many(ada, [interview.application_id], now=now)
    assert events_in(read(feed)) == {}

    operations.restore_many(ada, [interview.application_id], now=now)
    assert events_in(read(feed)).keys() == before.keys()


def test_deadlines_are_whole_days_and_of_open_applications_only(ada, feed, now):
    make_application(ada, company="Hooli", now=now, deadline_on=date(2026, 12, 24))
    closed = make_application(ada, company="Over", now=now, deadline_on=date(2026, 12, 24))
    make_outcome(closed, now=now)

    found = events_in(read(feed))
    assert found.keys() == {"Deadline: Hooli"}
    assert found["Deadline: Hooli"]["dtstart"].to_ical() == b"20261224"
    assert "DTSTART;VALUE=DATE:20261224" in read(feed).content.decode()
    assert "DTEND;VALUE=DATE:20261225" in read(feed).content.decode()


def test_deadlines_and_nudges_are_shown_as_one_wishes(ada, ada_client, feed, now, pack):
    make_application(ada, company="Hooli", now=now, stage="applied", deadline_on=date(2026, 12, 24))
    Nudge.objects.filter(rule="application_follow_up").update(due_at=now + timedelta(days=7))
    assert events_in(read(feed)).keys() == {"Deadline: Hooli"}

    ada_client.post("/settings/calendar/", {"has_nudges": "on"})
    found = events_in(read(feed))
    assert "A quiet application" in found and "Deadline: Hooli" not in found
    assert found["A quiet application"]["dtstart"].to_ical() == b"20261125"


def test_a_calendar_that_others_see_says_busy_and_no_more(ada, ada_client, feed, now):
    facts = {"location": PRIVATE, "people": PRIVATE, "topic": PRIVATE}
    application = make_application(ada, company=PRIVATE, role=PRIVATE, now=now, deadline_on=date(2026, 12, 24))
    make_interview(application, now=now, contacts=[make_contact(ada, name=PRIVATE)], **facts)
    ada_client.post("/settings/calendar/", {"is_busy_only": "on", "has_deadlines": "on"})

    text = read(feed).content.decode()
    assert PRIVATE not in text and "/interviews/" not in text and "/applications/" not in text
    assert re.findall(r"SUMMARY:(\w+)", text) == ["Busy", "Reminder"]


def test_it_speaks_its_owners_language_whoever_asks(ada, feed, interview):
    ada.language = "xx"
    ada.save()

    assert read(feed, accept_language="de").status_code == 200


def test_ten_more_need_no_more_queries(ada, feed, now, django_assert_max_num_queries):
    def add(count):
        for _ in range(count):
            application = make_application(ada, company=f"C{ada.applications.count()}", now=now, deadline_on=now.date())
            make_interview(application, now=now, contacts=[make_contact(ada)])

    add(2)
    with django_assert_max_num_queries(100) as few:
        read(feed)
    add(10)
    with django_assert_max_num_queries(len(few)):
        read(feed)


def test_a_form_for_an_address_that_is_closed_changes_nothing(ada_client):
    assert ada_client.post("/settings/calendar/", {"has_nudges": "on"}).status_code == 200
    assert not CalendarFeed.objects.exists()
