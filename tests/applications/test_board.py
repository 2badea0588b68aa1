import re

from applications import board
from tests.factories import make_application, make_interview


def test_every_stage_has_its_column_with_open_ones_only(ada_client, application, closed):
    answer = ada_client.get("/applications/board/")

    assert [column.stage.value for column in answer.context["columns"]][:3] == ["saved", "preparing", "applied"]
    assert [column.count for column in answer.context["columns"]] == [0, 0, 1, 0, 0, 0, 0, 0]
    page = answer.content.decode()
    assert "Engineer" in page and "Nurse" not in page
    assert "Closed" in page and "/applications/board/closed/" in page


def test_a_card_says_what_is_next_and_keeps_the_day_with_its_time(ada_client, application, now):
    make_interview(application, now=now)

    page = ada_client.get("/applications/board/").content.decode()
    assert re.search(r"Interview <time datetime=\"[-+:T\d]+\">Thu 19 Nov, 10:00</time>", page)


def test_others_are_never_on_it(bob_client, application):
    assert "Engineer" not in bob_client.get("/applications/board/").content.decode()


def test_a_long_column_is_cut_and_leads_to_the_next_cards(ada, ada_client, now, monkeypatch):
    monkeypatch.setattr(board, "BOARD_CUT", 3)
    for number in range(5):
        make_application(ada, now=now, role=f"Role {number}")

    answer = ada_client.get("/applications/board/")

    saved = answer.context["columns"][0]
    assert [application.role for application in saved.applications] == ["Role 4", "Role 3", "Role 2"]
    assert saved.count == 5
    assert f'href="/applications/board/saved/?after={saved.after}"' in answer.content.decode()


def test_ten_more_cards_need_no_more_queries(ada, ada_client, now, django_assert_max_num_queries):
    def add(count: int) -> None:
        for number in range(count):
            company = f"C{ada.applications.count()}"
            make_interview(make_application(ada, now=now, company=company, role=f"R{number}"), now=now)

    add(2)
    with django_assert_max_num_queries(100) as few:
        ada_client.get("/applications/board/")
    add(10)
    with django_assert_max_num_queries(len(few)):
        ada_client.get("/applications/board/")
