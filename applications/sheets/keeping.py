"""How a spreadsheet lies in its row between two steps: as text, which the row encrypts."""

import json
from collections.abc import Sequence

from applications.models import Sheet
from applications.sheets import plans
from applications.sheets.plans import Plan
from applications.sheets.tables import Line, Page


def written(pages: Sequence[Page], *, chosen: int = 0) -> str:
    """A list of lines, or where a workbook has several sheets, all of them and which is taken."""
    plain = [[page.name, [[line.number, line.cells] for line in page.lines]] for page in pages]
    kept = {"chosen": chosen, "pages": plain} if len(plain) > 1 else plain[0][1]
    return json.dumps(kept, ensure_ascii=False)


def written_plan(plan: Plan) -> str:
    return json.dumps(plan.plain(), ensure_ascii=False)


def lines_of(sheet: Sheet) -> list[Line]:
    pages, chosen = pages_of(sheet)
    return pages[chosen].lines


def pages_of(sheet: Sheet) -> tuple[list[Page], int]:
    """The sheets of the workbook, and the number of the one that is taken."""
    kept = json.loads(sheet.content)
    if isinstance(kept, list):
        kept = {"chosen": 0, "pages": [["", kept]]}
    pages = [Page(name, [Line(number, cells) for number, cells in lines]) for name, lines in kept["pages"]]
    return pages, kept["chosen"]


def plan_of(sheet: Sheet) -> Plan:
    return plans.heard(json.loads(sheet.plan))
