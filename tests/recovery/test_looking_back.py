"""One's own recoveries, read together, and the page that one takes along."""

from django.db import connection
from django.urls import reverse

from applications import operations as applications
from recovery import operations
from recovery.looking_back import by_stage
from recovery.models import TakeAlong
from tests.factories import make_application, make_interview

BACK, ALONG = reverse("recovery:lookback-show"), reverse("recovery:takealong-list")


def text(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_noes_are_counted_among_those_that_came_as_far():
    rows = by_stage(
        [("applied", "rejected", 6), ("applied", "ghosted", 2), ("interview", "rejected", 1), ("offer", None, 1)]
    )

    told = [(row.came, row.rejected, row.silent, row.share) for row in rows]
    assert told[0] == (10, 6, 2, 0.8)
    assert told[1:] == [(2, 0, 0, None), (2, 0, 0, None), (2, 1, 0, None), (1, 0, 0, None), (1, 0, 0, None)]


def test_what_was_never_sent_is_no_application_that_came_so_far_and_a_no_to_it_counts_with_those_that_were():
    assert by_stage([("saved", None, 3)]) == []
    assert [(row.came, row.noes) for row in by_stage([("preparing", "rejected", 1), ("saved", None, 3)])] == [(1, 1)]


def test_an_empty_page_says_what_will_stand_there(ada_client):
    assert "Nothing to look back on yet" in text(ada_client, BACK)


def test_it_shows_what_was_learnt_where_noes_came_and_what_was_believed(
    opened, recovery, ada, ada_client, clock, say_no
):
    interview = make_interview(make_application(ada, company="Globex", now=clock.moment), now=clock.moment)
    lesson = operations.keep_lesson(interview, text="Ask about the team first.", now=clock.moment)
    operations.mark_lesson(lesson, "helped", now=clock.moment)
    step = opened("explanations_map")
    for key, plain, secret in [("first_belief", None, "I froze."), ("sure_before", 76, ""), ("sure_after", 20, "")]:
        step.answers.create(prompt_key=key, plain=plain, secret=secret, updated_at=clock.moment)
    step.answers.create(prompt_key="balanced_line", secret="One answer of eight was thin.", updated_at=clock.moment)

    page = text(ada_client, BACK)

    for words in ("Ask about the team first.", "helped", "After Initech", "I froze.", "One answer of eight was thin."):
        assert words in page, words
    assert "sure of it: fairly" in page and "sure of the first line then: a little" in page
    assert "too few" in page and "%" not in page.split("<tbody>")[1].split("</tbody>")[0]


def test_each_line_says_where_it_came_from(ada, ada_client, now):
    talk = make_interview(make_application(ada, company="Globex", now=now), now=now)
    answered, gone = make_application(ada, company="Initech", now=now), make_application(ada, company="Hooli", now=now)
    operations.keep_lesson(talk, text="Ask about the team first.", now=now)
    operations.keep_lesson_of_answer(answered, text="End with what I would not build.", now=now)
    operations.keep_lesson_of_answer(gone, text="Say less.", now=now)
    applications.trash_many(ada, [gone.pk], now=now)

    page = text(ada_client, BACK)

    assert f'<a href="{talk.get_absolute_url()}">Globex</a>' in page
    assert f'<a href="{answered.get_absolute_url()}">Initech</a>' in page
    assert "Say less." in page and "Hooli" not in page


def test_one_looks_back_on_a_part_of_it(opened, recovery, ada, ada_client, clock):
    opened("explanations_map").answers.create(prompt_key="first_belief", secret="I froze.", updated_at=clock.moment)
    interview = make_interview(make_application(ada, company="Globex", now=clock.moment), now=clock.moment)
    application = recovery.entries.get().application
    application.period = ada.periods.create(name="Spring 2027", is_current=True, created_at=clock.moment)
    application.save()
    other = ada.periods.create(name="Last year", created_at=clock.moment)
    lesson = operations.keep_lesson(interview, text="Ask about the team first.", now=clock.moment)
    operations.mark_lesson(lesson, "helped", now=clock.moment)

    for part, is_mine, is_elsewhere in [
        ("", True, True),
        ("12-months", True, True),
        (str(application.period_id), True, False),
        ("no-such-part", True, True),
    ]:
        page = text(ada_client, f"{BACK}?period={part}")
        assert ("I froze." in page, "Ask about the team first." in page) == (is_mine, is_elsewhere), part
    assert "Nothing from this time" in text(ada_client, f"{BACK}?period={other.pk}")

    clock.move(days=120)
    ada_client.force_login(ada)
    assert "Nothing from this time" in text(ada_client, f"{BACK}?period=90-days")
    assert "I froze." in text(ada_client, f"{BACK}?period=12-months")


def test_another_persons_period_is_none(ada_client, bob, clock):
    period = bob.periods.create(name="Bob's spring", created_at=clock.moment)
    assert "Bob" not in text(ada_client, f"{BACK}?period={period.pk}")


def test_what_lies_in_the_trash_is_not_looked_back_on(opened, recovery, ada, ada_client, clock):
    opened("explanations_map").answers.create(prompt_key="first_belief", secret="I froze.", updated_at=clock.moment)
    applications.trash_many(ada, [recovery.entries.get().application_id], now=clock.moment)

    assert "Nothing to look back on yet" in text(ada_client, BACK)


def test_the_page_to_take_along_is_written_changed_printed_and_deleted(ada, ada_client, clock):
    page = ada_client.post(reverse("recovery:takealong-new"))["Location"].removesuffix("edit/")
    assert ada_client.post(f"{page}edit/", {"text": "Calm mornings.\n\nلا تستعجل"})["Location"] == page

    shown = text(ada_client, page)
    assert "Calm mornings." in shown and "printed" in shown
    assert "Calm mornings." in text(ada_client, f"{page}edit/")
    assert ada_client.post(reverse("recovery:takealong-new"))["Location"] == f"{page}edit/"

    ada_client.post(f"{page}delete/")
    assert not TakeAlong.objects.exists()


def test_two_windows_with_one_page_lose_no_word(ada, ada_client, clock):
    page = operations.start_take_along(ada, now=clock.moment)
    url, seen = f"{page.get_absolute_url()}edit/", page.updated_at.isoformat()
    clock.move(minutes=1)
    ada_client.post(url, {"text": "From the first window.", "seen": seen})
    answer = ada_client.post(url, {"text": "From the second window.", "seen": seen})

    shown = answer.content.decode()
    assert answer.status_code == 422 and "From the first window." in shown and "From the second window." in shown
    again = {"text": "From the second window.", "seen": answer.context["form"]["seen"].value()}
    assert ada_client.post(url, again)["Location"] == page.get_absolute_url()
    page.refresh_from_db()
    assert page.text == "From the second window."


def test_too_long_a_page_loses_nothing_that_was_typed(ada, ada_client, clock):
    page = operations.start_take_along(ada, now=clock.moment)

    answer = ada_client.post(f"{page.get_absolute_url()}edit/", {"text": "A long word. " * 2_000})

    assert answer.status_code == 422 and answer.content.decode().count("A long word.") == 2_000


def test_each_part_of_a_search_has_its_own_page_and_a_deleted_part_leaves_its_page(ada, ada_client, clock):
    first = operations.start_take_along(ada, now=clock.moment)
    spring = applications.add_period(ada, name="Spring 2027", is_current=True, takes_in=False, now=clock.moment)
    second = operations.start_take_along(ada, now=clock.moment)
    assert first != second and "Spring 2027" in text(ada_client, ALONG)

    spring.delete()

    assert TakeAlong.objects.filter(user=ada).count() == 2


def test_its_words_are_encrypted(ada, clock):
    page = operations.start_take_along(ada, now=clock.moment)
    operations.write_take_along(page, text="quetzalcoatlus", now=clock.moment)

    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM recovery_takealong")
        assert b"quetzalcoatlus" not in bytes(cursor.fetchone()[0])
