"""The pages of recovery, through their doors."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications import operations as applications
from recovery import operations, queries
from recovery.models import Recovery
from tests.factories import make_application


@pytest.fixture(autouse=True)
def _still(clock):
    """All pages here are read at the moment of `now`."""


def for_url(application):
    return reverse("recovery:recovery-for", args=[application.pk])


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def test_recording_a_rejection_through_the_form_leads_to_a_quiet_page(pack, ada, ada_client, now):
    application = make_application(ada, stage="interview", now=now)
    posted = {"kind": "rejected", "decided_on": "2026-11-18", "last_stage": "interview", "no_kind": "personal_mail"}

    response = ada_client.post(reverse("applications:outcome-record", args=[application.pk]), posted, follow=True)

    page = text(response)
    words = [
        "Undo",
        "Hold my reply",
        "Start now",
        "Tomorrow",
        "Not for this one",
        "Back to the board",
        "Talk to someone",
    ]
    places = [page.split("<main")[1].find(word) for word in words]
    assert -1 not in places and places == sorted(places)


def test_once_a_step_was_opened_the_first_minute_is_over(recovery, ada_client, opened):
    arrival = for_url(recovery.entries.get().application)
    opened("pause_and_name")

    page = text(ada_client.get(arrival))

    assert "Go on with it" in page and "Not for this one" not in page


def test_after_an_offer_was_taken_back_the_facts_come_first(say_no, ada_client):
    assert "“Facts first” is first" in text(ada_client.get(for_url(say_no("offer"))))


def test_the_word_for_a_no_is_the_persons_own(say_no, ada, ada_client):
    ada.rejection_word = "not_selected"
    ada.save()
    page = text(ada_client.get(for_url(say_no("interview"))))

    assert "Not selected" in page
    assert "Rejected" not in page


def test_an_early_no_is_only_noted(say_no, ada_client):
    page = text(ada_client.get(for_url(say_no("applied"))))

    assert "early-noes page" in page
    assert "Start now" not in page


def test_a_silence_is_offered_a_list_and_begins_by_its_button(say_no, ada, ada_client):
    application = say_no("interview", kind="ghosted")
    assert "Nothing begins unless you say so" in text(ada_client.get(for_url(application)))

    ada_client.post(reverse("recovery:recovery-begin", args=[application.pk]))

    assert queries.open_guided(ada).content_stage == "ghosted"


def test_a_further_no_asks_for_a_note_and_a_choice(say_no, ada, ada_client):
    say_no("interview")
    second = say_no("screening", company="Globex")
    page = text(ada_client.get(for_url(second)))
    assert "Which one goes on?" in page

    recovery = queries.open_guided(ada)
    ada_client.post(reverse("recovery:note-save", args=[recovery.pk, second.pk]), {"note": "A kind mail."})
    assert "A kind mail." in text(ada_client.get(recovery.get_absolute_url()))

    ada_client.post(reverse("recovery:recovery-choose", args=[recovery.pk, second.pk]))
    assert queries.open_guided(ada).content_stage == "screening"


@pytest.mark.parametrize("ending", [{"kind": "withdrawn"}, {"is_bulk": True}])
def test_where_nothing_is_to_do_the_application_itself_is_shown(say_no, ada_client, ending):
    application = say_no("interview", **ending)

    assert ada_client.get(for_url(application))["Location"] == application.get_absolute_url()


def test_an_open_application_has_nothing_here(say_no, ada_client, now):
    application = say_no("interview")
    applications.reopen(application, now=now)

    assert ada_client.get(for_url(application)).status_code == 302


def test_start_now_leads_to_the_first_step(recovery, ada_client):
    response = ada_client.post(reverse("recovery:recovery-start", args=[recovery.pk]))

    assert response["Location"].endswith("/steps/pause_and_name/")


def test_start_now_opens_the_first_step_before_its_day(say_no, ada, ada_client, now):
    say_no("screening")
    recovery = queries.open_guided(ada)

    response = ada_client.post(reverse("recovery:recovery-start", args=[recovery.pk]))

    assert response["Location"].endswith("/steps/gracious_reply/")
    assert recovery.steps.get(key="gracious_reply").opens_on == ada.local_day(now)


def test_tomorrow_leaves_this_day_empty(recovery, ada, ada_client, now):
    ada_client.post(reverse("recovery:recovery-tomorrow", args=[recovery.pk]))

    page = text(ada_client.get(recovery.get_absolute_url()))
    assert "Nothing for now" in page
    assert "(planned for tomorrow)" in page
    assert not [step for step in recovery.steps.all() if step.is_ready(ada.local_day(now), now)]


def test_not_for_this_one_closes_it_and_it_can_be_taken_up_again(recovery, ada, ada_client):
    ada_client.post(reverse("recovery:recovery-decline", args=[recovery.pk]))
    assert "Not for this one" in text(ada_client.get(reverse("recovery:recovery-list")))
    page = text(ada_client.get(recovery.get_absolute_url()))
    assert "not opened" in page and "planned for" not in page

    ada_client.post(reverse("recovery:recovery-resume", args=[recovery.pk]))

    assert queries.open_guided(ada) == recovery


def test_one_step_is_in_view_and_the_rest_is_a_quiet_list(recovery, ada_client):
    page = text(ada_client.get(recovery.get_absolute_url()))

    assert page.count("Open this step") == 1
    assert "planned for tomorrow" in page and "planned for Friday" in page and "planned for 2 December" in page
    for word in ("overdue", "days ago", "days since", "%"):
        assert word not in page.split("<main")[1].split("</main")[0].lower()


def test_weeks_later_nothing_is_late(recovery, ada, ada_client, clock):
    clock.move(days=60)
    ada_client.force_login(ada)

    page = text(ada_client.get(recovery.get_absolute_url()))

    assert page.count("Open this step") == 1
    assert "overdue" not in page and "late" not in page.split("<main")[1].replace("later", "")


def test_resting_and_going_on(recovery, ada, ada_client, clock):
    ada_client.post(reverse("recovery:recovery-pause", args=[recovery.pk]), {"days": "3"})
    page = text(ada_client.get(recovery.get_absolute_url()))
    assert "This rests until 21 November" in page
    assert "Open this step" not in page

    clock.move(days=3)
    assert "Open this step" in text(ada_client.get(recovery.get_absolute_url()))


def test_good_news_elsewhere_asks_whether_to_close_it(recovery, ada, ada_client, now):
    elsewhere = make_application(ada, company="Globex", stage="interview", now=now)
    applications.move_to(elsewhere, "offer", now=now + timedelta(seconds=1))
    page = text(ada_client.get(recovery.get_absolute_url()))
    assert "Would you like to close it?" in page

    ada_client.post(reverse("recovery:recovery-keep-resting", args=[recovery.pk]))

    page = text(ada_client.get(recovery.get_absolute_url()))
    assert "Would you like to close it?" not in page
    assert "This rests until" in page


def test_the_early_noes_page_lists_them_by_week_with_one_line_for_bulk(say_no, ada, ada_client, now):
    say_no("applied", company="Lastweek", at=now - timedelta(days=6))
    say_no("applied", company="Thisweek")
    say_no("applied", company="Imported", is_bulk=True)

    page = text(ada_client.get(queries.open_early_noes(ada).get_absolute_url()))

    assert page.index("Thisweek") < page.index("Before that") < page.index("Lastweek")
    assert "One more came in from an import" in page
    assert "Imported" not in page


def test_ten_more_early_noes_cost_no_more_queries(say_no, ada, ada_client, django_assert_max_num_queries):
    for number in range(3):
        say_no("applied", company=f"Company {number}")
    page = queries.open_early_noes(ada).get_absolute_url()
    with CaptureQueriesContext(connection) as few:
        ada_client.get(page)
    say_no("applied", company="One more")
    with django_assert_max_num_queries(len(few)):
        ada_client.get(page)


def test_a_few_early_noes_are_shown_at_once_and_all_of_them_when_asked(say_no, ada, ada_client, now):
    for number in range(12):
        say_no("applied", company=f"Company {number:02}", at=now - timedelta(minutes=number))
    page = queries.open_early_noes(ada).get_absolute_url()

    few = text(ada_client.get(page))
    assert "Company 09" in few and "Company 10" not in few and "2 further ones" in few
    more = few.split('href="?shown=')[1].split("#")[0]
    many = text(ada_client.get(f"{page}?shown={more}"))
    assert "Company 11" in many and "Show more" not in many
    for odd in ("-1", "x", "9" * 40):
        assert "Company 10" not in text(ada_client.get(f"{page}?shown={odd}")), odd


def test_what_was_put_away_can_still_be_read_but_not_changed(say_no, ada, ada_client, now):
    application = say_no("interview")
    recovery = queries.open_guided(ada)
    step = operations.open_step(recovery.steps.get(key="self_review"), now=now)
    applications.reopen(application, now=now)

    assert "put away" in text(ada_client.get(recovery.get_absolute_url()))
    page = text(ada_client.get(step.get_absolute_url())).split('id="step-form"')[1]
    assert "disabled" in page and "Done" not in page
    assert ada_client.post(reverse("recovery:step-save", args=[recovery.pk, step.key])).status_code == 404


def test_an_empty_page_says_that_this_is_fine_and_speaks_of_nothing_that_was_left(pack, ada_client):
    page = text(ada_client.get(reverse("recovery:recovery-list")))
    assert "that is fine" in page and "What they leave" not in page
    assert reverse("recovery:lookback-show") in page


def test_what_recoveries_leave_is_named_once_there_is_one(recovery, ada_client):
    assert "What they leave" in text(ada_client.get(reverse("recovery:recovery-list")))


def test_the_application_page_says_what_recovery_holds(say_no, ada_client):
    page = text(ada_client.get(say_no("interview").get_absolute_url()))

    assert "Its recovery is going on, at your pace." in page
    assert "· <a" not in page  # a dot that could begin a line


def test_someone_to_talk_to_is_in_reach_on_every_page(say_no, ada, ada_client):
    first, second = say_no("interview"), say_no("screening", company="Globex")
    early, silent = say_no("applied", company="Hooli"), say_no("interview", company="Aviato", kind="ghosted")
    recovery = queries.open_guided(ada)
    pages = [for_url(application) for application in (first, second, early, silent)]
    pages += [reverse("recovery:recovery-list"), recovery.get_absolute_url()]
    pages += [queries.open_early_noes(ada).get_absolute_url(), recovery.steps.first().get_absolute_url()]
    pages += [reverse("recovery:feedback-detail", args=[first.pk])]

    for address in pages:
        page = text(ada_client.get(address))
        assert "Talk to someone" in page.split("<main")[1].split("</main")[0], address
        assert page.count("Talk to someone") == 1, address


VERBS = ["start", "tomorrow", "decline", "hold-reply", "pause", "keep-resting", "resume", "close"]
STEP_VERBS = ["open", "save", "sent", "done", "skip", "return"]
FEEDBACK_VERBS = ["asked", "followed-up", "received", "refused", "rest"]


def all_posts(recovery):
    application = recovery.entries.get().application
    yield from (reverse(f"recovery:recovery-{verb}", args=[recovery.pk]) for verb in VERBS)
    yield from (reverse(f"recovery:step-{verb}", args=[recovery.pk, "self_review"]) for verb in STEP_VERBS)
    yield from (reverse(f"recovery:feedback-{verb}", args=[application.pk]) for verb in FEEDBACK_VERBS)
    yield reverse("recovery:recovery-choose", args=[recovery.pk, application.pk])
    yield reverse("recovery:note-save", args=[recovery.pk, application.pk])
    yield reverse("recovery:recovery-begin", args=[application.pk])


def test_a_stranger_finds_nothing_and_changes_nothing(recovery, bob_client):
    application = recovery.entries.get().application
    before = list(Recovery.objects.values()), list(recovery.steps.values())

    for address in all_posts(recovery):
        assert bob_client.post(address).status_code == 404, address
    for address in (for_url(application), recovery.get_absolute_url(), recovery.steps.first().get_absolute_url()):
        assert bob_client.get(address).status_code == 404, address
    assert (list(Recovery.objects.values()), list(recovery.steps.values())) == before


def test_verbs_refuse_get(recovery, ada_client):
    for address in all_posts(recovery):
        assert ada_client.get(address).status_code == 405, address


def test_nobody_gets_in_without_signing_in(recovery):
    assert "/accounts/login/" in Client().get(recovery.get_absolute_url())["Location"]


def test_more_recoveries_cost_no_more_queries(say_no, ada, ada_client, django_assert_max_num_queries, now):
    def visit():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as captured:
            ada_client.get(reverse("recovery:recovery-list"))
        return len(captured)

    say_no("interview")
    operations.close(queries.open_guided(ada), now=now)
    few = visit()
    for number in range(10):
        say_no("interview", company=f"Company {number}")
        operations.close(queries.open_guided(ada), now=now)

    assert visit() <= few


def test_a_held_reply_is_told_on_the_readers_kind_of_clock(recovery, ada, ada_client):
    ada.language = "en-us"
    ada.save()
    arrival = reverse("recovery:recovery-for", args=[recovery.entries.get().application_id])
    assert "Hold my reply until tomorrow at 9:00\u202fAM" in text(ada_client.get(arrival))

    page = ada_client.post(reverse("recovery:recovery-hold-reply", args=[recovery.pk]), follow=True)
    assert "Your reply is held until tomorrow at 9:00\u202fAM." in text(page)


def test_the_question_whether_to_hold_the_reply_names_the_hour_so_too(ada, ada_client, opened):
    page = opened("pause_and_name").get_absolute_url()
    assert "Hold my reply until tomorrow at 09:00." in text(ada_client.get(page))

    ada.language = "en-us"
    ada.save()
    assert "Hold my reply until tomorrow at 9:00\u202fAM." in text(ada_client.get(page))
