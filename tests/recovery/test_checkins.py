"""Check-ins: only after a yes of their own, kept for a while, never scored; and a hard stretch shows who can help."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from advice.models import Card
from advice.vocabulary import Mood
from nudges import planner
from nudges.models import Nudge, NudgePreference
from recovery import moods, operations, tasks
from recovery.models import CheckIn, Recovery
from tests.explore import examples

LIST = "/recovery/check-ins/"
TODAY = date(2026, 11, 18)


@pytest.fixture
def agreed(pack, ada, now, clock):
    operations.agree_to_checkins(ada, words="I agree.", now=now)
    return ada


def note(client, mood):
    return client.post(reverse("recovery:checkin-new"), {"mood": mood})


# --- The yes ----------------------------------------------------------------------------------------------------------


def test_they_are_off_until_their_own_sentence_was_agreed_to(pack, ada, ada_client, clock):
    assert "information about my health" in ada_client.get(LIST).content.decode()
    note(ada_client, "low")
    assert not ada.checkins.exists()

    ada_client.post(reverse("recovery:checkin-agree"))
    note(ada_client, "low")

    consent = ada.checkin_consents.get()
    assert "information about my health" in consent.words and consent.given_at == clock.moment
    assert ada.checkins.get().mood == "low"
    assert "You agreed to this on 18 November 2026" in ada_client.get(LIST).content.decode()


def test_a_second_yes_is_none(agreed, ada_client):
    ada_client.post(reverse("recovery:checkin-agree"))

    assert agreed.checkin_consents.count() == 1


def test_the_yes_is_taken_back_with_all_that_was_noted(agreed, ada_client, bob_client, clock):
    note(ada_client, "good")
    bob_client.post(reverse("recovery:checkin-withdraw"))
    assert "deleted for good" in ada_client.get(reverse("recovery:checkin-withdraw")).content.decode()
    assert agreed.checkins.count() == 1

    ada_client.post(reverse("recovery:checkin-withdraw"))

    agreed.refresh_from_db()
    assert not agreed.has_checkins and not agreed.checkins.exists()
    assert agreed.checkin_consents.get().withdrawn_at == clock.moment
    ada_client.post(reverse("recovery:checkin-agree"))
    assert agreed.checkin_consents.count() == 2


# --- Noting and keeping -----------------------------------------------------------------------------------------------


def test_a_second_word_on_the_same_day_takes_the_place_of_the_first(agreed, ada_client, clock):
    note(ada_client, "low")
    clock.move(hours=13)  # ten in the evening in Berlin
    note(ada_client, "all_right")
    clock.move(hours=3)
    note(ada_client, "good")

    assert [checkin.mood for checkin in agreed.checkins.all()] == ["good", "all_right"]


@pytest.mark.parametrize("mood", ["", "awful"])
def test_what_is_no_mood_is_asked_for_again(agreed, ada_client, mood):
    page = note(ada_client, mood)

    assert page.status_code == 422 and "How is today?" in page.content.decode()


def test_the_days_stand_there_in_words_and_one_can_be_deleted(agreed, ada_client, bob_client, clock):
    note(ada_client, "so_so")
    clock.move(days=1)
    note(ada_client, "good")
    page = ada_client.get(LIST).content.decode()
    assert page.index("19 November 2026") < page.index("18 November 2026") and "so-so" in page

    older = agreed.checkins.last()
    assert bob_client.post(reverse("recovery:checkin-delete", args=[older.pk])).status_code == 404
    ada_client.post(reverse("recovery:checkin-delete", args=[older.pk]))
    assert agreed.checkins.get().mood == "good"


def test_many_days_are_shown_by_one_more_click(agreed, ada_client, now):
    days = [CheckIn(user=agreed, mood="good", made_at=now - timedelta(days=day)) for day in range(60)]
    CheckIn.objects.bulk_create(days)

    assert ada_client.get(LIST).content.decode().count("/delete/") == 40
    assert ada_client.get(f"{LIST}?all=on").content.decode().count("/delete/") == 60


def test_they_are_kept_for_half_a_year_or_as_long_as_the_person_wants(agreed, ada, bob, ada_client, now, clock):
    operations.agree_to_checkins(bob, words="I agree.", now=now)
    for user in (ada, bob):
        for days in (181, 179, 100, 5):
            CheckIn.objects.create(user=user, mood="good", made_at=now - timedelta(days=days))
    tasks.sweep_checkins()
    assert (ada.checkins.count(), bob.checkins.count()) == (3, 3)

    assert ada_client.post(reverse("recovery:checkin-keep"), {"days": "100000"}).status_code == 422
    ada_client.post(reverse("recovery:checkin-keep"), {"days": "90"})
    assert (ada.checkins.count(), bob.checkins.count()) == (1, 3)
    clock.move(days=86)
    tasks.sweep_checkins()
    assert (ada.checkins.count(), bob.checkins.count()) == (0, 1)


# --- A hard stretch ---------------------------------------------------------------------------------------------------


def days(*pairs):
    return [(TODAY - timedelta(days=ago), mood) for ago, mood in pairs]


@pytest.mark.parametrize(
    ("checkins", "is_low"),
    [
        ([], False),
        (days((0, "very_low")), False),
        (days((0, "very_low"), (1, "very_low")), True),
        (days((0, "very_low"), (1, "low"), (2, "very_low")), False),
        (days((0, "good"), (1, "very_low"), (2, "very_low")), False),
        (days((0, "low"), (4, "low"), (8, "so_so"), (10, "very_low"), (14, "low")), True),
        (days((0, "low"), (4, "low"), (8, "so_so"), (10, "very_low"), (13, "low")), False),
        (days((0, "low"), (4, "so_so"), (8, "so_so"), (10, "very_low"), (14, "low")), False),
        (days((0, "low"), (1, "low"), (2, "good"), (3, "good"), (4, "good"), (20, "low"), (21, "low")), False),
    ],
)
def test_two_very_low_in_a_row_or_four_low_of_five_over_two_weeks(checkins, is_low):
    assert moods.is_low_stretch(checkins) is is_low


@settings(max_examples=examples(60))
@given(st.lists(st.tuples(st.integers(0, 40), st.sampled_from(Mood.values)), max_size=7))
def test_only_the_last_five_count_and_days_without_low_ones_never_do(pairs):
    checkins = days(*sorted(pairs, key=lambda pair: pair[0]))

    assert moods.is_low_stretch(checkins) == moods.is_low_stretch(checkins[:5])
    if not [mood for _day, mood in checkins[:5] if mood in moods.LOW]:
        assert not moods.is_low_stretch(checkins)


@pytest.fixture
def hard(recovery, ada, ada_client, clock):
    """The second very low day, in the week after a no."""
    operations.agree_to_checkins(ada, words="I agree.", now=clock.moment)
    note(ada_client, "very_low")
    clock.move(days=1)
    return note(ada_client, "very_low")


def test_it_opens_the_card_once_and_lets_the_recovery_rest(hard, recovery, ada_client, clock, mailoutbox):
    assert hard["Location"] == reverse("recovery:checkin-support")
    page = ada_client.get(hard["Location"]).content.decode()
    assert "This sounds like a hard stretch" in page and "not yet been reviewed by a professional" in page
    assert "rest until 26 November" in page and f"/recovery/{recovery.pk}/resume/" in page
    assert not mailoutbox

    clock.move(days=1)
    assert note(ada_client, "very_low")["Location"] == LIST
    clock.move(days=7)
    assert note(ada_client, "very_low")["Location"] == reverse("recovery:checkin-support")


def test_the_pause_is_the_same_as_one_by_hand(hard, recovery, clock, ada_client):
    def row():
        return Recovery.objects.values().get(pk=recovery.pk)

    by_mood = row()
    operations.resume(recovery, now=clock.moment)
    ada_client.post(reverse("recovery:recovery-pause", args=[recovery.pk]), {"days": "7"})

    assert row() == by_mood


@pytest.mark.parametrize("mend", ["another mood", "deleted", "the day before deleted", "taken out of the step"])
def test_a_mood_noted_by_mistake_and_mended_lifts_the_pause_it_began(
    mend, hard, recovery, agreed, opened, ada_client, clock
):
    today, before = agreed.checkins.all()
    recovery.refresh_from_db()
    assert recovery.is_paused(clock.moment)

    if mend == "another mood":
        note(ada_client, "so_so")
    elif mend == "taken out of the step":
        save = reverse("recovery:step-save", args=[recovery.pk, opened("pause_and_name").key])
        ada_client.post(save, {"only": "mood", "shown": "mood"})
    else:
        gone = today if mend == "deleted" else before
        ada_client.post(reverse("recovery:checkin-delete", args=[gone.pk]))

    recovery.refresh_from_db()
    assert (recovery.state, recovery.paused_until, recovery.pause_reason) == ("active", None, "")
    assert Nudge.objects.filter(user=agreed, recovery=recovery.pk, state=Nudge.State.PLANNED).exists()
    shown = []
    for _day in range(2):  # this time it is meant
        clock.move(days=1)
        shown.append(note(ada_client, "very_low")["Location"])
    assert reverse("recovery:checkin-support") in shown


def test_a_better_day_ends_no_pause(hard, recovery, agreed, ada_client, clock):
    clock.move(days=1)
    note(ada_client, "very_low")
    note(ada_client, "good")
    recovery.refresh_from_db()
    assert recovery.is_paused(clock.moment)

    ada_client.post(reverse("recovery:checkin-delete", args=[agreed.checkins.first().pk]))
    recovery.refresh_from_db()
    assert recovery.is_paused(clock.moment)


@pytest.mark.parametrize("wish", ["a pause of their own", "the card asked for", "all deleted"])
def test_a_pause_that_the_person_set_or_wants_stays_whatever_becomes_of_the_mood(
    wish, hard, recovery, agreed, ada_client, clock
):
    if wish == "a pause of their own":
        ada_client.post(reverse("recovery:recovery-pause", args=[recovery.pk]), {"days": "7"})
    elif wish == "the card asked for":
        ada_client.post(reverse("recovery:checkin-ask"))
    else:
        ada_client.post(reverse("recovery:checkin-forget"))
    note(ada_client, "good")

    recovery.refresh_from_db()
    assert recovery.is_paused(clock.moment)


def test_its_notes_rest_with_it_and_come_again_when_the_person_says_so(hard, recovery, ada, ada_client):
    about = Nudge.objects.filter(user=ada, recovery=recovery.pk, state=Nudge.State.PLANNED)
    assert not about.exists()

    ada_client.post(reverse("recovery:recovery-resume", args=[recovery.pk]))

    assert about.exists()


def test_a_longer_pause_stays(recovery, agreed, ada_client, clock):
    operations.pause(recovery, until=None, now=clock.moment)
    operations.ask_for_support(agreed, now=clock.moment)

    recovery.refresh_from_db()
    assert recovery.paused_until is None and recovery.is_paused(clock.moment)


def test_who_asks_gets_the_card_at_any_time(recovery, agreed, ada_client, clock):
    for _again in range(2):
        answer = ada_client.post(reverse("recovery:checkin-ask"), follow=True)
        assert "Good that you ask" in answer.content.decode()
    recovery.refresh_from_db()
    assert recovery.is_paused(clock.moment)
    note(ada_client, "very_low")
    clock.move(days=1)
    assert note(ada_client, "very_low")["Location"] == LIST  # it was open two days ago


def test_without_a_card_the_way_to_the_services_stays(agreed, ada_client):
    Card.objects.filter(key__startswith="signpost").delete()

    assert ada_client.get(reverse("recovery:checkin-support"))["Location"] == "/support/"


def test_within_a_step_the_card_stands_beside_the_mood(agreed, recovery, opened, ada_client, clock):
    step = opened("pause_and_name")
    save = reverse("recovery:step-save", args=[recovery.pk, step.key])
    CheckIn.objects.create(user=agreed, mood="very_low", made_at=clock.moment - timedelta(days=1))
    posted = {"only": "mood", "mood": "very_low", "shown": "mood"}
    piece = ada_client.post(save, posted, headers={"HX-Request": "true"}).content.decode()

    assert "This sounds like a hard stretch" in piece and "<main" not in piece
    assert agreed.checkins.count() == 2 and not step.answers.filter(prompt_key="mood").exists()


def test_a_mood_that_is_saved_while_the_page_is_left_keeps_the_card_for_the_next_time(
    agreed, recovery, opened, ada_client, clock
):
    step = opened("pause_and_name")
    save = reverse("recovery:step-save", args=[recovery.pk, step.key])
    CheckIn.objects.create(user=agreed, mood="very_low", made_at=clock.moment - timedelta(days=1))
    posted = {"mood": "very_low", "shown": "mood"}
    ada_client.post(save, posted | {"several": "mood"}, headers={"HX-Request": "true"})
    recovery.refresh_from_db()
    assert recovery.is_paused(clock.moment)

    assert ada_client.post(save, posted)["Location"] == reverse("recovery:checkin-support")


def test_asking_from_within_a_step_keeps_what_was_typed(agreed, recovery, opened, ada_client):
    step = opened("pause_and_name")
    save = reverse("recovery:step-save", args=[recovery.pk, step.key])
    answer = ada_client.post(save, {"friend_line": "Tea first.", "shown": "friend_line", "support": "on"})

    assert answer["Location"] == reverse("recovery:checkin-support")
    assert step.answers.get(prompt_key="friend_line").secret == "Tea first."


def test_nothing_pushes_on_a_very_low_day(agreed, ada_client, clock):
    NudgePreference.objects.create(user=agreed, weekly_goal=5)
    agreed.joined_at = clock.moment - timedelta(days=30)
    agreed.save()
    midnight = clock.moment.replace(hour=23, minute=0)  # in Berlin

    def due():
        planner.reconcile(agreed, now=clock.moment)
        return agreed.nudges.filter(rule="keep_applying").earliest("occurrence").due_at

    assert due() < midnight
    note(ada_client, "very_low")
    assert due() >= midnight
    note(ada_client, "low")
    assert due() < midnight
