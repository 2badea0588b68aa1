"""A look at a whole spreadsheet before anything of it is stored."""

from dataclasses import dataclass, field
from datetime import date

from accounts.models import User
from applications.sheets import plans
from applications.sheets.doubles import One, known_to
from applications.sheets.plans import Plan
from applications.sheets.rows import Dated, Reader, Row
from applications.sheets.tables import Line


@dataclass
class Look:
    """The lines that are new, those that are there already with what they are like, and those that cannot be read."""

    new: list[Row] = field(default_factory=list)
    there: list[tuple[Row, One]] = field(default_factory=list)
    lost: list[Row] = field(default_factory=list)

    @property
    def flawed(self) -> list[Row]:
        """New ones of which a cell could not be read."""
        return [row for row in self.new if row.unread]

    @property
    def dated(self) -> list[Dated]:
        """The different days of new ones that stand there without a year."""
        return list(dict.fromkeys(one for row in self.new for one in row.dated))


def look_at(lines: list[Line], plan: Plan, *, user: User, today: date) -> Look:
    reader = Reader(plan, plans.headings_in(lines, plan.head), today)
    rows = [reader.read(line) for line in plans.below(lines, plan.head)]
    known = known_to(user, [row.facts["company"] for row in rows if not row.is_lost])
    look = Look()
    for row in rows:
        if row.is_lost:
            look.lost.append(row)
        elif like := known.find_or_add(row.facts, number=row.number):
            look.there.append((row, like))
        else:
            look.new.append(row)
    return look
