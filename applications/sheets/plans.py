"""What a person decided about a spreadsheet: which column is what, how its days are written, what its words mean."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from accounts.models import User
from applications.sheets import days, fields, headings, meanings
from applications.sheets.tables import Line, width_of

INTO_NOTES = -1  # instead of a number of years


@dataclass(frozen=True)
class Plan:
    """`head` is the number of the line with the headings, 0 for none; `columns` has a field (or "") for each column.

    `orders`, `years` and `meanings` are by column; a word is known by `meanings.key_of`. `years` says how many years
    before the likeliest one days without a year are, or INTO_NOTES.
    """

    head: int = 0
    columns: list[str] = field(default_factory=list)
    orders: dict[int, str] = field(default_factory=dict)
    years: dict[int, int] = field(default_factory=dict)
    meanings: dict[int, dict[str, str]] = field(default_factory=dict)

    def columns_of(self, *names: str) -> list[int]:
        return [at for at, name in enumerate(self.columns) if name in names]

    def plain(self) -> dict[str, Any]:
        by_column = {"orders": self.orders, "years": self.years, "meanings": self.meanings}
        return {"head": self.head, "columns": self.columns} | by_column


def heard(values: dict[str, Any]) -> Plan:
    """The other way round: JSON knows no numbers as names."""
    names = ("orders", "years", "meanings")
    by_column = {name: {int(at): one for at, one in values.get(name, {}).items()} for name in names}
    return Plan(head=values["head"], columns=values["columns"], **by_column)


def guessed(lines: list[Line], user: User, *, head: int | None = None) -> Plan:
    """What can be told from the words alone. `head` is the line of headings where a person has said so."""
    if head is None:
        at = headings.line_of_headings([line.cells for line in lines])
        head = 0 if at is None else lines[at].number
    named = headings_in(lines, head)
    columns = headings.guess(named) if head else [headings.LEFT_OUT] * len(named)
    rows = below(lines, head)
    for at, name in enumerate(columns):
        if name == headings.INTO_NOTES and not any(line.cell(at).strip() for line in rows):
            columns[at] = headings.LEFT_OUT
    return with_guesses(Plan(head, columns), rows, user)


def with_guesses(plan: Plan, rows: list[Line], user: User) -> Plan:
    """The same with an order of days and meanings of words wherever none was said before."""
    orders = {at: days.order_of(line.cell(at) for line in rows)[0] for at in plan.columns_of(*fields.DAYS)}
    told = {order for order in orders.values() if order}
    sure = told.pop() if len(told) == 1 else ""
    meant = {}
    for at in plan.columns_of(*fields.MEANT):
        said = plan.meanings.get(at, {})
        words = meanings.words_in(line.cell(at) for line in rows)
        meant[at] = {
            meanings.key_of(word): said.get(meanings.key_of(word), meanings.guess(word, user)) for word in words
        }
    kept = {at: plan.orders.get(at) or order or sure for at, order in orders.items()}
    return replace(plan, orders={at: order for at, order in kept.items() if order}, meanings=meant)


def headings_in(lines: list[Line], head: int) -> list[str]:
    """What stands above each column; nothing where there is no line of headings."""
    first = next((line for line in lines if line.number == head), Line(0))
    return [" ".join(first.cell(at).split()) for at in range(width_of(lines))]


def below(lines: list[Line], head: int) -> list[Line]:
    """The lines that are applications: what stands above the headings is none."""
    return [line for line in lines if line.number > head]


def ambiguous(plan: Plan, rows: list[Line]) -> dict[int, str]:
    """By column with days: an example of one that can be read in two ways, where the column does not tell itself."""
    asked = {at: days.order_of(line.cell(at) for line in rows)[1] for at in plan.columns_of(*fields.DAYS)}
    return {at: example for at, example in asked.items() if example}


def without_year(plan: Plan, rows: list[Line]) -> dict[int, str]:
    """By column with days: the first that has no year, once it is known which of its numbers is the month."""
    found: dict[int, str] = {}
    for at in plan.columns_of(*fields.DAYS):
        texts = (line.cell(at).strip() for line in rows)
        found[at] = next((text for text in texts if days.is_without_year(text, plan.orders.get(at, ""))), "")
    return {at: example for at, example in found.items() if example}
