"""How a change is shown in the history: what went, what came, with a little of what stands around it."""

import difflib
import json
import re
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from simple_history.models import ModelDelta
from simple_history.template_utils import HistoricalRecordContextHelper

AROUND = 60
MOSTLY_NEW = 0.4  # of the words stay


class DiffHelper(HistoricalRecordContextHelper):
    def context_for_delta_changes(self, delta: ModelDelta) -> list[dict[str, Any]]:
        shown = []
        for change in delta.changes:
            old = self.prepare_delta_change_value(change, change.old)
            new = self.prepare_delta_change_value(change, change.new)
            name = capfirst(self.model._meta.get_field(change.field).verbose_name)
            shown.append({"field": name, "diff": diff(as_text(old), as_text(new))})
        return shown


def as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list) and all(not isinstance(item, dict | list) for item in value):
        return "\n".join(str(item) for item in value)
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, indent=1, default=str)
    return str(value)


def diff(old: str, new: str) -> SafeString:
    """Word by word: what went as <del>, what came as <ins>, everything escaped, long unchanged stretches shortened."""
    before, after = re.findall(r"\s+|\S+", old), re.findall(r"\s+|\S+", new)
    if old.strip() and new.strip() and have_little_in_common(old, new):
        return format_html("<del>{}</del>\n<ins>{}</ins>", old, new)
    pieces = []
    for kind, i1, i2, j1, j2 in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        went, came = "".join(before[i1:i2]), "".join(after[j1:j2])
        if kind == "equal":
            pieces.append(format_html("{}", _shortened(went)))
            continue
        if went:
            pieces.append(format_html("<del>{}</del>", went))
        if came:
            pieces.append(format_html("<ins>{}</ins>", came))
    return mark_safe("".join(pieces))  # noqa: S308 - every piece was escaped above


def have_little_in_common(old: str, new: str) -> bool:
    """Where hardly a word stays, two whole texts are easier to read than the words of both in turns."""
    return difflib.SequenceMatcher(None, old.split(), new.split(), autojunk=False).ratio() < MOSTLY_NEW


def _shortened(text: str) -> str:
    return text if len(text) <= 2 * AROUND + 3 else f"{text[:AROUND]} … {text[-AROUND:]}"
