"""What a prompt's options and a condition's parameters may hold: pure checks."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from advice.vocabulary import Input, NoKind, Test

Check = Callable[[Any], bool]
FARTHEST_DAYS = 366 * 3


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_span(value: Any) -> bool:
    """Days ahead: three years at most, which is also as far as an answer may lie."""
    return _is_count(value) and value <= FARTHEST_DAYS


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_list_of_texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(_is_text(item) for item in value)


def _is_plain(value: Any) -> bool:
    return isinstance(value, bool | int | str)


CHECKS: dict[str, Check] = {
    "days": _is_count,
    "n": _is_count,
    "limit": _is_count,
    "reframes": _is_count,
    "value": _is_text,
    "prompt": _is_text,
    "prompt_before": _is_text,
    "prompt_after": _is_text,
    "values": _is_list_of_texts,
    "then": lambda value: value in {"reframes_before", "reframes_after"},
    "choices": _is_list_of_texts,
    "rows": _is_list_of_texts,
    "min": _is_count,
    "max": _is_count,
    "default": _is_plain,
    "own": lambda value: isinstance(value, bool),
    "default_offset_days": _is_span,
    "default_offset_business_days": _is_span,
}
# What a curator reads instead of the bare name.
NAMES: dict[str, Any] = {
    "days": _("days"),
    "n": _("how many"),
    "limit": _("limit"),
    "reframes": _("number of reframes"),
    "value": _("how the no came, or how the answer starts"),
    "values": _("answers"),
    "prompt": _("prompt"),
    "prompt_before": _("prompt before which they are shown"),
    "prompt_after": _("prompt after which they are shown"),
    "then": _("then"),
    "choices": _("choices"),
    "rows": _("rows"),
    "min": _("smallest"),
    "max": _("largest"),
    "default": _("default"),
    "own": _("a field for a word of one's own"),
    "default_offset_days": _("default, days ahead"),
    "default_offset_business_days": _("default, working days ahead"),
}
OPTIONS = ["choices", "rows", "min", "max", "own", "default", "default_offset_days", "default_offset_business_days"]
_NEEDED_BY_TEST: dict[str, set[str]] = {
    Test.REPORTED_LATE: {"days"},
    Test.NO_KIND_IS: {"value"},
    Test.FEWER_THAN_N_COMPARABLE: {"n"},
    Test.ANSWER_IS: {"prompt", "values"},
    Test.ANSWER_STARTS_WITH: {"prompt", "value"},
}
_NEEDED_BY_INPUT: dict[str, set[str]] = {
    Input.CHOICE: {"choices"},
    Input.MULTI_CHOICE: {"choices"},
    Input.LETTER: {"choices"},
    Input.MATRIX: {"rows"},
    Input.SLIDER: {"min", "max"},
}


def needed_by(test: str) -> set[str]:
    """The parameters without which this test cannot be asked."""
    return _NEEDED_BY_TEST.get(test, set())


def problems_of_condition(effect: str, test: str, given: Any) -> list[str]:
    """What is wrong with a condition's parameters, in sentences; empty when they fit."""
    if not isinstance(given, dict):
        return [gettext("Parameters are a list of names and values.")]
    needed, allowed = needed_by(test), set(needed_by(test))
    if effect == "guard":
        allowed = allowed | {"limit"}
    if effect == "branch":
        needed = needed | {
            "then",
            "reframes",
            given.get("then") == "reframes_after" and "prompt_after" or "prompt_before",
        }
        allowed = needed
    problems = _problems(given, needed=needed, allowed=allowed)
    if test == Test.NO_KIND_IS and "value" in given and given["value"] not in NoKind.values:
        problems.append(gettext("The way the no came is one of: %(names)s.") % {"names": ", ".join(NoKind.values)})
    return problems


def problems_of_options(kind: str, given: Any) -> list[str]:
    """What is wrong with a prompt's options, in sentences; empty when they fit."""
    if not isinstance(given, dict):
        return [gettext("Options are a list of names and values.")]
    problems = _problems(given, needed=_NEEDED_BY_INPUT.get(kind, set()), allowed=set(OPTIONS))
    if not problems and given.get("min", 0) > given.get("max", float("inf")):
        problems.append(gettext("The smallest number is larger than the largest."))
    return problems


def _problems(given: dict[str, Any], *, needed: set[str], allowed: set[str]) -> list[str]:
    problems: list[str] = []
    for name in sorted(needed - set(given)):
        problems.append(gettext("“%(name)s” is missing.") % {"name": NAMES[name]})
    for name in sorted(set(given) - allowed):
        problems.append(gettext("“%(name)s” does not belong here.") % {"name": NAMES.get(name, name)})
    for name in sorted(set(given) & allowed):
        if not CHECKS[name](given[name]):
            problems.append(gettext("“%(name)s” has a value that does not fit.") % {"name": NAMES[name]})
    return problems
