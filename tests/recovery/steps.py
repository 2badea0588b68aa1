"""What tests of steps share: answers as a browser would post them, addresses, the sheet."""

from django.urls import reverse

from advice.vocabulary import Input
from recovery import operations, prompts

WORDS = "About the index, calmly."


def given(control):
    """A full answer to any prompt, as a browser would post it."""
    key, kind = control.key, control.kind
    return {
        Input.TEXT: {key: WORDS},
        Input.PRIVATE_LONG_TEXT: {key: WORDS},
        Input.CHOICE: {
            key: kind.choices[-1 if key == "keep" else 0][0] if hasattr(kind, "choices") and kind.choices else ""
        },
        Input.MULTI_CHOICE: {key: [value for value, _ in kind.choices[:2]] if hasattr(kind, "choices") else []},
        Input.TOGGLE: {key: "on"},
        Input.CHECKBOX: {key: "on"},
        Input.DATE: {key: "2026-12-01"},
        Input.DATE_OPTIONAL: {key: "2027-02-18"},
        Input.NUMBER: {key: "5"},
        Input.SLIDER: {key: "75"},
        Input.MOOD: {key: "low"},
        Input.CONTACT: {f"{key}-name": "Grace"},
        Input.CONTACT_AND_TITLES: {f"{key}-name": "Grace", f"{key}-title-1": "Tester", f"{key}-title-2": "Analyst"},
        Input.TEXT_PER_CONTACT: {f"{key}-{part}": WORDS for part in getattr(kind, "parts", ())},
        Input.STAR_CARD: {f"{key}-situation": WORDS, f"{key}-action": WORDS, f"{key}-result": WORDS},
        Input.MATRIX: {f"{key}-0": "known"},
        Input.PICK_FROM_MATRIX: {key: [value for value, _ in getattr(kind, "choices", [])[:2]]},
        Input.PATTERN_VIEW: {key: "no"},
        Input.IF_THEN: {
            f"{key}-sentence": WORDS,
            f"{key}-on": "2026-11-20",
            f"{key}-at": "18:30",
            f"{key}-place": "Desk",
        },
        Input.LETTER: {
            f"{key}-letter": kind.choices[0][0] if isinstance(kind, prompts.Letter) else "",
            f"{key}-subject": WORDS,
            f"{key}-text": WORDS,
        },
    }[control.prompt["input"]]


def sheet(step, clock):
    return operations.sheet_of(step, now=clock.moment)


def url(step, verb="detail"):
    return reverse(f"recovery:step-{verb}", args=[step.recovery_id, step.key])
