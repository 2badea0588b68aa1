from datetime import UTC, datetime, timedelta

import pytest

from applications import operations
from applications.models import Event, Interview
from tests.applications.conftest import HTMX
from tests.factories import make_application, make_contact, make_interview, make_outcome


def form(starts_at: str = "2026-11-25T14:30", **fields) -> dict[str, str]:
    return {"kind": "video", "starts_at": starts_at, "duration_minutes": "45"} | fields


def test_one_is_added_in_the_persons_own_time(ada_client, application):
    more = {"location": "https://meet.example.org/1", "people": "Jo", "topic": "Systems"}

    answer = ada_client.post(f"/applications/{application.pk}/interviews/new/", form(hear_back_by="2026-12-01", **more))

    interview = application.interviews.get()
    assert answer.url == f"/applications/{application.pk}/"
    assert interview.starts_at == datetime(2026, 11, 25, 13, 30, tzinfo=UTC)
    assert (interview.duration_minutes, interview.round, interview.topic) == (45, 1, "Systems")


def test_the_page_names_the_zone(ada_client, application):
    assert "Europe/Berlin" in ada_client.get(f"/applications/{application.pk}/interviews/new/").content.decode()


def test_an_hour_the_clock_skips_is_refused_by_the_field(ada_client, application):
    answer = ada_client.post(f"/applications/{application.pk}/interviews/new/", form("2027-03-28T02:30"))

    assert answer.status_code == 422
    assert "02:30 is skipped" in str(answer.context["form"].errors["starts_at"])
    assert not application.interviews.exists()


def test_of_an_hour_that_comes_twice_the_first_is_meant(ada_client, application):
    ada_client.post(f"/applications/{application.pk}/interviews/new/", form("2027-10-31T02:30"))

    assert application.interviews.get().starts_at == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_an_edit_that_leaves_the_clock_alone_keeps_the_second_of_two_hours(ada_client, application, now):
    second = datetime(2027, 10, 31, 1, 30, tzinfo=UTC)  # also 02:30 in Berlin
    interview = make_interview(application, now=now, starts_at=second)

    ada_client.post(f"/interviews/{interview.pk}/edit/", form("2027-10-31T02:30", topic="Went well"))

    interview.refresh_from_db()
    assert (interview.starts_at, interview.topic) == (second, "Went well")


@pytest.mark.parametrize(
    "wrong",
    [
        {"starts_at": ""},
        {"starts_at": "soon"},
        {"starts_at": "0001-01-01T00:00"},
        {"starts_at": "9999-12-31T23:59"},
        {"starts_at": "2026-13-01T10:00"},
        {"duration_minutes": "4"},
        {"duration_minutes": "1441"},
        {"kind": "seance"},
        {"round": "0"},
        {"topic": "a\x07b"},
        {"location": "x" * 501},
        {"location": " JavaScript:alert(1)"},
        {"duration_minutes": "-30"},
        {"hear_back_by": "2026-11-24"},
        {"hear_back_by": "0001-01-01"},
        {"employer_zone": "Mars/Olympus"},
        {"is_their_time": "on"},
        {"contacts": ["987654321"]},
        {"contacts": ["x"]},
    ],
)
def test_what_cannot_be_is_refused(ada_client, application, wrong):
    answer = ada_client.post(f"/applications/{application.pk}/interviews/new/", form() | wrong)

    assert answer.status_code == 422
    assert not application.interviews.exists()


def test_rounds_count_themselves_and_can_be_said(application, now):
    rounds = [make_interview(application, now=now, **fields).round for fields in ({}, {}, {"round": 7}, {})]

    assert rounds == [1, 2, 7, 8]


@pytest.mark.parametrize(
    ("before", "kind", "after"),
    [
        ("applied", "phone", "screening"),
        ("applied", "task", "assessment"),
        ("saved", "video", "interview"),
        ("screening", "panel", "interview"),
        ("interview", "phone", "interview"),
        ("final_round", "video", "final_round"),
        ("offer", "on_site", "offer"),
    ],
)
def test_the_stage_moves_forward_with_it_and_never_back(ada, now, before, kind, after):
    application = make_application(ada, now=now, stage=before)

    make_interview(application, now=now, kind=kind)

    application.refresh_from_db()
    assert application.stage == after


def test_a_closed_application_keeps_its_stage(closed, now):
    make_interview(closed, now=now, kind="panel")

    assert closed.stage == "interview" and not closed.is_open


def test_a_new_start_stands_in_the_history(ada_client, interview):
    ada_client.post(f"/interviews/{interview.pk}/edit/", form("2026-11-26T09:00"))

    moved = interview.application.events.get(kind=Event.Kind.INTERVIEW_MOVED)
    assert moved.data["from"] == "2026-11-19T09:00:00+00:00"
    assert moved.data["to"].startswith("2026-11-26T0")


def test_a_wrong_edit_changes_nothing_and_keeps_what_was_typed(ada_client, interview):
    answer = ada_client.post(f"/interviews/{interview.pk}/edit/", form("2027-03-28T02:30", topic="Keep this"))

    assert answer.status_code == 422
    assert "Keep this" in answer.content.decode()
    assert Interview.objects.get(pk=interview.pk).topic == ""


def test_cancelling_and_restoring_lose_nothing(ada_client, interview):
    operations.prepare_interview(interview, now=interview.starts_at - timedelta(days=1), notes="Read up")

    ada_client.post(f"/interviews/{interview.pk}/cancel/")
    interview.refresh_from_db()
    assert interview.is_cancelled and interview.preparation.notes == "Read up"

    ada_client.post(f"/interviews/{interview.pk}/restore/")
    interview.refresh_from_db()
    assert not interview.is_cancelled


def test_cancelling_twice_is_cancelling_once(interview, now):
    operations.cancel_interview(interview, now=now)
    operations.cancel_interview(interview, now=now + timedelta(hours=1))

    assert interview.cancelled_at == now
    assert interview.application.events.filter(kind=Event.Kind.INTERVIEW_CANCELLED).count() == 1


def test_two_at_once_are_warned_of_not_refused(ada, ada_client, interview, now):
    other = make_application(ada, now=now, company="Hooli")

    answer = ada_client.post(f"/applications/{other.pk}/interviews/new/", form("2026-11-19T10:30"), follow=True)

    assert "At that time you also have an interview with Initech" in answer.content.decode()
    assert other.interviews.exists()


def test_one_after_the_other_is_no_overlap(ada, ada_client, interview, now):
    other = make_application(ada, now=now, company="Hooli")

    answer = ada_client.post(f"/applications/{other.pk}/interviews/new/", form("2026-11-19T11:00"), follow=True)

    assert "At that time" not in answer.content.decode()


def test_all_of_them_in_one_place_upcoming_first(ada_client, application, interview, now):
    past = make_interview(application, now=now, starts_at=now - timedelta(days=3))
    off = make_interview(application, now=now, starts_at=now + timedelta(days=3))
    operations.cancel_interview(off, now=now)

    answer = ada_client.get("/interviews/")

    assert list(answer.context["upcoming"]) == [interview]
    assert list(answer.context["page"]) == [past]
    assert list(answer.context["cancelled"]) == [off]


@pytest.mark.parametrize("verb", ["cancel", "restore"])
def test_changes_refuse_get(ada_client, interview, verb):
    assert ada_client.get(f"/interviews/{interview.pk}/{verb}/").status_code == 405


@pytest.mark.parametrize("verb", ["edit", "cancel", "restore"])
def test_a_stranger_finds_and_changes_nothing(bob_client, interview, verb):
    before = Interview.objects.values().get(pk=interview.pk)

    assert bob_client.post(f"/interviews/{interview.pk}/{verb}/", form()).status_code == 404
    assert Interview.objects.values().get(pk=interview.pk) == before
    assert list(bob_client.get("/interviews/").context["upcoming"]) == []


def test_htmx_gets_the_one_line(ada_client, interview):
    page = ada_client.post(f"/interviews/{interview.pk}/cancel/", headers=HTMX).content.decode()

    assert page.lstrip().startswith(f'<li class="stack stack-close" id="interview-{interview.pk}"')
    assert "Cancelled" in page and "restore" in page


def test_ten_more_need_no_more_queries(ada, ada_client, now, django_assert_max_num_queries):
    def add(count: int) -> None:
        for number in range(count):
            application = make_application(ada, now=now, company=f"C{ada.applications.count()}")
            make_interview(application, now=now, starts_at=now + timedelta(days=number - count // 2))

    add(2)
    with django_assert_max_num_queries(100) as few:
        ada_client.get("/interviews/")
    add(10)
    with django_assert_max_num_queries(len(few)):
        ada_client.get("/interviews/")


def test_when_it_was_arranged_is_the_moment_of_the_act(application, now):
    """The note of the day before asks since when an interview is known; the machine's clock is not the answer."""
    arranged = operations.schedule_interview(application, starts_at=now + timedelta(days=4), now=now)

    assert arranged.created_at == now


def test_an_upcoming_one_of_a_closed_application_says_how_that_ended(ada_client, interview, application, now):
    make_outcome(application, now=now)

    assert "Rejected" in ada_client.get("/interviews/").content.decode()


def test_a_time_on_the_employers_clock_is_told_on_both(ada_client, application):
    theirs = {"employer_zone": "America/New_York", "is_their_time": "on"}
    ada_client.post(f"/applications/{application.pk}/interviews/new/", form("2026-11-25T10:00", **theirs))

    interview = application.interviews.get()
    page = ada_client.get(interview.get_absolute_url()).content.decode()
    assert interview.starts_at == datetime(2026, 11, 25, 15, 0, tzinfo=UTC)
    assert "16:00" in page and "10:00" in page and "in New York" in page


def test_a_time_that_is_skipped_here_is_there_on_the_employers_clock(ada_client, application):
    theirs = {"employer_zone": "America/New_York", "is_their_time": "on"}
    ada_client.post(f"/applications/{application.pk}/interviews/new/", form("2027-03-28T02:30", **theirs))

    assert application.interviews.get().starts_at == datetime(2027, 3, 28, 6, 30, tzinfo=UTC)


def test_a_zone_with_the_same_time_adds_nothing(ada_client, application, now):
    interview = make_interview(application, now=now, employer_zone="Europe/Paris")

    assert "in Paris" not in ada_client.get(interview.get_absolute_url()).content.decode()


def test_an_hour_that_comes_twice_is_told_of(ada_client, application):
    url = f"/applications/{application.pk}/interviews/new/"

    assert "02:30 comes twice" in ada_client.post(url, form("2027-10-31T02:30"), follow=True).content.decode()


def test_the_same_form_sent_twice_arranges_one(ada_client, application):
    url = f"/applications/{application.pk}/interviews/new/"
    ada_client.post(url, form())
    answer = ada_client.post(url, form(), follow=True)

    assert application.interviews.count() == 1
    assert "noted already" in answer.content.decode()


def test_a_cancelled_one_can_be_arranged_anew_at_its_time(ada_client, application, interview, now):
    operations.cancel_interview(interview, now=now)
    ada_client.post(f"/applications/{application.pk}/interviews/new/", form("2026-11-19T10:00"))

    assert application.interviews.standing().count() == 1


def test_whom_one_meets_belongs_to_the_application(ada, ada_client, application, contact):
    contact.company = application.company
    contact.save()
    ada_client.post(f"/applications/{application.pk}/interviews/new/", form(contacts=[contact.pk]))

    assert list(application.interviews.get().contacts.all()) == [contact]
    assert list(application.contacts.all()) == [contact]
    found = ada_client.get("/applications/", {"q": "hopper"}).content.decode()
    assert application.get_absolute_url() in found


def test_a_deleted_contact_leaves_the_interview(ada_client, application, contact, now):
    interview = make_interview(application, now=now, contacts=[contact])
    operations.delete_contact(contact, now=now)

    page = ada_client.get(interview.get_absolute_url())
    assert page.status_code == 200 and "Grace Hopper" not in page.content.decode()


def test_a_move_is_told_with_both_times(ada_client, interview):
    ada_client.post(f"/interviews/{interview.pk}/edit/", form("2026-11-26T09:00"))

    page = ada_client.get(interview.get_absolute_url()).content.decode()
    assert "from Thu 19 Nov, 10:00 to Thu 26 Nov, 09:00" in page


@pytest.mark.parametrize(
    ("starts_at", "kind", "is_close"),
    [
        ("2026-11-19T11:00", "video", True),
        ("2026-11-19T11:14", "video", True),
        ("2026-11-19T11:15", "video", False),
        ("2026-11-19T11:45", "on_site", True),
        ("2026-11-19T12:00", "on_site", False),
        ("2026-11-19T08:30", "on_site", True),
    ],
)
def test_little_time_between_two_is_pointed_out(ada, ada_client, interview, now, starts_at, kind, is_close):
    other = make_application(ada, now=now, company="Hooli")
    url = f"/applications/{other.pk}/interviews/new/"

    page = ada_client.post(url, form(starts_at, kind=kind), follow=True).content.decode()

    assert ("little time between it and your interview with Initech" in page) is is_close
    assert ("Close by" in ada_client.get(interview.get_absolute_url()).content.decode()) is is_close


def test_one_that_goes_on_is_still_ahead(ada_client, application, now):
    running = make_interview(application, now=now, starts_at=now - timedelta(minutes=20))
    over = make_interview(application, now=now, starts_at=now - timedelta(minutes=60))

    answer = ada_client.get("/interviews/")

    assert list(answer.context["upcoming"]) == [running]
    assert list(answer.context["page"]) == [over]


@pytest.mark.parametrize("location", ["https://meet.example.org/1", "HTTPS://meet.example.org/1"])
def test_a_link_can_be_followed(ada_client, application, now, location):
    interview = make_interview(application, now=now, location=location)

    assert f'href="{location}"' in ada_client.get(interview.get_absolute_url()).content.decode()


@pytest.mark.parametrize("location", ["Room 5: https://x.example", "zoommtg://x", "Main street 5"])
def test_anything_else_is_only_told(ada_client, application, now, location):
    interview = make_interview(application, now=now, location=location)

    page = ada_client.get(interview.get_absolute_url()).content.decode()
    assert location in page and f'href="{location}' not in page


def test_an_interview_follows_a_contact_that_is_merged_and_back(ada, application, contact, now):
    other = make_contact(ada, name="G. Hopper")
    interview = make_interview(application, now=now, contacts=[other])
    removal = operations.merge_contacts(ada, stays=contact.pk, goes=other.pk, now=now)
    assert list(interview.contacts.all()) == [contact]

    operations.take_back_removal(removal, now=now)
    assert list(interview.contacts.all()) == [other]
