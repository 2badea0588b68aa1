"""The pages between a spreadsheet and its applications: each says what is missing, loses nothing, and is one's own."""

import io
import re
from datetime import date
from html import unescape

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.html import strip_tags

from accounts import exports
from applications import operations
from applications.sheets import keeping, reading
from applications.views import sheets as views
from recovery.models import Recovery
from tests.factories import make_application

SHEET = (
    "Company,Job,Applied,Status,Recruiter\n"
    "Initech,Engineer,03/04/2026,Rejected,Jo\n"
    "Hooli,Nurse,05/06/2026,On the fence,\n"
    ",Cook,,,\n"
    "Umbrella,Baker,soon,Applied,\n"
)


def at(step, sheet):
    return reverse(f"applications:sheet-{step}", args=[sheet.pk])


def send(client, content=SHEET, **data):
    file = SimpleUploadedFile("mine.csv", content if isinstance(content, bytes) else content.encode())
    return client.post(reverse("applications:sheet-new"), {"file": file, **data})


@pytest.fixture
def sheet(ada, now):
    return operations.keep_sheet(ada, reading.lines_in(SHEET), now=now)


def said(form):
    """What a page would send as it is."""
    return {name: form[name].value() or "" for name in form.fields}


def go_on(client, url, **changes):
    page = client.get(url)
    return client.post(url, said(page.context["form"]) | changes)


def to_the_look(client, sheet):
    go_on(client, at("columns", sheet))
    go_on(client, at("words", sheet), order_2="dmy")
    return client.get(at("look", sheet))


OLDER = [("Company", "Role"), ("Gamma", "Baker"), ("Delta", "Smith")]


def test_from_a_file_to_the_applications_and_back(ada, ada_client):
    answer = send(ada_client)
    sheet = ada.sheets.get()
    assert answer.url == at("columns", sheet)

    columns = go_on(ada_client, answer.url)
    words = go_on(ada_client, columns.url, order_2="dmy")
    look = ada_client.get(words.url)
    assert not ada.applications.exists()
    assert [row.facts["role"] for row in look.context["new"]] == ["Engineer", "Nurse", "Baker"]

    done = ada_client.post(words.url, {"flawed": "notes"}, follow=True)
    assert {row.role: str(row.applied_on) for row in ada.applications.exclude(applied_on=None)} == {
        "Engineer": "2026-04-03",
        "Nurse": "2026-06-05",
    }
    assert ada.applications.get(role="Nurse").notes == "Status: On the fence"
    assert ada.applications.get(role="Baker").notes == "Applied: soon"
    assert "3 applications came in" in done.content.decode()

    ada_client.post(reverse("applications:act-undo", args=[ada.acts.get().pk]))
    assert not ada.applications.exists()
    assert not Recovery.objects.exists()


def test_rows_that_were_pasted_are_taken_as_well(ada, ada_client):
    ada_client.post(reverse("applications:sheet-new"), {"paste": "Company\tRole\nInitech\tEngineer\n"})

    assert keeping.plan_of(ada.sheets.get()).columns == ["company", "role"]


def test_a_workbook_is_taken_as_well(ada, ada_client):
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["Company", "Role"])
    book.active.append(["Initech", "Engineer"])
    book.save(file)
    send(ada_client, file.getvalue())

    assert ada.sheets.count() == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "There is nothing in it"),
        (b"%PDF-1.7", "no spreadsheet that can be read"),
        (b"\xd0\xcf\x11\xe0", "old Excel file"),
        (b"x" * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_beside_its_field(ada, ada_client, content, words):
    answer = send(ada_client, content)

    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors["file"])
    assert not ada.sheets.exists()


def test_nothing_at_all_is_refused(ada_client):
    assert ada_client.post(reverse("applications:sheet-new"), {}).status_code == 422


def test_after_many_files_in_an_hour_one_has_to_wait(ada, ada_client, monkeypatch):
    monkeypatch.setattr(views, "MOST_AN_HOUR", 1)

    assert [send(ada_client).status_code for _ in range(2)] == [302, 422]


def test_without_a_column_for_the_role_it_does_not_go_on(ada_client, sheet):
    answer = go_on(ada_client, at("columns", sheet), column_1="notes")

    assert answer.status_code == 422
    assert "“Role”" in answer.content.decode()
    assert ada_client.get(at("look", sheet)).status_code == 200  # as it was kept before


def test_two_columns_cannot_be_the_same_thing(ada_client, sheet):
    answer = go_on(ada_client, at("columns", sheet), column_4="company")

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["column_4"]


def test_saying_where_the_headings_are_guesses_the_columns_anew(ada_client, ada, now):
    lines = reading.lines_in("A\tB\n1\t2\nCompany\tRole\nInitech\tEngineer\n")
    sheet = operations.keep_sheet(ada, lines, now=now)
    go_on(ada_client, at("columns", sheet), head="1")
    go_on(ada_client, at("columns", sheet), head="3")
    sheet.refresh_from_db()

    assert keeping.plan_of(sheet).columns == ["company", "role"]


def test_a_column_of_days_is_asked_about_once_with_both_readings(ada_client, sheet):
    go_on(ada_client, at("columns", sheet))
    page = ada_client.get(at("words", sheet)).content.decode()

    assert "which day is 03/04/2026?" in page
    assert "3 April 2026" in page and "4 March 2026" in page
    answer = go_on(ada_client, at("words", sheet))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["order_2"])


def test_where_nothing_is_to_be_asked_the_page_about_words_is_left_out(ada, ada_client, now):
    sheet = operations.keep_sheet(ada, reading.lines_in("Company\tRole\nInitech\tEngineer\n"), now=now)

    assert ada_client.get(at("words", sheet)).url == at("look", sheet)


def test_what_a_person_says_of_a_word_counts(ada, ada_client, sheet):
    go_on(ada_client, at("columns", sheet))
    go_on(ada_client, at("words", sheet), order_2="dmy", meaning_3_1="interview")
    ada_client.post(at("look", sheet), {"flawed": "notes"})

    assert ada.applications.get(role="Nurse").stage == "interview"


def test_going_back_to_the_columns_forgets_nothing_that_was_said_of_words(ada_client, ada, sheet):
    go_on(ada_client, at("columns", sheet))
    go_on(ada_client, at("words", sheet), order_2="dmy", meaning_3_1="interview")
    go_on(ada_client, at("columns", sheet), column_4="")
    page = ada_client.get(at("words", sheet))

    assert page.context["form"]["meaning_3_1"].value() == "interview"
    assert page.context["form"]["order_2"].value() == "dmy"


def test_what_cannot_be_read_is_named_by_row_and_column_before_anything_is_stored(ada_client, sheet):
    page = re.sub(r"<[^>]+>", "", to_the_look(ada_client, sheet).content.decode())

    assert re.search(r"Row 4 Cook\s+Company: There is nothing in it\.", page)
    assert re.search(r"Row 5 Baker, Umbrella\s+Applied “soon”: This is no day that can be read\.", page)


def test_what_is_there_already_is_linked_and_comes_in_only_when_ticked(ada, ada_client, sheet, now):
    there = make_application(ada, company="Hooli", role="Nurse", now=now)
    look = to_the_look(ada_client, sheet)
    assert f'href="{there.get_absolute_url()}"' in look.content.decode()

    ada_client.post(at("look", sheet), {"too": "3", "flawed": "leave"})
    assert sorted(ada.applications.values_list("role", flat=True)) == ["Engineer", "Nurse", "Nurse"]


def test_a_row_number_that_is_none_is_refused(ada, ada_client, sheet):
    to_the_look(ada_client, sheet)

    for wrong in ("7", "x", "9" * 40):
        assert ada_client.post(at("look", sheet), {"too": wrong}).status_code == 422
    assert not ada.applications.exists()


def test_what_was_left_out_can_be_downloaded_put_right_and_brought(ada, ada_client, sheet):
    to_the_look(ada_client, sheet)
    ada_client.post(at("look", sheet), {"flawed": "leave"})
    file = b"".join(ada_client.get(at("left-out", sheet)).streaming_content)

    assert [line.cells for line in reading.lines_of(file)] == [
        ["Company", "Job", "Applied", "Status", "Recruiter"],
        ["", "Cook"],
        ["Umbrella", "Baker", "soon", "Applied"],
    ]


def test_the_last_step_sent_twice_leads_to_the_same_end(ada, ada_client, sheet):
    to_the_look(ada_client, sheet)
    answers = [ada_client.post(at("look", sheet), {"flawed": "notes"}).url for _ in range(2)]

    assert answers == [at("done", sheet)] * 2
    assert ada.applications.count() == 3


def test_after_the_end_earlier_steps_lead_to_it_and_before_it_the_end_leads_to_the_look(ada_client, sheet):
    assert ada_client.get(at("done", sheet)).url == at("look", sheet)
    assert ada_client.get(at("left-out", sheet)).url == at("look", sheet)
    to_the_look(ada_client, sheet)
    ada_client.post(at("look", sheet), {})

    for step in ("columns", "words", "look"):
        assert ada_client.get(at(step, sheet)).url == at("done", sheet)


def test_what_was_brought_can_be_thrown_away_at_once(ada, ada_client, sheet):
    assert ada_client.get(at("delete", sheet)).status_code == 405
    ada_client.post(at("delete", sheet))

    assert not ada.sheets.exists()


@pytest.mark.parametrize("step", ["columns", "words", "look", "done", "left-out", "delete"])
def test_a_stranger_finds_nothing(bob_client, sheet, step):
    assert bob_client.get(at(step, sheet)).status_code in (404, 405)
    assert bob_client.post(at(step, sheet)).status_code in (404, 405)
    sheet.refresh_from_db()
    assert bob_client.post(at("delete", sheet)).status_code == 404


def test_what_was_brought_is_in_the_persons_own_copy_and_in_nobody_elses(ada, bob, sheet):
    part = exports.parts()["applications"]
    (copy,) = part(ada)["spreadsheets"]
    assert copy["content"][1] == [2, ["Initech", "Engineer", "03/04/2026", "Rejected", "Jo"]]
    assert part(bob)["spreadsheets"] == []


@pytest.mark.parametrize("url", ["/applications/", "/applications/board/", "/"])
def test_who_has_nothing_yet_is_shown_the_way(ada_client, url):
    assert reverse("applications:sheet-new") in ada_client.get(url).content.decode()


def test_of_a_workbook_with_several_sheets_one_is_chosen_and_the_others_are_named(ada, ada_client):
    book = openpyxl.Workbook()
    book.active.title = "Now"
    for sheet, rows in [(book.active, [("Company", "Role"), ("Beta", "Cook")]), (book.create_sheet("Then"), OLDER)]:
        for row in rows:
            sheet.append(row)
    book.create_sheet("Leftover").append(["A title"])
    file = io.BytesIO()
    book.save(file)

    columns = ada_client.post(
        reverse("applications:sheet-new"), {"file": SimpleUploadedFile("all.xlsx", file.getvalue())}, follow=True
    )
    words = columns.content.decode()
    assert "Now (2 lines)" in words and "Then (3 lines)" in words and "Leftover" not in words
    assert "The rows below are those of “Now”." in words

    sheet = ada.sheets.get()
    page = at("page", sheet)
    assert "Beta" in ada_client.post(page, {"page": "7"}, follow=True).content.decode()
    chosen = ada_client.post(page, {"page": "1"}, follow=True).content.decode()
    assert "The rows below are those of “Then”." in chosen and "Gamma" in chosen and "Beta" not in chosen

    done = ada_client.post(at("look", sheet), {"flawed": "notes"}, follow=True).content.decode()
    assert set(ada.applications.values_list("company__name", flat=True)) == {"Gamma", "Delta"}
    assert "Only the sheet “Then” of the workbook was taken. Left out: Now." in done
    assert "Beta" not in ada.sheets.get().content
    assert ada_client.post(page, {"page": "0"}).url == at("done", sheet)
    assert ada_client.get(page).status_code == 405


WITHOUT_YEARS = (
    "Company,Role,Applied,Deadline\nInitech,Engineer,12 Mar,20 Dec\nHooli,Nurse,31 Dec,\nUmbrella,Cook,2026-03-12,\n"
)


@pytest.fixture
def without_years(ada, now):
    return operations.keep_sheet(ada, reading.lines_in(WITHOUT_YEARS), now=now)


def test_days_without_a_year_are_the_latest_and_the_pages_say_so(ada, ada_client, without_years):
    go_on(ada_client, at("columns", without_years))
    asked = ada_client.get(at("words", without_years)).content.decode()
    assert "In “Applied” days have no year. Which day is 12 Mar?" in asked and "12 March 2025" in asked

    go_on(ada_client, at("words", without_years))
    page = unescape(strip_tags(ada_client.get(at("look", without_years)).content.decode()))
    assert "“12 Mar” is read as 12 March 2026" in page and "“31 Dec” is read as 31 December 2025" in page
    assert "“20 Dec” is read as 20 December 2026" in page  # a deadline may lie ahead
    assert page.count("” is read as ") == 3

    ada_client.post(at("look", without_years), {"flawed": "notes"})
    assert dict(ada.applications.values_list("company__name", "applied_on")) == {
        "Initech": date(2026, 3, 12),
        "Hooli": date(2025, 12, 31),
        "Umbrella": date(2026, 3, 12),
    }


def test_another_year_can_be_meant_or_none_at_all(ada, ada_client, without_years):
    go_on(ada_client, at("columns", without_years))
    go_on(ada_client, at("words", without_years), year_2="1", year_3="-1")
    assert str(ada_client.get(at("words", without_years)).context["form"]["year_2"].value()) == "1"

    ada_client.post(at("look", without_years), {"flawed": "notes"})
    initech = ada.applications.get(company__name="Initech")
    assert (initech.applied_on, initech.deadline_on) == (date(2025, 3, 12), None)
    assert initech.notes == "Deadline: 20 Dec"


def test_where_no_answer_about_the_year_is_sent_it_is_asked_again(ada_client, without_years):
    go_on(ada_client, at("columns", without_years))
    answer = go_on(ada_client, at("words", without_years), year_2="")

    assert answer.status_code == 422 and "Please choose which of them is meant." in answer.content.decode()


def test_the_way_to_take_it_back_is_found_again_where_one_brings_a_spreadsheet(ada, ada_client, sheet):
    look = to_the_look(ada_client, sheet)
    ada_client.post(look.request["PATH_INFO"], {})
    new = reverse("applications:sheet-new")
    assert at("done", sheet) in ada_client.get(new).content.decode()

    act = ada.sheets.get().act
    ada_client.post(reverse("applications:act-undo", args=[act.pk]))

    assert at("done", sheet) not in ada_client.get(new).content.decode()
    page = ada_client.get(at("done", sheet)).content.decode()
    assert "It was taken back" in page and "came in" not in page.partition("<main")[2].replace("since it came in", "")
