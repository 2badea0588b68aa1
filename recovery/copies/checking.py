"""What holds together the rows of a copy on this floor, beyond what each column accepts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from accounts.copies.reading import Found, Reading
from accounts.copies.values import EMPTIED, Odd
from accounts.models import User
from advice.vocabulary import Stage
from applications.models import Contact, Event
from recovery.copies import wordings
from recovery.models import FeedbackRequest, RecoveryStep
from recovery.models.achievement import TAG_LENGTH, TAGS_AT_MOST
from recovery.operations.feedback import BEFORE
from recovery.operations.slips import DAYS

LONGEST_CODE, MOST_CODES = 60, 30


def check_recovery(found: Found, reading: Reading) -> None:
    if found.values["content_stage"] not in Stage.values:
        raise Odd


def check_step(found: Found, reading: Reading) -> None:
    """Words that cannot be shown as they are make way for those of this installation, when it is opened again."""
    snapshot = found.values["snapshot"]
    if snapshot and not wordings.is_whole(snapshot):
        found.values["snapshot"] = {}
        reading.leave(found.table, EMPTIED)


def check_answer(found: Found, reading: Reading) -> None:
    """It is one to a question of its step, as long as the words of that are known."""
    prompts = found.within.values["snapshot"].get("prompts", []) if found.within else []
    prompt = next((one for one in prompts if one["key"] == found.values["prompt_key"]), None)
    plain, secret = found.values["plain"], found.values["secret"]
    if prompt is None:
        if isinstance(plain, dict | list):
            raise Odd
        return
    if wordings.names_a_contact(prompt):
        found.more["contact"] = reading.at(Contact, plain)
        if plain is not None and found.more["contact"] is None:
            reading.leave(found.table, EMPTIED)
        found.values["plain"] = plain = None
    if not wordings.fits(prompt, plain, secret, prompts):
        raise Odd


def point_answer(row: Any, found: Found, now: datetime) -> None:
    if there := found.more.get("contact"):
        row.plain = there.row.pk


def check_request(found: Found, reading: Reading) -> None:
    found.values["codes"] = texts_in(found.values["codes"], most=MOST_CODES, longest=LONGEST_CODE)


def check_achievement(found: Found, reading: Reading) -> None:
    found.values["tags"] = texts_in(found.values["tags"], most=TAGS_AT_MOST, longest=TAG_LENGTH)


def texts_in(given: list[Any], *, most: int, longest: int) -> list[str]:
    """Raises `Odd`."""
    if len(given) > most or not all(isinstance(one, str) and 0 < len(one) <= longest for one in given):
        raise Odd
    return given


# --- How a request stood before a letter, which its line in the history remembers -----------------------------------


def point_histories(reading: Reading, user: User) -> None:
    """To steps as they are called here. What is not whole is forgotten."""
    lines = [found for rows in reading.found.values() for found in rows if found.table.model is Event]
    told = [found.row for found in lines if BEFORE in found.row.data]
    for row in told:
        before = before_in(row.data.pop(BEFORE), reading)
        row.data |= {BEFORE: before} if before else {}
    Event.objects.bulk_update(told, ["data"], batch_size=500)


def before_in(given: dict[str, Any], reading: Reading) -> dict[str, Any] | None:
    raw = given.get("steps", {})
    if not isinstance(raw, dict):
        return None
    states = {step: state for key, state in raw.items() if (step := step_at(key, reading))}
    rest = {name: value for name, value in given.items() if name != "steps"}
    is_whole = all(
        value in FeedbackRequest.State.values
        if name == "state"
        else is_day_or_none(value)
        if name in DAYS
        else name == "letter_key" and isinstance(value, str) and len(value) <= LONGEST_CODE
        for name, value in rest.items()
    )
    is_known = "state" in rest or "followed_up_on" in rest
    if not (is_whole and is_known and all(state in RecoveryStep.State.values for state in states.values())):
        return None
    return rest | ({"steps": {str(step.row.pk): state for step, state in states.items()}} if "steps" in given else {})


def step_at(key: str, reading: Reading) -> Found | None:
    return reading.at(RecoveryStep, int(key)) if key.isascii() and key.isdecimal() and len(key) < 19 else None


def is_day_or_none(value: Any) -> bool:
    try:
        return value is None or bool(date.fromisoformat(value))
    except (TypeError, ValueError):
        return False
