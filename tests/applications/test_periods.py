"""A search that is parted into periods: one of them is current, the others are folded away until they are asked for."""

import json
from datetime import timedelta

import pytest

from accounts.exports import parts
from applications import operations
from applications.models import Act, SearchPeriod
from nudges.models import Nudge, NudgePreference
from tests.applications.conftest import HTMX
from tests.factories import make_application, make_interview

PAGE, MANY = "/applications/periods/", "/applications/many/period/"


def roles(client, **params):
    return {row.role for row in client.get("/applications/", params).context["page"]}


def begin(user, name, now, *, is_current=True, takes_in=False):
    return operations.add_period(user, name=name, is_current=is_current, takes_in=takes_in, now=now)


@pytest.fixture
def parted(ada, now):
    """One application in an old period, one in the current one, one in none."""
    loose = make_application(ada, now=now, role="Loose")
    spring = begin(ada, "Spring", now)
    make_application(ada, now=now, role="Old")
    autumn = begin(ada, "Autumn", now + timedelta(minutes=1))
    make_application(ada, now=now, role="New")
    assert loose.period is None
    return spring, autumn


def test_who_never_makes_one_sees_nothing_of_it(ada, ada_client, application):
    page = ada_client.get("/applications/").content.decode()

    assert 'name="period"' not in page and "list-period" not in page
    for address in (f"/applications/{application.pk}/", f"/applications/{application.pk}/edit/", "/applications/new/"):
        assert 'name="period"' not in ada_client.get(address).content.decode(), address


def test_a_new_application_goes_into_the_current_one(ada, ada_client, parted):
    ada_client.post("/applications/new/", {"company": "Hooli", "role": "Newest"})

    assert ada.applications.get(role="Newest").period == parted[1]


def test_the_others_are_folded_away_until_they_are_asked_for(ada_client, parted):
    spring, autumn = parted

    assert roles(ada_client) == {"New", "Loose"}
    assert roles(ada_client, period="all") == {"New", "Loose", "Old"}
    assert roles(ada_client, period=spring.pk) == {"Old"}
    assert roles(ada_client, period=autumn.pk) == {"New"}
    assert roles(ada_client, period="none") == {"Loose"}
    board = ada_client.get("/applications/board/").content.decode()
    assert "New" in board and "Loose" in board and "Old" not in board
    board = ada_client.get("/applications/board/", {"period": spring.pk}).content.decode()
    assert "Old" in board and "Loose" not in board
    column = ada_client.get("/applications/board/saved/", {"period": "all"}).content.decode()
    assert "Old" in column and "New" in column


def test_beside_the_board_stands_what_ended_in_the_same_part_of_the_search(ada, ada_client, parted, now):
    for row in ada.applications.all():
        operations.record_outcome(row, kind="rejected", decided_on=now.date(), now=now)

    def beside(**params):
        count = ada_client.get("/applications/board/", params).context["closed_count"]
        endings = ada_client.get("/applications/board/closed/", params).context["endings"]
        assert count == sum(ending.count for ending in endings)
        return {row.role for ending in endings for row in ending.applications}

    assert beside() == {"New", "Loose"}
    assert beside(period=parted[0].pk) == {"Old"}
    assert beside(period="all") == {"New", "Loose", "Old"}
    board = ada_client.get("/applications/board/", {"period": "all"}).content.decode()
    assert "/applications/board/closed/?period=all" in board


def test_a_move_tells_how_many_there_are_of_the_period_one_looks_at(ada, ada_client, parted):
    row = ada.applications.get(role="Old")
    address = f"http://testserver/applications/board/?period={parted[0].pk}"
    answer = ada_client.post(
        f"/applications/{row.pk}/move/",
        {"stage": "offer", "back": "board"},
        headers=HTMX | {"HX-Current-URL": address},
    )

    assert json.loads(answer["HX-Trigger-After-Settle"])["board:counts"]["counts"]["saved"] == 0


def test_it_combines_with_other_filters_and_is_a_chip(ada_client, parted):
    answer = ada_client.get("/applications/", {"q": "old", "period": parted[0].pk})

    assert [row.role for row in answer.context["page"]] == ["Old"]
    chips = [(chip.label, chip.without) for chip in answer.context["form"].chips()]
    assert chips == [("old", f"period={parted[0].pk}"), ("Period of the search: Spring", "q=old")]
    assert "period=all" in ada_client.get("/applications/", {"q": "old"}).content.decode()


@pytest.mark.parametrize("nonsense", ["x", "-1", "987654321", "9" * 30, "\x00"])
def test_a_period_that_is_not_there_is_left_out(ada_client, parted, nonsense):
    assert roles(ada_client, period=nonsense) == {"New", "Loose"}
    assert ada_client.get("/applications/board/", {"period": nonsense}).context["period"] == ""


def test_what_is_open_in_an_old_period_is_still_written_about(ada, now):
    NudgePreference.objects.create(user=ada, lists=["appointments", "follow_ups"], is_undecided=False)
    begin(ada, "Spring", now)
    application = make_application(ada, now=now, stage="applied")
    make_interview(application, now=now, starts_at=now + timedelta(days=3))
    begin(ada, "Autumn", now)
    operations.move_to(application, "screening", now=now)

    assert Nudge.objects.filter(user=ada, application=application.pk, state="planned").exists()


def test_the_first_one_can_take_in_all_that_is_there(ada, ada_client, application, closed):
    page = ada_client.get(PAGE).content.decode()
    assert "Put the 2 applications that are in no period into it" in page

    ada_client.post(PAGE, {"name": " Spring  2027 ", "is_current": "on", "takes_in": "on"})

    period = ada.periods.get()
    assert (period.name, period.is_current, period.applications.count()) == ("Spring 2027", True, 2)
    assert "Put the" not in ada_client.get(PAGE).content.decode()


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "a\x00b", "SPRING"])
def test_a_name_that_does_not_fit_is_refused_with_what_was_typed(ada, ada_client, now, name):
    begin(ada, "Spring", now)
    other = begin(ada, "Other", now)

    for address in (PAGE, f"{PAGE}{other.pk}/rename/"):
        answer = ada_client.post(address, {"name": name}, headers=HTMX)
        assert (answer.status_code, bool(answer.context["form"].errors)) == (422, True), address
    assert sorted(ada.periods.values_list("name", flat=True)) == ["Other", "Spring"]


def test_two_people_may_use_the_same_name(ada, bob, bob_client, now):
    begin(ada, "Spring", now)
    bob_client.post(PAGE, {"name": "Spring", "is_current": "on"})

    assert bob.periods.get().is_current and ada.periods.get().is_current


def test_one_at_a_time_is_current(ada, ada_client, parted):
    ada_client.post(f"{PAGE}{parted[0].pk}/make-current/")

    assert list(ada.periods.filter(is_current=True)) == [parted[0]]
    assert roles(ada_client) == {"Old", "Loose"}


def test_it_is_renamed_in_place(ada_client, parted):
    assert "data-question" in ada_client.get(f"{PAGE}{parted[0].pk}/rename/").content.decode()
    answer = ada_client.post(f"{PAGE}{parted[0].pk}/rename/", {"name": "Summer"}, headers=HTMX)

    parted[0].refresh_from_db()
    assert (answer["HX-Redirect"], parted[0].name) == (PAGE, "Summer")


def test_deleting_one_keeps_its_applications(ada, ada_client, parted, now):
    spring, autumn = parted
    operations.trash_many(ada, [ada.applications.get(role="Old").pk], now=now)

    ada_client.post(f"{PAGE}{spring.pk}/delete/", {"to": autumn.pk})
    assert set(autumn.applications(manager="with_trash").values_list("role", flat=True)) == {"Old", "New"}
    ada_client.post(f"{PAGE}{autumn.pk}/delete/", {"to": ""})

    assert ada.applications(manager="with_trash").filter(period=None).count() == 3
    assert not SearchPeriod.objects.exists()


def test_several_are_put_elsewhere_and_taken_back(ada, ada_client, parted, now):
    spring, autumn = parted
    keys = list(ada.applications.order_by("pk").values_list("pk", flat=True))
    before = list(ada.applications.order_by("pk").values_list("period", flat=True))

    ada_client.post(MANY, {"pick": keys, "period": spring.pk, "query": "period=all"})
    assert spring.applications.count() == 3
    act = Act.objects.get()
    assert len(act.before) == 2  # the one that was there already is none of it

    ada_client.post(f"/applications/many/{act.pk}/undo/", {"query": ""})
    assert list(ada.applications.order_by("pk").values_list("period", flat=True)) == before


def test_what_went_elsewhere_since_stays_there(ada, ada_client, parted, now):
    spring, autumn = parted
    keys = list(ada.applications.values_list("pk", flat=True))
    act = operations.change_period_many(ada, keys, period=None, now=now)
    operations.change_period_many(ada, [ada.applications.get(role="Old").pk], period=autumn, now=now)
    spring.delete()

    assert operations.take_back(act, now=now) == 1
    assert ada.applications.get(role="Old").period == ada.applications.get(role="New").period == autumn


@pytest.mark.parametrize("chosen", ["", "x", "987654321"])
def test_nothing_fitting_is_answered_in_words(ada, ada_client, parted, chosen):
    keys = list(ada.applications.values_list("pk", flat=True))
    answer = ada_client.post(MANY, {"pick": keys, "period": chosen}, follow=True)

    assert "choose a period" in answer.content.decode() and not Act.objects.exists()


def test_one_is_put_elsewhere_on_its_own_form(ada, ada_client, parted):
    row = ada.applications.get(role="Loose")
    typed = {"company": "Initech", "role": "Loose", "period": parted[0].pk}
    ada_client.post(f"/applications/{row.pk}/edit/", typed)

    row.refresh_from_db()
    assert row.period == parted[0]


def test_a_stranger_finds_none_of_it(ada, bob_client, parted):
    for part in ("rename/", "make-current/", "delete/"):
        assert bob_client.post(f"{PAGE}{parted[0].pk}/{part}").status_code == 404
    bob_client.post(MANY, {"pick": list(ada.applications.values_list("pk", flat=True)), "period": "none"})

    assert ada.applications.filter(period=None).count() == 1
    assert "Spring" not in bob_client.get(PAGE).content.decode()


def test_acts_refuse_to_be_opened(ada_client, parted):
    for address in (MANY, f"{PAGE}{parted[0].pk}/make-current/"):
        assert ada_client.get(address).status_code == 405


def test_the_copy_of_one_s_data_says_which_is_which(ada, parted):
    data = json.loads(json.dumps(parts()["applications"](ada)))

    assert [(one["name"], one["is_current"]) for one in data["periods"]] == [("Autumn", True), ("Spring", False)]
    assert {one["role"]: one["period"] for one in data["applications"]} == {
        "Loose": None,
        "Old": "Spring",
        "New": "Autumn",
    }


def test_ten_more_periods_need_no_more_queries(ada, ada_client, parted, now, django_assert_max_num_queries):
    with django_assert_max_num_queries(100) as few:
        ada_client.get(PAGE)
        ada_client.get("/applications/")
    for number in range(10):
        begin(ada, f"Period {number}", now)
    with django_assert_max_num_queries(len(few)):
        ada_client.get(PAGE)
        ada_client.get("/applications/")
