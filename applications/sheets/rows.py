"""One line of a spreadsheet → one application, with a word about each cell that cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.models import JobApplication, Outcome
from applications.sheets import cells, days, fields, headings, meanings
from applications.sheets.cells import Fault
from applications.sheets.plans import INTO_NOTES, Plan
from applications.sheets.tables import Line

Stage, Kind = JobApplication.Stage, Outcome.Kind
LONGEST_NOTES, LONGEST_POSTING = 20_000, 100_000
READERS: dict[str, Callable[[str], Any]] = {
    "company": lambda text: cells.line_of_text(text, 200),
    "role": lambda text: cells.line_of_text(text, 200),
    "location": lambda text: cells.line_of_text(text, 200),
    "source": lambda text: cells.line_of_text(text, 120),
    "url": cells.link,
    "work_mode": cells.work_mode,
    "salary_min": cells.amount,
    "salary_max": cells.amount,
    "salary_currency": cells.currency,
    "salary_period": cells.pay_period,
    "excitement": cells.excitement,
    "archived": cells.yes_or_no,
}
USUAL = {
    Kind.ACCEPTED: Stage.OFFER,
    Kind.DECLINED: Stage.OFFER,
    Kind.REJECTED: Stage.APPLIED,
    Kind.GHOSTED: Stage.APPLIED,
}


@dataclass(frozen=True)
class Unread:
    """A cell that was not taken over, and why."""

    heading: str
    text: str
    why: str | Promise

    def __str__(self) -> str:
        return noted(self.heading, self.text)


@dataclass(frozen=True)
class Dated:
    """A day that stands there without its year, and which one it is read as."""

    text: str
    day: date


@dataclass
class Row:
    """What one line says. `is_lost`: it is not even known which application it is."""

    number: int
    facts: dict[str, Any] = field(default_factory=dict)
    unread: list[Unread] = field(default_factory=list)
    dated: list[Dated] = field(default_factory=list)
    is_lost: bool = False

    @property
    def name(self) -> str:
        return ", ".join(filter(None, (self.facts.get("role", ""), self.facts.get("company", ""))))

    def all_facts(self) -> dict[str, Any]:
        """With what could not be read in the notes, so that nothing is lost."""
        more = [str(one) for one in self.unread]
        return self.facts | {"notes": joined([self.facts.get("notes", ""), *more])}


@dataclass
class Reader:
    """Reads the lines of one spreadsheet as its plan says. `today` is the person's."""

    plan: Plan
    headings: list[str]
    today: date

    def read(self, line: Line) -> Row:
        row, notes = Row(line.number), []
        for at, name in enumerate(self.plan.columns):
            text = line.cell(at).strip()
            if not name or not text:
                continue
            try:
                notes.append(self.take(row, at, name, text))
            except Fault as fault:
                row.unread.append(Unread(self.heading(at), text, fault.why))
        self.settle(row, notes)
        return row

    def heading(self, at: int) -> str:
        return self.headings[at] or str(fields.FIELDS.get(self.plan.columns[at], ""))

    def take(self, row: Row, at: int, name: str, text: str) -> str:
        """Puts what one cell says into the facts; returns what goes into the notes instead."""
        facts = row.facts
        if name == "notes":
            is_own = not self.headings[at] or headings.field_of(self.headings[at]) == "notes"
            return text if is_own else noted(self.headings[at], text)
        if name in ("posting_text", "reason"):
            facts[name] = long_text(text, LONGEST_POSTING if name == "posting_text" else 2000)
        elif cells.is_nothing(text) and name not in fields.NEEDED:
            return ""
        elif name in fields.DAYS:
            return self.take_day(row, at, name, text)
        elif name in fields.MEANT:
            return self.mean(facts, at, name, text)
        elif name == "salary":
            facts |= cells.pay(text)
        elif name == "tags":
            facts["tags"] = [*facts.get("tags", []), *cells.tags(text)]
        else:
            facts[name] = READERS[name](text)
        return ""

    def take_day(self, row: Row, at: int, name: str, text: str) -> str:
        order, years_back = self.plan.orders.get(at, ""), self.plan.years.get(at, 0)
        has_no_year, may_be_ahead = days.is_without_year(text, order), name not in fields.NOT_AHEAD
        if has_no_year and years_back == INTO_NOTES:
            return noted(self.heading(at), text)
        day = cells.day(text, order, today=self.today, may_be_ahead=may_be_ahead, years_back=years_back)
        if not may_be_ahead and day > self.today:
            raise Fault(_("That day is still to come."))
        row.facts[name] = day
        row.dated += [Dated(text, day)] if has_no_year else []
        return ""

    def mean(self, facts: dict[str, Any], at: int, name: str, text: str) -> str:
        meaning = self.plan.meanings.get(at, {}).get(meanings.key_of(text), "")
        stage, outcome = meanings.said_by(meaning)
        if stage and (name == "stage" or not facts.get("stage")):
            facts["stage"] = stage
        if outcome and (name == "outcome" or not facts.get("outcome")):
            facts["outcome"] = outcome
        return "" if meaning else noted(self.heading(at), text)

    def settle(self, row: Row, notes: list[str]) -> None:
        """What can only be said of a line as a whole."""
        facts = row.facts
        if facts.get("ended_on") and not facts.get("outcome"):
            day = facts.pop("ended_on").isoformat()
            notes.append(noted(self.heading(self.plan.columns_of("ended_on")[0]), day))
        elif facts.get("ended_on") and facts.get("applied_on") and facts["ended_on"] < facts["applied_on"]:
            self.refuse(row, "ended_on", _("It ended before that day."))
        low, high = facts.get("salary_min"), facts.get("salary_max")
        if low is not None and high is not None and low > high:
            self.refuse(row, "salary_min", _("The lower salary is above the upper one."))
        facts["notes"] = joined(notes)
        facts["stage"] = stage_of(facts)
        for name in fields.NEEDED:
            if not facts.get(name) and not any(one.heading == self.name_of(name) for one in row.unread):
                row.unread.append(Unread(self.name_of(name), "", _("There is nothing in it.")))
        if len(row.all_facts()["notes"]) > LONGEST_NOTES:
            row.unread.append(Unread(str(fields.FIELDS["notes"]), "", _("This is too long.")))
        row.is_lost = (
            not all(facts.get(name) for name in fields.NEEDED) or len(row.all_facts()["notes"]) > LONGEST_NOTES
        )

    def name_of(self, name: str) -> str:
        at = self.plan.columns_of(name)
        return self.heading(at[0]) if at else str(fields.FIELDS[name])

    def refuse(self, row: Row, name: str, why: str | Promise) -> None:
        value = row.facts.pop(name)
        row.unread.append(Unread(self.name_of(name), str(value), why))


def stage_of(facts: dict[str, Any]) -> str:
    """How far it is, or got, where nothing says more than that it was sent, or how it ended."""
    if facts.get("stage"):
        return str(facts["stage"])
    usual = USUAL.get(facts.get("outcome", ""))
    return str(usual or (Stage.APPLIED if facts.get("applied_on") else Stage.SAVED))


def long_text(text: str, longest: int) -> str:
    if len(text) > longest:
        raise Fault(_("This is too long."))
    return text


def noted(heading: str, text: str) -> str:
    return f"{heading}: {text}" if heading else text


def joined(notes: list[str]) -> str:
    return "\n\n".join(note for note in notes if note)
