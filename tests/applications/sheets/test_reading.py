"""Files and pasted rows of any usual kind become lines of text, and what could do harm is turned away."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from applications.sheets import reading, tables, xlsx
from applications.sheets.tables import Unreadable

ROWS = "Company{0}Role{0}Notes\nMüller{0}Köchin{0}“so”\nBeta{0}Cook{0}€ 12\n"
LINES = [["Company", "Role", "Notes"], ["Müller", "Köchin", "“so”"], ["Beta", "Cook", "€ 12"]]


def cells(lines):
    return [line.cells for line in lines]


def workbook(*rows, change=None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if change:
        change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_part(content: bytes, name: str, text: bytes) -> bytes:
    """The same workbook with one part replaced or added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part.filename, old.read(part))
        new.writestr(name, text)
    return file.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_a_text_is_read_whatever_its_encoding_and_the_sign_between_its_cells(encoding, sign):
    assert cells(reading.lines_of(ROWS.format(sign).encode(encoding))) == LINES


def test_a_line_break_within_quotation_marks_belongs_to_the_cell():
    lines = reading.lines_of(b'Company,Role,Notes\r\nBeta,Cook,"one\r\ntwo, and ""three"""\r\n\r\nGamma,Baker,\r\n')

    assert [(line.number, line.cells) for line in lines[1:]] == [
        (2, ["Beta", "Cook", 'one\ntwo, and "three"']),
        (4, ["Gamma", "Baker"]),
    ]


def test_commas_in_the_cells_do_not_make_a_semicolon_file_fall_apart():
    lines = reading.lines_of("Firma;Stelle;Gehalt\nBeta;Koch, Kellner;50.000,00\nGamma;Bäcker;1,5\n".encode())

    assert lines[1].cells == ["Beta", "Koch, Kellner", "50.000,00"]


def test_the_line_that_tells_excel_the_sign_is_no_row():
    assert cells(reading.lines_of(b"sep=;\nCompany;Role\nBeta;Cook\n")) == [["Company", "Role"], ["Beta", "Cook"]]


def test_rows_copied_in_a_spreadsheet_are_read():
    assert cells(reading.lines_in('Beta\tCook\t"two\nlines"\nGamma\tBaker\t\n')) == [
        ["Beta", "Cook", "two\nlines"],
        ["Gamma", "Baker"],
    ]


def test_a_workbook_is_read_as_values_with_days_as_days():
    content = workbook(
        ["Company", "Role", "Applied", "Pay", "Remote"],
        ["Beta", "Cook", date(2026, 3, 4), 45000.0, True],
        [None],
        ["Gamma", "Baker", datetime(2026, 3, 4, 9, 30), 12.5, None],
    )

    assert [(line.number, line.cells) for line in reading.lines_of(content)[1:]] == [
        (2, ["Beta", "Cook", "2026-03-04", "45000", "yes"]),
        (4, ["Gamma", "Baker", "2026-03-04 09:30", "12.5"]),
    ]


def test_the_first_sheet_with_rows_is_taken_and_hidden_ones_are_not():
    def arrange(book):
        book.active.sheet_state = "hidden"
        book.create_sheet("Empty")
        book.create_sheet("Search").append(["Company", "Role"])
        book["Search"].append(["Beta", "Cook"])

    assert reading.lines_of(workbook(["Secret"], ["Thing"], change=arrange))[1].cells == ["Beta", "Cook"]


def test_all_sheets_with_rows_are_there_to_choose_from_and_what_is_too_long_by_name(monkeypatch):
    monkeypatch.setattr(xlsx, "MOST_LINES", 2)

    def arrange(book):
        for name, count in {"Title": 1, "Old": 2, "Long": 5, "Empty": 0}.items():
            sheet = book.create_sheet(name)
            for number in range(count):
                sheet.append([f"{name} {number}", "Cook"])
        book.create_sheet("Hidden").append(["Secret"])
        book["Hidden"].append(["Secret"])
        book["Hidden"].sheet_state = "hidden"

    pages = reading.pages_of(workbook(["Company", "Role"], ["Beta", "Cook"], change=arrange))

    assert [(page.name, len(page.lines)) for page in pages] == [("Sheet", 2), ("Old", 2), ("Long", 0)]


def test_no_formula_is_worked_out():
    lines = reading.lines_of(workbook(["Company", "Role"], ["Beta", '=HYPERLINK("https://evil.example","Cook")']))

    assert lines[1].cells == ["Beta"]


@pytest.mark.parametrize("declared", ['"&a;&a;&a;"', 'SYSTEM "file:///etc/passwd"'])
def test_entities_in_a_workbook_are_refused(declared):
    text = (
        f'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b {declared}>]>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>'
    )

    with pytest.raises(Unreadable, match="damaged"):
        reading.lines_of(with_part(workbook(["Company"]), "xl/worksheets/sheet1.xml", text.encode()))


def test_a_workbook_that_is_huge_when_unpacked_is_not_unpacked(monkeypatch):
    bomb = with_part(workbook(["Company", "Role"]), "xl/media/zeros.bin", bytes(xlsx.LARGEST_UNPACKED))
    monkeypatch.setattr(xlsx.openpyxl, "load_workbook", lambda *_, **__: pytest.fail("It was opened."))

    assert len(bomb) < tables.LARGEST_FILE
    with pytest.raises(Unreadable, match="too_big_unpacked"):
        reading.lines_of(bomb)


def test_a_workbook_that_lies_about_its_size_is_not_read_beyond_it():
    content = workbook(["Company", "Role"], *([["Beta", "Cook"]] * 900))
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        size = file.getinfo("xl/worksheets/sheet1.xml").file_size

    with pytest.raises(Unreadable, match="damaged"):
        reading.lines_of(content.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little")))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "empty"),
        (b" \n,,\n", "empty"),
        (b"%PDF-1.7 ...", "not_a_sheet"),
        (b"a\x00b\x01\x00\xff\xfe\x00" * 9, "not_a_sheet"),
        (b"\xd0\xcf\x11\xe0 an old one", "old_or_locked"),
        (b"PK\x03\x04 cut off", "damaged"),
        (b"Company,Role\n" + b"Beta,Cook\n" * (tables.MOST_LINES + 1), "too_many"),
        (b"," * 80 + b"x\n", "too_wide"),
        (b'Company,Role\n"' + b"x" * 140_000, "too_long"),
        (b"x" * (tables.LARGEST_FILE + 1), "too_large"),
    ],
)
def test_what_cannot_be_taken_in_is_refused_with_a_reason(content, problem):
    with pytest.raises(Unreadable, match=problem):
        reading.lines_of(content)


def test_a_zip_that_is_no_workbook_is_none():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as zipped:
        zipped.writestr("word/document.xml", "<x/>")

    with pytest.raises(Unreadable, match="not_a_sheet"):
        reading.lines_of(file.getvalue())


def test_as_many_rows_as_are_allowed_are_read_from_a_workbook_and_no_more():
    rows = [["Company", "Role"], *([["Beta", "Cook"]] * tables.MOST_LINES)]

    assert len(reading.lines_of(workbook(*rows))) == tables.MOST_LINES + 1
    with pytest.raises(Unreadable, match="too_many"):
        reading.lines_of(workbook(*rows, ["Beta", "Cook"]))
