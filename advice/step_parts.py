"""The prompts, stage rules, conditions and extra questions of a step, as a pack writes them."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from advice.models import Prompt, StepCondition, StepRule, StepVariant
from advice.parameters import OPTIONS
from advice.vocabulary import Stage

Entry = dict[str, Any]

KEYS = [
    "stages_on",
    "stages_offered",
    "batch_for",
    "short_for",
    "minutes_by_stage",
    "prompts",
    "short_prompts",
    "conditions",
    "guard",
    "branch",
    "variants",
]
# What curators call these keys.
LABELS = {
    "stages_on": _("on after a no at"),
    "stages_offered": _("offered after a no at"),
    "batch_for": _("on the early-noes page"),
    "short_for": _("short form after a no at"),
    "minutes_by_stage": _("minutes by stage"),
    "prompts": _("prompts"),
    "short_prompts": _("prompts in the short form"),
    "conditions": _("conditions"),
    "guard": _("words before it"),
    "branch": _("reframes shown"),
    "variants": _("extra questions"),
}
# How a condition is written in the file: {"hide_if": test}; guards and branches stand under their own key with "when".
TEST_KEY = {"hide": "hide_if", "offer": "offer_if", "guard": "when", "branch": "when"}


def parts_in(entry: Entry) -> dict[str, list[Any]]:
    """The unsaved prompts, rules, conditions and variants of a step's canonical entry."""
    return {
        "prompts": [_prompt(given, order, entry) for order, given in enumerate(entry.get("prompts", []))],
        "rules": [_rule(stage, entry) for stage in Stage.values if stage in _stages_of(entry)],
        "conditions": [_condition(effect, given, order) for order, (effect, given) in enumerate(_conditions_in(entry))],
        "variants": [
            StepVariant(stage=stage, order=order, label=label)
            for stage, labels in entry.get("variants", {}).items()
            for order, label in enumerate(labels)
        ],
    }


PART_NAMES: dict[str, Callable[[Any], str]] = {
    "prompts": lambda part: part.key,
    "rules": lambda part: part.stage,
    "conditions": lambda part: "",
    "variants": lambda part: part.stage,
}


def keyed(relation: str, parts: Iterable[Any]) -> dict[tuple[str, int], Any]:
    """Parts in their order under what tells them apart within a step: a name where there is one, and their place."""
    count: Counter[str] = Counter()
    found = {}
    for part in parts:
        name = PART_NAMES[relation](part)
        found[name, count[name]] = part
        count[name] += 1
    return found


def stage_order(stage: str) -> int:
    return Stage.values.index(stage) if stage in Stage.values else len(Stage.values)


def as_entry(step: Any) -> Entry:
    """The part of a step's entry that its own rows make. Uses what was prefetched."""
    prompts = sorted(step.prompts.all(), key=lambda prompt: (prompt.order, prompt.pk))
    rules = sorted(step.rules.all(), key=lambda rule: stage_order(rule.stage))
    entry: Entry = {
        "stages_on": [rule.stage for rule in rules if rule.mode == StepRule.Mode.ON],
        "stages_offered": [rule.stage for rule in rules if rule.mode == StepRule.Mode.OFFERED],
        "batch_for": [rule.stage for rule in rules if rule.is_batch],
        "short_for": [rule.stage for rule in rules if rule.is_short],
        "minutes_by_stage": {rule.stage: rule.minutes for rule in rules if rule.minutes is not None},
        "prompts": [_prompt_entry(prompt) for prompt in prompts],
        "short_prompts": [prompt.key for prompt in prompts if prompt.in_short_form],
        "conditions": [],
        "guard": [],
        "branch": [],
        "variants": {},
    }
    for condition in sorted(step.conditions.all(), key=lambda condition: (condition.order, condition.pk)):
        section = condition.effect if condition.effect in ("guard", "branch") else "conditions"
        entry[section].append(_condition_entry(condition))
    for variant in sorted(step.variants.all(), key=lambda v: (stage_order(v.stage), v.order, v.pk)):
        entry["variants"].setdefault(variant.stage, []).append(variant.label)
    return entry


def _prompt(given: Entry, order: int, entry: Entry) -> Prompt:
    return Prompt(
        key=given["key"],
        order=order,
        label=given["label"],
        input=given["input"],
        is_required=given.get("required", False),
        max_chars=given.get("max_chars"),
        timer_minutes=given.get("timer_minutes"),
        options={name: given[name] for name in OPTIONS if name in given},
        in_short_form=given["key"] in entry.get("short_prompts", []),
    )


def _prompt_entry(prompt: Prompt) -> Entry:
    return {
        "key": prompt.key,
        "label": prompt.label,
        "input": prompt.input,
        **prompt.options,
        "required": prompt.is_required,
        "max_chars": prompt.max_chars,
        "timer_minutes": prompt.timer_minutes,
    }


def _stages_of(entry: Entry) -> set[str]:
    return {*entry.get("stages_on", []), *entry.get("stages_offered", [])}


def _rule(stage: str, entry: Entry) -> StepRule:
    return StepRule(
        stage=stage,
        mode=StepRule.Mode.ON if stage in entry.get("stages_on", []) else StepRule.Mode.OFFERED,
        minutes=entry.get("minutes_by_stage", {}).get(stage),
        is_short=stage in entry.get("short_for", []),
        is_batch=stage in entry.get("batch_for", []),
    )


def _conditions_in(entry: Entry) -> list[tuple[str, Entry]]:
    plain = [("offer" if "offer_if" in given else "hide", given) for given in entry.get("conditions", [])]
    guards = [("guard", given) for given in entry.get("guard", [])]
    return [*plain, *guards, *(("branch", given) for given in entry.get("branch", []))]


def _condition(effect: str, given: Entry, order: int) -> StepCondition:
    named = {TEST_KEY[effect], "at", "unless", "show"}
    return StepCondition(
        order=order,
        effect=effect,
        test=given.get(TEST_KEY[effect], ""),
        at_stage=given.get("at", ""),
        unless=given.get("unless", ""),
        shown_text=given.get("show", ""),
        parameters={name: value for name, value in given.items() if name not in named},
    )


def _condition_entry(condition: StepCondition) -> Entry:
    return {
        "at": condition.at_stage,
        TEST_KEY[condition.effect]: condition.test,
        **condition.parameters,
        "unless": condition.unless,
        "show": condition.shown_text,
    }
