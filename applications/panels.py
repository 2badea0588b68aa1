"""Places on the pages of this floor where floors above may show something of theirs.

Slots: "application-detail" (context: application, and those of its interviews that stand), "application-plan" (the
same, below the interviews), "outcome-form"
(context: application), "interview-preparation" and "interview-debrief" (context: interview, application),
"outcome-recorded" (context: application, outcome), "letter" (context: application or None, letter).
A panel is a function(request, **context) -> rendered safe text or "".
"""

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.safestring import SafeString

Panel = Callable[..., str]
_panels: dict[str, list[tuple[int, Panel]]] = {}


def register(slot: str, panel: Panel, *, order: int = 100) -> None:
    _panels.setdefault(slot, []).append((order, panel))
    _panels[slot].sort(key=lambda entry: entry[0])


def render_slot(request: HttpRequest, slot: str, **context: object) -> list[str]:
    """What the floors above have to show here; empty panels fall out."""
    shown = [panel(request, **context) for _, panel in _panels.get(slot, [])]
    return [SafeString(html) for html in shown if html]
