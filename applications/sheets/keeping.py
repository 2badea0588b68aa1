"""How a spreadsheet lies in its row between two steps: as text, which the row encrypts."""

import json

from applications.models import Sheet
from applications.sheets import plans
from applications.sheets.plans import Plan
from applications.sheets.tables import Line


def written(lines: list[Line]) -> str:
    return json.dumps([[line.number, line.cells] for line in lines], ensure_ascii=False)


def written_plan(plan: Plan) -> str:
    return json.dumps(plan.plain(), ensure_ascii=False)


def lines_of(sheet: Sheet) -> list[Line]:
    return [Line(number, cells) for number, cells in json.loads(sheet.content)]


def plan_of(sheet: Sheet) -> Plan:
    return plans.heard(json.loads(sheet.plan))
