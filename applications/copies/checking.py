"""What holds together the rows of a copy on this floor, beyond what each column accepts; and what they need here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import TooManyFieldsSent, ValidationError
from django.http import QueryDict

from accounts.copies.parts import Raw
from accounts.copies.reading import Found, Reading
from accounts.copies.values import NO_FILE, NO_SUCH_FILE, Odd
from accounts.keys import key_in
from accounts.models import User
from applications.documents import checking
from applications.documents.naming import clean_name
from applications.folding import fold
from applications.models import Company, Contact, Event, Interview, JobApplication, ListLook, Outcome, SearchPeriod, Tag
from applications.models.company import NAME_KEPT
from applications.models.interview import CONVERSATIONS
from applications.models.removal import Kind as Apart
from applications.operations.events import FURTHER
from applications.operations.searching import sort_by_names, write_first_search_texts
from applications.operations.tags import folded_tag
from applications.signals import applications_imported
from applications.tag_names import is_fitting

LONGEST = 2_000
# What stands in the data of events, by name. What a nudge was called elsewhere says nothing here.
WORDS = {"stage", "from", "to", "letter", "title", "contact_name", "named_by", "reason", "no_kind"}
MARKS = {"imported", "again", "is_bulk", Event.TAKEN_BACK}
POINTING: dict[str, Any] = {"interview": Interview, "contact": Contact}
GOES = {"nudge"}
KEPT_FOR_ABOVE = "before"  # the floor above knows what that is


# --- Names ------------------------------------------------------------------------------------------------------------


def name_tags(part: Raw, reading: Reading) -> None:
    """Copies of before name tags with each application only."""
    if "tags" not in part and isinstance(part.get("applications"), list):
        rows = [one for one in part["applications"] if isinstance(one, dict) and isinstance(one.get("tags"), list)]
        names = dict.fromkeys(name for one in rows for name in one["tags"] if isinstance(name, str))
        part["tags"] = [{"name": name} for name in names]


def check_tag(found: Found, reading: Reading) -> None:
    if not is_fitting(found.values["name"]):
        raise Odd


def fold_tag(row: Tag, found: Found, now: datetime) -> None:
    row.folded = folded_tag(row.name)


def fold_name(row: Company | Contact, found: Found, now: datetime) -> None:
    row.folded_name = fold(row.name)[:NAME_KEPT]


# --- Applications -----------------------------------------------------------------------------------------------------


def complete_application(found: Found, reading: Reading) -> None:
    """It is closed when it has an outcome, and has a history that begins."""
    inside = {table.name: rows for table, rows in found.inside.items() if rows}
    outcome = inside.get("outcome")
    closed_at = found.values["closed_at"]
    found.values["closed_at"] = (closed_at or outcome[0].values["recorded_at"]) if outcome else None
    if not any(one.values["kind"] == Event.Kind.ADDED for one in inside.get("events", ())):
        begin_history(found, reading)
    standing = [one.values for one in inside.get("interviews", ()) if one.values["cancelled_at"] is None]
    found.more["last_interview_at"] = max((one["starts_at"] for one in standing), default=None)
    talks = [one["starts_at"] for one in standing if one["kind"] in CONVERSATIONS]
    found.more["first_talk_at"] = min(talks, default=None)
    reached = outcome[0].values["last_stage"] if outcome else found.values["stage"]
    found.more["heard_on"] = first_answer(inside.get("events", []), has_gone_on=reached in FURTHER)


def first_answer(events: list[Found], *, has_gone_on: bool) -> date | None:
    """See also its twin for rows, `operations.events.first_answer`."""
    days = []
    for one in events:
        kind, data = one.values["kind"], one.values["data"]
        is_current = not (one.more.get("corrected") or one.values["removed_at"] or Event.TAKEN_BACK in data)
        went_on = kind == Event.Kind.INTERVIEW_SCHEDULED or (kind == Event.Kind.MOVED and data.get("to") in FURTHER)
        if is_current and (kind == Event.Kind.HEARD or (has_gone_on and went_on)):
            days.append(one.values["happened_on"])
    return min(days, default=None)


def begin_history(found: Found, reading: Reading) -> None:
    table = next(part for part in found.table.parts if part.model is Event)
    made_at = found.values["created_at"]
    raw = {"kind": Event.Kind.ADDED.value, "happened_on": made_at.date().isoformat(), "data": {}}
    reading.take(table, [raw | {"recorded_at": made_at.isoformat()}], found)
    found.inside[table][-1].more["begins"] = True


def quiet_application(row: JobApplication, found: Found, now: datetime) -> None:
    """No note speaks of it until something happens to it here (docs/adr/0014)."""
    row.imported_at = now
    row.last_event_at = min(row.last_event_at, now)
    row.last_interview_at, row.heard_on = found.more["last_interview_at"], found.more["heard_on"]
    row.talked_on = row.user.local_day(first) if (first := found.more["first_talk_at"]) else None
    sort_by_names(row)


def check_event(found: Found, reading: Reading) -> None:
    corrected = found.references["corrects"]
    if corrected and (corrected.within is not found.within or corrected.more.get("corrected")):
        raise Odd
    if corrected:
        corrected.more["corrected"] = True
    data = found.values["data"]
    found.more["pointing"] = {}
    checked = {name: fact_in(name, data[name], found, reading) for name in data if name not in GOES}
    if found.values["kind"] in (Event.Kind.OUTCOME_RECORDED, Event.Kind.REOPENED):
        said = (("kind", Outcome.Kind), ("last_stage", JobApplication.Stage))
        if any(checked.get(name, "") not in choices.values for name, choices in said if name in checked):
            raise Odd
    found.values["data"] = checked


def fact_in(name: str, value: Any, found: Found, reading: Reading) -> Any:
    """One of the plain values with which an event is told. Raises `Odd`."""
    fits: dict[str, Callable[[Any], bool]] = {
        "round": lambda one: isinstance(one, int) and not isinstance(one, bool) and 0 < one < 1000,
        "decided_on": is_day,
        "recorded_at": is_moment,
        "kind": is_word,
        "last_stage": is_word,
        KEPT_FOR_ABOVE: lambda one: isinstance(one, dict),
    }
    fits |= dict.fromkeys(WORDS, is_word) | dict.fromkeys(MARKS, lambda one: isinstance(one, bool))
    if name in POINTING:
        there = reading.at(POINTING[name], value)
        found.more["pointing"][name] = there
        return None
    if name not in fits or not fits[name](value):
        raise Odd
    return value


def point_event(row: Event, found: Found, now: datetime) -> None:
    """To what it is about, as that is called here; 0 for what is gone."""
    row.data |= {name: there.row.pk if there else 0 for name, there in found.more["pointing"].items()}
    if "begins" in found.more:  # nobody said on which day: on that of the person, whose time zone is known by now
        row.happened_on = row.application.user.local_day(row.recorded_at)


def is_word(one: Any) -> bool:
    return isinstance(one, str) and len(one) <= LONGEST


def is_day(one: Any) -> bool:
    try:
        return bool(date.fromisoformat(one))
    except (TypeError, ValueError):
        return False


def is_moment(one: Any) -> bool:
    try:
        return datetime.fromisoformat(one).tzinfo is not None
    except (TypeError, ValueError):
        return False


def make_findable(reading: Reading, user: User) -> None:
    """Once they have their tags and contacts."""
    keys = user.applications(manager="with_trash").values_list("pk", flat=True)
    write_first_search_texts(list(keys))


def tell(reading: Reading, user: User) -> None:
    """The plan is made anew; nothing begins."""
    applications_imported.send(sender=JobApplication, user=user, now=reading.now)


# --- Documents --------------------------------------------------------------------------------------------------------


def check_version(found: Found, reading: Reading) -> None:
    """Its file is there, its own, and is what can be kept: known by what is in it, whatever the copy says."""
    path = str(found.raw.get("file"))
    if path in reading.files_taken:
        raise Odd(NO_FILE)
    reading.files_taken.add(path)
    with reading.opened.file(path, largest=checking.LARGEST_FILE) as file:
        found.values["type"] = checked_type(file)
        found.more |= {"path": path, "size": file.seek(0, 2)}
    found.values["filename"] = clean_name(found.values["filename"], found.values["type"])


def checked_type(file: Any) -> str:
    try:
        return checking.type_of(file)
    except ValidationError as error:
        raise Odd(NO_SUCH_FILE) from error


def take_file(row: Any, found: Found, now: datetime) -> None:
    row.file = found.more["stored"]


def complete_document(found: Found, reading: Reading) -> None:
    if not any(found.inside.values()):
        raise Odd(NO_FILE)


# --- Lists ------------------------------------------------------------------------------------------------------------


def check_view(found: Found, reading: Reading) -> None:
    """A view that names a tag or a period names it by a key. Raises `Odd` where that is not in the copy."""
    models: dict[str, Any] = {"tag": Tag, "period": SearchPeriod}
    try:
        query = QueryDict(found.values["query"], mutable=True)
    except TooManyFieldsSent as error:
        raise Odd from error
    found.more["pointing"] = {}
    for name in models.keys() & query.keys():
        key = key_in(query[name])
        there = reading.at(models[name], key) if key is not None else None
        if there is None and key is not None:
            raise Odd
        if there:
            found.more["pointing"][name] = there
    found.more["query"] = query


def point_view(row: Any, found: Found, now: datetime) -> None:
    for name, there in found.more["pointing"].items():
        found.more["query"][name] = str(there.row.pk)
    row.query = found.more["query"].urlencode()


def check_look(found: Found, reading: Reading) -> None:
    wanted = found.values["columns"]
    found.values["columns"] = [column.value for column in ListLook.Column if column.value in wanted]


def check_apart(found: Found, reading: Reading) -> None:
    model: Any = Company if found.values["kind"] == Apart.COMPANY else Contact
    two = [reading.at(model, found.values[name]) for name in ("first", "second")]
    if None in two or two[0] is two[1]:
        raise Odd
    found.more["two"] = two


def point_apart(row: Any, found: Found, now: datetime) -> None:
    row.first, row.second = sorted(one.row.pk for one in found.more["two"])
