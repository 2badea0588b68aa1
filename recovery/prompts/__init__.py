"""What can stand behind a prompt: one small class per kind of control.

Each knows how to read what was posted, what of it is private, what stands there at first, and which fragment shows it.
A value is split into `plain` (choices, days, numbers) and `secret` (everything the person wrote, encrypted on its row).
"""

from collections.abc import Mapping
from typing import Any

from advice.vocabulary import Input
from recovery.prompts.base import Around, PromptKind
from recovery.prompts.causes import Matrix, PickFromMatrix
from recovery.prompts.choices import Choice, MoodChoice, MultiChoice, PatternView, Sureness
from recovery.prompts.days import Day, Number, OptionalDay, Tick
from recovery.prompts.people import Contact, ContactAndTitles, TextPerContact
from recovery.prompts.writing import IfThen, Letter, PrivateLongText, StarCard, Text, sentence_in

__all__ = [
    "IF_THEN_STEP",
    "KINDS",
    "Around",
    "Contact",
    "Letter",
    "Matrix",
    "PickFromMatrix",
    "PrivateLongText",
    "PromptKind",
    "StarCard",
    "TextPerContact",
    "kind_of",
    "sentence_in",
]

# The step whose sentence may come back at the moment it names.
IF_THEN_STEP = "if_then_plan"

KINDS: dict[str, type[PromptKind]] = {
    Input.TEXT: Text,
    Input.PRIVATE_LONG_TEXT: PrivateLongText,
    Input.CHOICE: Choice,
    Input.MULTI_CHOICE: MultiChoice,
    Input.CHECKBOX: Tick,
    Input.TOGGLE: Tick,
    Input.DATE: Day,
    Input.DATE_OPTIONAL: OptionalDay,
    Input.NUMBER: Number,
    Input.SLIDER: Sureness,
    Input.MOOD: MoodChoice,
    Input.CONTACT: Contact,
    Input.CONTACT_AND_TITLES: ContactAndTitles,
    Input.TEXT_PER_CONTACT: TextPerContact,
    Input.LETTER: Letter,
    Input.STAR_CARD: StarCard,
    Input.MATRIX: Matrix,
    Input.PICK_FROM_MATRIX: PickFromMatrix,
    Input.PATTERN_VIEW: PatternView,
    Input.IF_THEN: IfThen,
}


def kind_of(prompt: Mapping[str, Any], around: Around) -> PromptKind:
    return KINDS[prompt["input"]](prompt, around)
