"""A person's applications as a spreadsheet, in their words, such that it can be brought in again."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import IO, Any

from babel.numbers import get_decimal_symbol
from django.http import FileResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from accounts import localised
from accounts.models import User
from applications.models import JobApplication, Outcome, Tag
from applications.models.application import JobApplicationQuerySet
from applications.sheets import fields
from applications.sheets.cells import YES_WORD
from applications.sheets.formulas import defused
from applications.wording import word_for

KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
IN_MEMORY = 2_000_000  # bytes; a larger file waits on the disk
AT_A_TIME = 1000
LONGEST_CELL = 32_767  # of Excel
WIDE = {"company": 24, "role": 32, "url": 30, "location": 20, "notes": 50, "tags": 20, "source": 18}
# What is asked of the database; of a closed one the outcome, whose last stage is how far it got.
ASKED = [
    *("pk", "company__name", "role", "stage", "applied_on", "deadline_on", "follow_up_on", "created_at", "closed_at"),
    *("url", "location", "work_mode", "salary_min", "salary_max", "salary_currency", "salary_period", "source"),
    *("excitement", "archived_at", "notes"),
    *("outcome__kind", "outcome__last_stage", "outcome__decided_on", "outcome__reason"),
]
Written = IO[bytes]


def written(user: User, applications: JobApplicationQuerySet, *, kind: str) -> Written:
    """A file with all of these, the latest first, in the active language. A query for each thousand."""
    heads = [str(fields.FIELDS[name]) for name in fields.WRITTEN]
    rows = rows_of(user, applications)
    return workbook(heads, rows) if kind == "xlsx" else text([heads, *rows])


def rows_of(user: User, applications: JobApplicationQuerySet) -> Iterator[list[Any]]:
    stages = {value: str(label) for value, label in JobApplication.Stage.choices}
    modes = {value: str(label) for value, label in JobApplication.WorkMode.choices}
    periods = {value: str(label) for value, label in JobApplication.SalaryPeriod.choices}
    endings = {kind.value: str(word_for(kind, user)) for kind in Outcome.Kind}
    yes = str(YES_WORD)
    for row in facts_of(applications):
        is_open = row["closed_at"] is None
        row |= {
            "company": row["company__name"],
            "stage": stages[row["stage"] if is_open else row["outcome__last_stage"]],
            "outcome": "" if is_open else endings[row["outcome__kind"]],
            "ended_on": None if is_open else row["outcome__decided_on"],
            "reason": "" if is_open else row["outcome__reason"],
            "added_on": user.local_day(row["created_at"]),
            "work_mode": modes.get(row["work_mode"], ""),
            "salary_period": periods.get(row["salary_period"], ""),
            "archived": yes if row["archived_at"] else "",
        }
        yield [row[name] for name in fields.WRITTEN]


def facts_of(applications: JobApplicationQuerySet) -> Iterator[dict[str, Any]]:
    """What the database has of each, with the names of its tags: plain values, since making rows of ours of thousands
    took most of the time.
    """
    found = applications.select_related(None).order_by("-last_event_at", "-pk").values(*ASKED)
    rows = found.iterator(chunk_size=AT_A_TIME)
    while some := {row["pk"]: row for row in islice(rows, AT_A_TIME)}:
        names: dict[int, list[str]] = {key: [] for key in some}
        tagged = Tag.objects.filter(applications__in=list(some)).order_by("folded", "pk")
        for key, name in tagged.values_list("applications", "name"):
            names[key].append(name)
        yield from (row | {"tags": ", ".join(names[key])} for key, row in some.items())


def text(rows: Iterable[list[Any]]) -> Written:
    """CSV that Excel opens by a double click: with a mark for its encoding, and the sign it expects between cells."""
    file = temporary()
    lines = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(lines, delimiter=delimiter())
    writer.writerows([plain(value) for value in row] for row in rows)
    lines.flush()
    lines.detach()
    return ready(file)


def left_out(rows: Iterable[list[Any]]) -> Written:
    return text(row for row in rows if row)


def delimiter() -> str:
    """Where numbers have a decimal comma, spreadsheets expect a semicolon."""
    return ";" if get_decimal_symbol(localised.locale()) == "," else ","


def plain(value: Any) -> Any:
    """As CSV has it: days as ISO 8601, which every spreadsheet takes for a day."""
    if isinstance(value, date):
        return value.isoformat()
    return defused(value) if isinstance(value, str) else value


def workbook(heads: list[str], rows: Iterable[list[Any]]) -> Written:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    for number, name in enumerate(fields.WRITTEN):
        sheet.column_dimensions[letter(number)].width = WIDE.get(name, 14)
    sheet.append(heads)
    for row in rows:
        sheet.append([cell(sheet, value) for value in row])
    file = temporary()
    book.save(file)
    return ready(file)


def letter(number: int) -> str:
    return chr(ord("A") + number)


def cell(sheet: Any, value: Any) -> Any:
    """Days are days, text is never anything but text, and nothing is no cell at all."""
    if value in ("", None):
        return None
    if isinstance(value, date):
        day = WriteOnlyCell(sheet, value)
        day.number_format = "yyyy-mm-dd"
        return day
    if not isinstance(value, str):
        return value
    return defused(ILLEGAL_CHARACTERS_RE.sub("", value))[:LONGEST_CELL]


def temporary() -> Any:
    return tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  whoever sends it closes it


def ready(file: Any) -> Written:
    file.seek(0)
    return file


def download(file: Written, *, name: str) -> FileResponse:
    kind = KINDS[name.rpartition(".")[2]]
    return FileResponse(file, as_attachment=True, filename=name, content_type=kind)
