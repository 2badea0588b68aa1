"""Applications as a spreadsheet: what the list shows or all, harmless, and such that it can be brought in again."""

import csv
import io
import re
from datetime import date, timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from applications import operations
from applications.sheets import fields, reading
from tests.factories import make_application, make_outcome

ALL = "closed=on&archived=on&period=all"


def take(client, kind="csv", query=ALL):
    answer = client.get(f"/applications/sheets/download/?{query}&as={kind}")
    return b"".join(answer.streaming_content)


def table(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.fixture
def search(ada, now):
    """Something in every column."""
    long_ago = now - timedelta(days=60)
    facts = {"location": "Berlin", "work_mode": "hybrid", "source": "A friend", "excitement": 4}
    facts |= {"salary_min": 50_000, "salary_max": 60_000, "salary_currency": "EUR", "salary_period": "year"}
    days = {"applied_on": date(2026, 9, 20), "deadline_on": date(2026, 12, 1), "follow_up_on": date(2026, 11, 30)}
    first = make_application(
        ada,
        company="Müller & Söhne",
        role="Data “engineer”",
        stage="interview",
        url="https://mueller.example/7",
        notes="- one\n- two; three,\n\n=4",
        tags=["dream", "remote"],
        now=long_ago,
        **facts,
        **days,
    )
    closed = make_application(ada, company="=HYPERLINK(1)", role="@SUM(A1)", stage="applied", now=long_ago)
    make_outcome(closed, now=now, kind="rejected", last_stage="screening", reason="+ too far")
    archived = make_application(ada, company="Gamma", role="-Cook", notes="'=x", now=long_ago)
    operations.archive_many(ada, [archived.pk], now=now)
    return first, closed, archived


def test_there_is_a_row_for_each_with_days_as_days_in_the_words_of_the_person(ada_client, search):
    row = next(row for row in table(take(ada_client)) if row["Company"] == "Müller & Söhne")

    assert (row["Role"], row["Stage"], row["Outcome"]) == ("Data “engineer”", "Interview", "")
    assert (row["Applied on"], row["Deadline"], row["Added on"]) == ("2026-09-20", "2026-12-01", "2026-09-19")
    assert (row["Salary from"], row["Currency"], row["Pay per"]) == ("50000", "EUR", "a year")
    assert row["Tags"] == "dream, remote"


def test_a_workbook_has_real_days_and_numbers_and_no_formulas(ada_client, search):
    sheet = openpyxl.load_workbook(io.BytesIO(take(ada_client, "xlsx"))).active
    heads = [cell.value for cell in sheet[1]]
    rows = [dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(min_row=2)]
    first = next(row for row in rows if row["Company"].value == "Müller & Söhne")

    assert (first["Applied on"].is_date, first["Salary from"].data_type) == (True, "n")
    assert not [cell for row in sheet for cell in row if cell.data_type == "f"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_text_begins_as_a_formula_does(ada_client, search, kind):
    content = take(ada_client, kind)
    if kind == "csv":
        texts = [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        texts = [cell.value for row in sheet for cell in row if isinstance(cell.value, str)]

    assert [text for text in texts if text.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert {"'=HYPERLINK(1)", "'@SUM(A1)", "'-Cook"} <= set(texts)


def test_csv_says_its_encoding_so_that_excel_reads_it(ada_client, search):
    assert take(ada_client).startswith(b"\xef\xbb\xbf")


def test_only_what_the_list_is_narrowed_to_is_taken(ada_client, search):
    assert [row["Role"] for row in table(take(ada_client, query="stage=interview"))] == ["Data “engineer”"]
    assert [row["Company"] for row in table(take(ada_client, query="outcome=rejected"))] == ["'=HYPERLINK(1)"]
    assert [row["Company"] for row in table(take(ada_client, query="q=mueller+sohne"))] == []
    assert len(table(take(ada_client))) == 3


def test_the_page_offers_what_is_in_view_and_all(ada_client, search):
    page = ada_client.get("/applications/sheets/take/?stage=interview")

    assert (page.context["shown"], page.context["all"]) == (1, 3)
    assert "What the list shows now" not in ada_client.get("/applications/sheets/take/").content.decode()


@pytest.mark.parametrize("query", ["", "stage=interview"])
def test_the_list_leads_to_what_it_shows(ada_client, search, query):
    link = re.search(r'href="([^"]*/sheets/take/[^"]*)"', ada_client.get(f"/applications/?{query}").content.decode())[1]

    assert ada_client.get(link.replace("&amp;", "&")).context["shown"] == 1


def test_nobody_else_is_in_the_file(bob_client, search):
    assert table(take(bob_client)) == []


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_was_taken_along_changes_nothing_when_it_is_brought_again(ada, ada_client, search, now, kind):
    sheet = operations.keep_sheet(ada, reading.lines_of(take(ada_client, kind)), now=now)
    look = operations.look_through(sheet, now=now)

    assert ([row.number for row in look.new], look.lost) == ([], [])
    assert {like.pk for _row, like in look.there} == {row.pk for row in search}
    assert operations.bring_in(sheet, too=[], with_flawed=True, now=now).added == 0


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["en", "en-us"])
def test_somebody_else_who_brings_it_has_the_same_applications(
    ada, bob, ada_client, bob_client, search, now, kind, language
):
    ada.language = bob.language = language
    ada.save()
    bob.time_zone = ada.time_zone
    bob.save()
    content = take(ada_client, kind)
    with translation.override(language):
        sheet = operations.keep_sheet(bob, reading.lines_of(content), now=now)
    operations.bring_in(sheet, too=[], with_flawed=True, now=now)

    bob_client.cookies["django_language"] = language
    mine, theirs = (sorted(take(client, "csv").splitlines()) for client in (ada_client, bob_client))
    assert theirs == mine


def test_a_comma_country_gets_the_sign_that_its_excel_expects():
    from applications.sheets import writing

    with translation.override("de"):
        assert writing.delimiter() == ";"
    assert writing.delimiter() == ","


def test_more_rows_take_no_more_queries(ada, ada_client, now):
    def cost():
        with CaptureQueriesContext(connection) as heard:
            take(ada_client)
        return len(heard)

    make_application(ada, role="First", tags=["one"], now=now)
    take(ada_client)  # the first visit is noted
    few = cost()
    for number in range(12):
        make_outcome(make_application(ada, role=f"Role {number}", tags=["one", str(number)], now=now), now=now)

    assert cost() == few


def test_every_column_of_an_export_is_one_that_an_import_knows():
    from applications.sheets import headings

    assert [headings.field_of(str(fields.FIELDS[name])) for name in fields.WRITTEN] == fields.WRITTEN
