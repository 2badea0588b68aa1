"""The page of figures: how far, how long, what with, and when; nothing is read out of fewer than five."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from applications import folding, operations
from applications.figures import ways
from applications.figures.counting import Tally
from applications.figures.days import Course, wait_of, waits_of
from applications.figures.links import Narrowing
from applications.figures.weeks import weeks_in
from applications.spans import Span
from tests.factories import make_application, make_contact, make_document, make_interview, make_outcome

PAGE = "/applications/figures/"
DAY = timedelta(days=1)


def said(client, **params):
    """The main part of the page as plain words."""
    answer = client.get(PAGE, params)
    assert answer.status_code == 200
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(strip_tags(re.sub(r"<", " <", main)).split())


def send(user, now, *, days_ago=10, **fields):
    then = now - days_ago * DAY
    fields = {"stage": "applied", "applied_on": then.date()} | fields
    return make_application(user, now=then, **fields)


def heard(application, now, *, after):
    day = application.applied_on + after * DAY
    return operations.add_event(application, kind="heard", happened_on=day, now=now)


@pytest.fixture
def search(ada, now):
    """Seven that were sent: one answered on each of five days, two of them talked about, two silent."""
    rows = [send(ada, now, role=f"Role {number}", source="Fair", work_mode="remote") for number in range(7)]
    for number, row in enumerate(rows[:5]):
        heard(row, now, after=number + 2)
    operations.move_to(rows[0], "screening", now=now)
    make_interview(rows[1], now=now, starts_at=now - DAY)
    make_outcome(rows[2], now=now)
    return rows


def test_before_anything_was_sent_it_says_what_will_stand_there_and_leads_to_adding(ada, ada_client, now):
    make_application(ada, now=now, stage="saved")
    page = said(ada_client)

    assert "No figures yet" in page and "Add an application" in page and "Everything" not in page


def test_it_says_how_far_they_got_out_of_all_that_were_sent(search, ada, ada_client, now):
    make_application(ada, now=now, stage="saved")
    page = said(ada_client)

    assert "Sent 7 Answered at all 5 of 7 71% Screening or a test 2 of 7 29% Interview 1 of 7 14%" in page
    assert "Offer 0 of 7 0%" in page
    assert "6 are still open" in page


def test_fewer_than_five_are_counted_and_nothing_more_is_read_out_of_them(ada, ada_client, now):
    for number in range(4):
        heard(send(ada, now, role=f"Role {number}"), now, after=3)
    page = ada_client.get(PAGE).content.decode()

    assert "4 of 4" in page and "%<" not in page and 'class="gauge"' not in page
    assert "Once five were answered" in page and "Half of" not in page


def test_as_many_sources_as_applications_are_told_apart_in_no_time(monkeypatch, ada):
    looked = []
    monkeypatch.setattr(folding, "is_there", lambda way, there: looked.append(way) or set(way) <= there)
    tallies = {f"https://jobs.example/{number}": Tally(sent=1) for number in range(300)}
    rows = ways.by_source(tallies | {"Fair": Tally(sent=5)}, Narrowing(Span(ada)))

    assert len(rows) == 301 and rows[0].label == "Fair" and "source=Fair" in rows[0].query
    assert len(looked) < 30 * len(rows)


def test_what_is_in_the_trash_or_another_person_s_is_never_counted(search, ada, ada_client, bob, bob_client, now):
    send(bob, now, source="Bob's fair")
    operations.archive_many(ada, [search[5].pk], now=now)
    operations.trash_many(ada, [search[6].pk], now=now)

    assert "Sent 6" in said(ada_client) and "Bob" not in said(ada_client)
    assert "Sent 1 " in said(bob_client) and "Fair" not in said(bob_client)


def test_days_are_told_by_halves(search, ada_client):
    page = said(ada_client)

    assert "Half of the first answers came within 4 days." in page
    assert "A first answer 4 days 3 to 5 5" in page
    assert "A no from five on 1" in page


def test_each_quarter_is_the_first_day_by_which_it_is_full():
    from collections import Counter

    assert wait_of(Counter()).n == 0
    told = wait_of(Counter({1: 1, 2: 1, 10: 1, 40: 1}))
    assert (told.quarter, told.half, told.three_quarters, told.is_enough) == (1, 2, 10, False)


def test_after_a_month_of_silence_it_says_how_many_were_answered_later():
    def course(n, *, heard=None, left=None, is_long_ago=True):
        return Course(heard, None, None, left, is_long_ago, n)

    courses = [course(3, heard=9), course(2, heard=31), course(1, left=12), course(4, heard=40, is_long_ago=False)]
    told = waits_of(courses, long_ago=20)

    assert (told.still_waiting, told.answered_late) == (16, 2)


def test_the_month_of_silence_is_said_once_five_have_waited(ada, ada_client, now):
    rows = [send(ada, now, role=f"Role {number}", days_ago=60) for number in range(5)]
    assert "Of 5 that had heard nothing for 30 days, none did later." in said(ada_client)

    heard(rows[0], now, after=35)
    assert "Of 5 that had heard nothing for 30 days, 1 did later." in said(ada_client)
    make_outcome(rows[1], now=now, kind="withdrawn", decided_on=rows[1].applied_on + 3 * DAY)
    assert "heard nothing for" not in said(ada_client)


def test_what_was_closed_together_with_others_has_no_day(ada, ada_client, now):
    rows = [send(ada, now, role=f"Role {number}") for number in range(5)]
    operations.record_outcome_many(ada, [row.pk for row in rows], kind="rejected", now=now)

    page = said(ada_client)
    assert "Answered at all 5 of 5 100%" in page and "Half of the first" not in page


def test_where_talks_came_from_has_a_share_only_from_five_on(search, ada, ada_client, now):
    send(ada, now, role="Role 8", source="fair ", work_mode="hybrid")
    for number in range(4):
        send(ada, now, role=f"Other {number}", source="A friend")
    page = said(ada_client)

    assert "Where you found them Sent Talks Share fair 8 1 12%" in page.replace("Fair 8", "fair 8")
    assert "A friend 4 0 Work mode" in page
    assert "Hybrid 1 0 not noted 4 0" in page


def test_versions_that_went_out_tags_and_whom_one_knew_are_told_apart(search, ada, ada_client, now):
    document = make_document(ada, now=now, title="My CV", label="short")
    operations.choose_documents(search[0], [document.versions.get()], now=now)
    operations.tag_many(ada, [search[1].pk], name="startup", now=now)
    make_contact(ada, how_known="We studied together").applications.add(search[1])
    met = make_contact(ada, name="Met there", how_known="From the interview")
    make_interview(search[3], now=now, contacts=[met])
    page = said(ada_client)

    assert "My CV, version 1: short 1 0" in page
    assert "startup 1 1" in page
    assert "somebody you knew 1 1 nobody, or not noted 6 1 17%" in page


def test_a_document_that_was_deleted_did_not_go_out(search, ada, ada_client, now):
    document = make_document(ada, now=now, title="My CV")
    operations.choose_documents(search[0], [document.versions.get()], now=now)
    operations.trash_document(document, now=now)

    assert "My CV" not in said(ada_client)


def test_each_number_leads_to_a_list_of_as_many(search, ada, ada_client, now):
    send(ada, now, source="Job fair", stage="offer")
    operations.tag_many(ada, [row.pk for row in search[:3]], name="startup", now=now)
    operations.archive_many(ada, [search[0].pk], now=now)
    page = ada_client.get(PAGE, {"period": "12-months"}).content.decode()
    links = re.findall(r'<a[^>]* href="(/applications/\?[^"]+)">(\d+)', page)

    assert len(links) >= 8
    for address, number in links:
        shown = ada_client.get(address.replace("&amp;", "&")).context["page"]
        assert shown.count == int(number), address
    assert not [address for address, _ in links if "source=Fair" in address]  # which is in “Job fair” too


def test_it_is_narrowed_by_days_and_by_periods(ada, ada_client, bob, now):
    spring = operations.add_period(ada, name="Spring", is_current=True, takes_in=False, now=now)
    send(ada, now, role="Lately")
    send(ada, now, role="Long ago", days_ago=200)
    operations.add_period(ada, name="Autumn", is_current=True, takes_in=False, now=now)
    send(ada, now, role="Elsewhere", days_ago=500)
    stranger = operations.add_period(bob, name="Bob's", is_current=True, takes_in=False, now=now)

    for part, number in [("", 3), ("90-days", 1), ("12-months", 2), (spring.pk, 2), ("x", 3), (stranger.pk, 3)]:
        assert f"Sent {number} " in said(ada_client, period=part), part
    page = ada_client.get(PAGE, {"period": spring.pk}).content.decode()
    assert f"reached=applied&amp;closed=on&amp;archived=on&amp;period={spring.pk}" in page


def test_a_part_in_which_nothing_was_sent_leads_back_to_everything(ada, ada_client, now):
    send(ada, now, days_ago=200)
    page = said(ada_client, period="90-days")

    assert "Nothing was sent in this time" in page and "Look at everything" in page


def test_weeks_are_the_person_s_own_and_begin_on_monday(ada, now):
    application = send(ada, now, applied_on=date(2026, 11, 15))  # a Sunday
    send(ada, now, role="Other", applied_on=date(2026, 11, 16))
    # Half past eleven on Sunday evening in London is Monday in Berlin.
    make_interview(application, now=now, starts_at=datetime(2026, 11, 15, 23, 30, tzinfo=UTC))
    make_interview(application, now=now, starts_at=now + DAY)
    make_interview(application, now=now, kind="task", starts_at=now - DAY)
    weeks = weeks_in(Span(ada), now=now)

    assert weeks.mondays[0] == date(2026, 8, 31) and weeks.mondays[-1] == date(2026, 11, 16)
    assert weeks.sent_counts == {date(2026, 11, 9): 1, date(2026, 11, 16): 1}
    assert weeks.talk_counts == {date(2026, 11, 16): 1}


def test_an_empty_week_is_empty(search, ada_client):
    page = ada_client.get(PAGE).content.decode()
    chart = page.partition("Applications sent</caption>")[2].partition("</table>")[0]

    assert chart.count("<td>") == 12 and chart.count("<rect") == 1
    assert chart.count('<span class="visually-hidden">0</span>') == 11


def test_weeks_in_which_nothing_was_are_not_drawn(ada, ada_client, now):
    application = send(ada, now, days_ago=200)
    assert "Week by week" not in said(ada_client)

    send(ada, now, role="Other", days_ago=2)
    assert "Applications sent" in said(ada_client) and "Talks held" not in said(ada_client)

    make_interview(application, now=now, starts_at=now - DAY)
    assert "Talks held" in said(ada_client)


def test_no_more_is_asked_for_more_of_them(search, ada, ada_client, now):
    def asked():
        ada_client.get(PAGE)
        with CaptureQueriesContext(connection) as queries:
            said(ada_client)
        return len(queries)

    before = asked()
    for number in range(10):
        row = send(ada, now, role=f"More {number}", source=f"Source {number}")
        operations.tag_many(ada, [row.pk], name=f"tag {number}", now=now)
        make_interview(row, now=now, starts_at=now - DAY)

    assert asked() == before <= 12


def test_what_was_brought_in_counts_too(ada, ada_client, now):
    rows = [{"company": "Initech", "role": f"Role {number}", "stage": "applied"} for number in range(5)]
    rows = [row | {"applied_on": now.date() - 9 * DAY, "outcome": "rejected"} for row in rows]
    rows[0]["ended_on"] = now.date()
    operations.importing.add_many(ada, rows, now=now)
    page = said(ada_client)

    assert "Answered at all 5 of 5" in page
    assert "Once five were answered" in page  # four of them bear no day of their own
