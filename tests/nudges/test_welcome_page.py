import pytest

from nudges.models import Consent, NudgeList, NudgePreference

pytestmark = pytest.mark.django_db


def send(client, **fields):
    return client.post("/welcome/", {"name": "", "time_zone": "Europe/Berlin", "weekly_goal": "", **fields})


def test_no_box_is_ticked_and_each_says_how_often(ada_client):
    page = ada_client.get("/welcome/").content.decode()

    assert "checked" not in page
    assert page.count('name="lists"') == 5
    assert "At most 1 a day, 2 in a week" in page


def test_only_lists_on_which_something_can_come_are_offered(ada_client):
    from nudges import rules
    from nudges.consent import LIST_WORDS

    assert {wanted.list for wanted in rules.RULES} == {NudgeList(name) for name in LIST_WORDS}


def test_everything_may_stay_empty(ada, ada_client):
    answer = send(ada_client, time_zone="")

    ada.refresh_from_db()
    assert answer["Location"] == "/"
    assert ada.time_zone == "Europe/Berlin"
    assert ada.welcomed_at is not None


def test_without_a_tick_there_is_no_yes(ada, ada_client):
    send(ada_client)

    assert not Consent.objects.filter(user=ada, is_given=True).exists()
    assert NudgePreference.objects.get(user=ada).lists == []


def test_a_tick_is_kept_as_a_yes_with_its_moment_and_page(ada, ada_client, clock):
    send(ada_client, lists=["recovery", "appointments"])

    given = Consent.objects.filter(user=ada, is_given=True)
    assert {consent.list for consent in given} == {"recovery", "appointments"}
    assert {consent.said_on for consent in given} == {"welcome"}
    assert {consent.said_at for consent in given} == {clock.moment}
    assert not NudgePreference.objects.get(user=ada).is_undecided


def test_deciding_later_keeps_the_rest_and_sends_nothing(ada, ada_client):
    send(ada_client, name="Ada King", weekly_goal="4", lists=["recovery"], later="1")

    ada.refresh_from_db()
    preference = NudgePreference.objects.get(user=ada)
    assert ada.name == "Ada King"
    assert ada.welcomed_at is not None
    assert preference.weekly_goal == 4
    assert preference.lists == []
    assert preference.is_undecided


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        (" new york ", "America/New_York"),
        ("Kolkata", "Asia/Kolkata"),
    ],
)
def test_a_place_is_enough_to_name_a_zone(ada, ada_client, typed, zone):
    send(ada_client, time_zone=typed)

    ada.refresh_from_db()
    assert ada.time_zone == zone


def test_an_unknown_zone_is_refused_beside_its_field(ada, ada_client):
    answer = send(ada_client, time_zone="Middle/Earth")

    ada.refresh_from_db()
    assert answer.status_code == 422
    assert "is not a time zone we know" in answer.content.decode()
    assert ada.welcomed_at is None


def test_a_name_cannot_carry_a_line_break(ada_client):
    assert send(ada_client, name="Ada\nBcc: x@example.org").status_code == 422


def test_it_can_be_visited_again_and_remembers(ada_client):
    send(ada_client, name="Ada King", lists=["recovery"])

    page = ada_client.get("/welcome/").content.decode()

    assert "Ada King" in page
    assert page.count("checked") == 1


def test_nobody_is_trapped_here_and_today_offers_it_until_it_was_answered(ada_client):
    assert 'href="/welcome/"' in ada_client.get("/").content.decode()

    send(ada_client)

    assert 'href="/welcome/"' not in ada_client.get("/").content.decode()


def test_the_zone_is_left_to_the_browser_while_nobody_has_chosen_one(db, client):
    from tests.factories import make_user

    client.force_login(make_user(email="new@example.org"))

    assert 'value="UTC"' not in client.get("/welcome/").content.decode().split("<datalist")[0]
