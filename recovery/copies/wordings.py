"""Whether the words of an opened step that came with a copy can be shown, and answers to them read: pure checks.

Elsewhere these rows are written by the app alone. In a copy anybody may have written them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from advice import parameters
from advice.models.steps import StepCondition
from advice.vocabulary import Grade, Input, Stage, Test
from applications.validators import web_address
from recovery.prompts import Around, kind_of

LONGEST, LONGEST_KEY, MOST = 20_000, 60, 200
FARTHEST = 1_000_000
Check = Callable[[Any], bool]


def text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST


def key(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST_KEY


def number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= FARTHEST


def yes_or_no(value: Any) -> bool:
    return isinstance(value, bool)


def address(value: Any) -> bool:
    try:
        return value == "" or (isinstance(value, str) and web_address(value) is None)
    except ValidationError:
        return False


def day(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False


def nothing_or(check: Check) -> Check:
    return lambda value: value is None or check(value)


def one_of(choices: Any) -> Check:
    return lambda value: isinstance(value, str) and value in choices


def many(check: Check) -> Check:
    return lambda value: isinstance(value, list) and len(value) <= MOST and all(map(check, value))


def by_name(check: Check) -> Check:
    return lambda value: (
        isinstance(value, dict) and len(value) <= MOST and all(map(key, value)) and all(map(check, value.values()))
    )


def shaped(needed: Mapping[str, Check], allowed: Mapping[str, Check] | None = None) -> Check:
    """These names with such values; of those in `allowed` any or none; and no others."""
    checks = {**needed, **(allowed or {})}
    return lambda value: (
        isinstance(value, dict)
        and needed.keys() <= value.keys() <= checks.keys()
        and all(checks[name](one) for name, one in value.items())
    )


def condition(value: Any) -> bool:
    names = {"effect": one_of(StepCondition.Effect.values), "test": one_of(Test.values)}
    more = {
        "at_stage": one_of(["", *Stage.values]),
        "unless": one_of(["", *Test.values]),
        "parameters": lambda one: isinstance(one, dict),
        "shown_text": text,
    }
    if not shaped(names, more)(value) or value.get("unless") and parameters.needed_by(value["unless"]):
        return False
    return not parameters.problems_of_condition(value["effect"], value["test"], value.get("parameters", {}))


PROMPT = shaped(
    {"key": key, "label": text, "input": one_of(Input.values), "options": lambda one: isinstance(one, dict)},
    {"is_required": yes_or_no, "max_chars": nothing_or(number), "timer_minutes": nothing_or(number)},
)
PARAGRAPH = shaped({"prompt": text, "value": text, "when": one_of(Test.values), "text": text})
LETTER = shaped(
    {"key": key, "title": text, "subject": text, "body": text},
    {
        "language": key,
        "stages": many(key),
        "when_to_send": text,
        "to_whom": text,
        "needs_review": yes_or_no,
        "optional_paragraphs": by_name(PARAGRAPH),
    },
)
SNAPSHOT = shaped(
    {
        "title": text,
        "why": text,
        "caution": text,
        "grade": one_of(Grade.values),
        "sources": many(shaped({"cite": text, "url": address}, {"language": key})),
        "articles": many(key),
        "prompts": many(PROMPT),
        "conditions": many(condition),
        "letters": many(LETTER),
        "reframes": many(shaped({"thought": text, "reframe": text, "question": text}, {"language": key})),
    },
    {"sessions": nothing_or(number), "window_days": nothing_or(number), "needs_review": yes_or_no},
)


def is_whole(snapshot: Any) -> bool:
    """Whether every page of the step can be shown from it."""
    if not SNAPSHOT(snapshot):
        return False
    prompts = snapshot["prompts"]
    names = [prompt["key"] for prompt in prompts]
    return bool(names) and len(set(names)) == len(names) and all(can_be_asked(prompt, prompts) for prompt in prompts)


def can_be_asked(prompt: Mapping[str, Any], prompts: list[dict[str, Any]]) -> bool:
    if parameters.problems_of_options(prompt["input"], prompt["options"]):
        return False
    return fits(prompt, None, "", prompts)


def names_a_contact(prompt: Mapping[str, Any]) -> bool:
    return prompt["input"] in (Input.CONTACT, Input.CONTACT_AND_TITLES)


SEVERAL = shaped({"letter": nothing_or(key), "to": text, "sent_to": many(text)})
# What is plain of an answer, by the kind of its question; of all others nothing is.
PLAIN: dict[str, Check] = {
    Input.CHOICE: text,
    Input.PATTERN_VIEW: text,
    Input.MULTI_CHOICE: many(text),
    Input.PICK_FROM_MATRIX: many(text),
    Input.CHECKBOX: yes_or_no,
    Input.TOGGLE: yes_or_no,
    Input.DATE: day,
    Input.DATE_OPTIONAL: day,
    Input.NUMBER: number,
    Input.SLIDER: number,
    Input.MATRIX: lambda one: isinstance(one, dict) and len(one) <= MOST and all(map(text, one.values())),
    Input.IF_THEN: shaped({}, {"on": nothing_or(day), "at": nothing_or(text)}),
    Input.LETTER: lambda one: key(one) or SEVERAL(one),
}
# What is written in parts is kept as JSON.
WRITTEN: dict[str, Check] = {
    Input.CONTACT_AND_TITLES: shaped({}, {"name": text, "titles": lambda one: many(text)(one) and len(one) == 2}),
    Input.TEXT_PER_CONTACT: by_name(text),
    Input.LETTER: shaped({}, {"subject": text, "text": text}),
    Input.STAR_CARD: shaped({}, {"situation": text, "action": text, "result": text}),
    Input.IF_THEN: shaped({}, {"sentence": text, "place": text}),
}


def fits(prompt: Mapping[str, Any], plain: Any, secret: str, prompts: list[dict[str, Any]]) -> bool:
    """Whether this is an answer to this question, with the other questions around it."""
    if plain is not None and not PLAIN.get(prompt["input"], lambda one: False)(plain):
        return False
    try:
        if secret and prompt["input"] in WRITTEN and not WRITTEN[prompt["input"]](json.loads(secret)):
            return False
        kind = kind_of(prompt, Around(today=date(2026, 1, 1), prompts=tuple(prompts)))
        value = kind.join(plain, secret)
        for shown in (kind.initial(), value):
            kind.is_empty(shown), kind.texts(shown), kind.split(shown), kind.said(shown)
        return kind.weight >= 0
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError):
        return False
