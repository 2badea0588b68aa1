"""Which words a nudge goes out with: the curators', or the shipped ones where theirs cannot be sent."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from django.utils.translation import gettext as _

from advice import content, merge
from advice.checking import Advice, Problem
from advice.models import NudgeText
from nudges import rules

logger = logging.getLogger(__name__)


def sendable(text: NudgeText) -> NudgeText:
    """These words, or, where they cannot be sent, those that the project ships for the same rule."""
    needed = tuple(text.required) if isinstance(text.required, list) else ()
    if _can_be_sent(text.subject, text.body, needed):
        return text
    logger.warning("The words of %s (%s) cannot be sent; the shipped ones go instead.", text.rule, text.language)
    return shipped().get(text.rule, text)


@lru_cache(maxsize=256)
def _can_be_sent(subject: str, body: str, required: tuple[str, ...]) -> bool:
    """The same few texts go out over and over."""
    return not problems_of(NudgeText(subject=subject, body=body, required=list(required)))


def problems_of(text: NudgeText) -> list[str]:
    """Why these words cannot be sent, in sentences; empty where they can."""
    wrong = []
    if not text.subject.strip() or not text.body.strip():
        wrong.append(_("A nudge needs a subject and a text."))
    wrong += [*merge.problems_in(text.subject), *merge.problems_in(text.body)]
    needed = text.required if isinstance(text.required, list) else []
    unused = [str(name) for name in needed if name not in merge.fields_in(text.body)]
    if unused:
        wrong.append(_("Not in the text: %(names)s.") % {"names": ", ".join(unused)})
    return wrong


@cache
def shipped() -> dict[str, NudgeText]:
    """The shipped words by rule, as rows that are not saved; read once."""
    pack: Any = content.read()
    return {
        entry["rule"]: NudgeText(
            language=pack["pack"]["language"],
            rule=entry["rule"],
            subject=entry["subject"].strip(),
            body=entry["body"],
            required=entry.get("required", []),
        )
        for entry in pack["nudge_texts"]
    }


def rules_have_words(advice: Advice) -> Iterator[Problem]:
    """For the curators' check: every rule has words, and they can be sent to somebody of whom nothing is known."""
    written = {text.rule: text for text in advice.nudge_texts}
    for rule in rules.RULES:
        if rule.name not in written:
            yield Problem(None, _("The nudge “%(rule)s” has no published text.") % {"rule": rule.name})
    for text in advice.nudge_texts:
        if wrong := problems_of(text):
            said = _("It cannot be sent; the shipped words go instead.")
            yield Problem(text, f"{said} {' '.join(wrong)}")
        elif problem := problem_of_bare(text):
            yield Problem(text, problem)


def problem_of_bare(text: NudgeText) -> str:
    """What is wrong with these words for a person without name, contact or company, but for what they require."""
    values = {name: merge.LABELS[name] for name in text.required}
    said = merge.fill(text.body, values, fallbacks=merge.FALLBACKS)
    if merge.FIELD.search(said) or any(merge.placeholder(name) in said for name in merge.fields_in(text.body)):
        return _("It leaves a gap for somebody of whom nothing is known.")
    return "" if said.strip() else _("Nothing is left of it for somebody of whom nothing is known.")
