"""Excel workbooks, read as values: no formula is worked out, nothing outside of the file is opened.

What it would take up unpacked is known, and limited, before anything of it is unpacked: `zipfile` reads no more of a
part than its directory says. Entities are refused by defusedxml, which openpyxl takes where it is installed.
"""

import datetime
import io
import zipfile
from collections.abc import Iterator
from typing import Any

import openpyxl

from applications.sheets.tables import MOST_COLUMNS, MOST_LINES, Line, Page, Unreadable, is_blank

LARGEST_UNPACKED = 30 * 1024 * 1024
MOST_PARTS = 400
LAST_ROW = 20_000  # rows with a colour and nothing else go on for ever
BEGINS = b"PK\x03\x04"
OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"  # .xls, and any workbook with a password
ERRORS = {"#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!"}


MOST_PAGES = 8  # of further sheets only the names are of use


def pages_of(content: bytes) -> list[Page]:
    """The visible sheets that hold rows, the one that is read first in front. Raises Unreadable."""
    check(content)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        return with_lines(book)
    except Unreadable:
        raise
    except Exception as error:  # as many kinds as a file can be broken in
        raise Unreadable("damaged") from error


def check(content: bytes) -> None:
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError) as error:
        raise Unreadable("damaged") from error
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise Unreadable("not_a_sheet")
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("locked")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise Unreadable("too_big_unpacked")


def with_lines(book: Any) -> list[Page]:
    """A line alone is a title. Where there is nothing else, the first one of those."""
    found, titles = list[Page](), list[Page]()
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible" or len(found) == MOST_PAGES:
            continue
        try:
            page = Page(sheet.title, list(lines_in(sheet)))
        except Unreadable:
            if not found:
                raise
            found.append(Page(sheet.title))
        else:
            (found if len(page.lines) > 1 else titles).append(page)
    return found or titles[:1] or [Page("")]


def lines_in(sheet: Any) -> Iterator[Line]:
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=LAST_ROW, max_col=MOST_COLUMNS + 1, values_only=True)
    found = 0
    for number, row in enumerate(rows, 1):
        cells = [text_of(value) for value in row]
        if is_blank(cells):
            continue
        found += 1
        if found > MOST_LINES + 1:
            raise Unreadable("too_many")
        yield Line(number, cells)


def text_of(value: Any) -> str:
    """A value as one would type it: days as ISO 8601, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time.min else value.isoformat(" ", "minutes")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value).replace("_x000D_", "").replace("\r\n", "\n").strip()
    return "" if text in ERRORS else text
