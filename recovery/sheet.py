"""A step that a person has opened, ready to be shown and answered: frozen prompts, answers, what they call for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict

from accounts import localised
from accounts.models import User
from advice import merge
from advice.vocabulary import Input
from recovery import letters, moods, queries, tracks
from recovery.models import FeedbackRequest, RecoveryStep
from recovery.prompts import Around, Letter, PromptKind, kind_of
from recovery.tracks import Condition, Situation, holds

# In these steps the first choice of this prompt calls for the prompts behind it; any other choice lets them be.
ASKED_BEHIND = {"ask_for_feedback": "want_it"}


@dataclass
class Control:
    """One prompt of the step with its answer, and what was wrong with what was typed, if anything."""

    prompt: Mapping[str, Any]
    kind: PromptKind
    value: Any
    is_answered: bool
    errors: list[str] = field(default_factory=list)
    letters: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    reframes_before: list[Mapping[str, str]] = field(default_factory=list)
    reframes_after: list[Mapping[str, str]] = field(default_factory=list)

    @property
    def key(self) -> str:
        return str(self.prompt["key"])

    @property
    def is_required(self) -> bool:
        return bool(self.prompt.get("is_required"))

    @property
    def is_missing(self) -> bool:
        return self.is_required and self.kind.is_empty(self.value)

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        """Part, label and text, for controls that take several texts."""
        return [(part, label, self.value.get(part, "")) for part, label in self.kind.labels()]

    @property
    def gaps(self) -> list[str]:
        """Fields of a letter that nobody has filled or taken out yet, as they stand in its text."""
        if self.letter is None:
            return []
        text = f"{self.value['subject']}\n{self.value['text']}"
        with localised.speaking(self.letter.get("language", settings.LANGUAGE_CODE)):
            marks = dict.fromkeys(merge.placeholder(name) for name in merge.all_fields())
        return [mark for mark in marks if mark in text]

    @property
    def letter_choices(self) -> list[tuple[str, str, str]]:
        """Key, title and language of the letters to choose from."""
        choices = self.kind.choices_with(self.value["letter"]) if isinstance(self.kind, Letter) else []
        return [(key, title, self.letters[key].get("language", "")) for key, title in choices]

    @property
    def letter(self) -> Mapping[str, Any] | None:
        """The frozen letter that was chosen here."""
        return self.letters.get(self.value["letter"]) if self.prompt["input"] == Input.LETTER else None

    @property
    def is_group(self) -> bool:
        """Several inputs under one question: a fieldset with a legend."""
        return self.prompt["input"] not in SINGLE and not self.is_tick

    @property
    def is_tick(self) -> bool:
        """A box that stands before its own question."""
        return self.prompt["input"] in (Input.CHECKBOX, Input.TOGGLE)


SINGLE = {Input.TEXT, Input.PRIVATE_LONG_TEXT, Input.DATE, Input.DATE_OPTIONAL, Input.NUMBER, Input.SLIDER}


class Sheet:
    """What stands on the page of one opened step."""

    def __init__(self, step: RecoveryStep, *, user: User, today: date) -> None:
        self.step = step
        self.user = user
        self.today = today
        self.snapshot = step.snapshot
        self.entry = queries.entry_of(step)
        self.application = self.entry.application if self.entry else None
        self.around = Around(
            today=today,
            contacts={contact.pk: contact.name for contact in user.contacts.all()},
            prompts=tuple(self.snapshot["prompts"]),
            letters={letter["key"]: letter["title"] for letter in self.snapshot["letters"]},
            fitting=frozenset(
                letter["key"]
                for letter in self.snapshot["letters"]
                if step.recovery.content_stage in letter.get("stages", ())
            ),
        )
        self.kept = {answer.prompt_key: answer for answer in step.answers.all()}
        self.all_controls = [self.control(prompt) for prompt in self.snapshot["prompts"]]
        self.opens_signpost = False  # what was just answered calls for the card that shows who can help
        self.choose_only_letters()
        self.lay_reframes()

    def control(self, prompt: Mapping[str, Any]) -> Control:
        kind, answer = kind_of(prompt, self.around), self.kept.get(prompt["key"])
        value = kind.initial() if answer is None else kind.join(answer.plain, answer.secret)
        if prompt["input"] == Input.MOOD and self.asks_mood:
            checkin = moods.of_day(self.user, self.today)
            value = checkin and checkin.mood
        letters = {letter["key"]: letter for letter in self.snapshot["letters"]}
        return Control(prompt, kind, value, is_answered=answer is not None, letters=letters)

    @property
    def asks_mood(self) -> bool:
        return self.user.has_checkins and not self.step.is_settled

    @property
    def controls(self) -> list[Control]:
        """Those that are shown: no moods without check-ins, nothing behind a question that was answered with no."""
        gate, is_behind, shown = ASKED_BEHIND.get(self.step.key), False, []
        for control in self.all_controls:
            is_wanted = control.prompt["input"] != Input.MOOD or self.asks_mood
            if is_wanted and not is_behind:
                shown.append(control)
            if control.key == gate and control.value:
                is_behind = control.value != control.prompt["options"]["choices"][0]
        return shown

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered, by prompt; what only stands there as a suggestion is not an answer."""
        return {control.key: control.value for control in self.all_controls if control.is_answered}

    def get(self, key: str) -> Control | None:
        return next((control for control in self.all_controls if control.key == key), None)

    # --- What the answers call for ---

    @cached_property
    def requests(self) -> list[FeedbackRequest]:
        return queries.requests_of(self.user)

    @cached_property
    def facts(self) -> Situation:
        """What the tests of this step's conditions may know; asked for where one of them needs more than answers."""
        recovery = self.step.recovery
        here = [Condition(**kept) for kept in self.snapshot["conditions"] if kept["effect"] in ("guard", "branch")]
        if not any(condition.unless or condition.test not in tracks.OF_ANSWERS for condition in here):
            return Situation(stage=recovery.content_stage)
        if self.entry and recovery.is_guided:
            return queries.situation_of(self.entry, today=self.today, requests=self.requests)
        return queries.early_situation(recovery, queries.live_entries(recovery))

    @property
    def situation(self) -> Situation:
        """What tests may know: of the answers only what was chosen. No free text and no mood gets to them."""
        chosen = {one.key: one.kind.split(one.value)[0] for one in self.all_controls if one.is_answered}
        return replace(self.facts, answers=chosen)

    def conditions(self, effect: str) -> Iterable[Condition]:
        return (Condition(**kept) for kept in self.snapshot["conditions"] if kept["effect"] == effect)

    @property
    def guards(self) -> list[str]:
        """Words of caution of the kind “keep the plan”, where their test holds."""
        return [condition.shown_text for condition in self.conditions("guard") if holds(condition, self.situation)]

    def lay_reframes(self) -> None:
        """Puts other ways to look at it before or after a prompt, as the answers so far call for."""
        for condition in self.conditions("branch"):
            given = condition.parameters
            place = "before" if given["then"] == "reframes_before" else "after"
            control = self.get(given.get(f"prompt_{place}", ""))
            if control:
                shown = self.snapshot["reframes"][: given["reframes"]] if holds(condition, self.situation) else []
                there = getattr(control, f"reframes_{place}")
                there[:] = there or shown

    @property
    def shape(self) -> list[Any]:
        """Equal before and after a change that leaves the rest of the page as it is."""
        return [
            (control.key, len(control.reframes_before), len(control.reframes_after), self.chosen_letter(control))
            for control in self.controls
        ]

    @staticmethod
    def chosen_letter(control: Control) -> str | None:
        return control.value["letter"] if control.prompt["input"] == Input.LETTER else None

    # --- Answering ---

    def take(self, data: QueryDict, keys: Iterable[str] | None = None) -> list[Control]:
        """Reads what was posted for these prompts (None: all that a form brought). Returns those read without error."""
        read = []
        wanted = self.brought_by(data) if keys is None else keys
        for control in [found for key in wanted if (found := self.get(key))]:
            try:
                control.value = control.kind.clean(data)
            except ValidationError as error:
                control.errors = list(error.messages)
            else:
                control.is_answered = True
                read.append(control)
        self.lay_reframes_again()
        return read

    def brought_by(self, data: QueryDict) -> list[str]:
        """The shown prompts that a posted form held. What it did not hold is left as it was; a page says what it
        shows, since a box without its tick is posted as nothing.
        """
        shown = set(data.getlist("shown")) | {name.split("-")[0] for name in data} | set(data)
        return [control.key for control in self.controls if control.key in shown]

    def lay_reframes_again(self) -> None:
        for control in self.all_controls:
            control.reframes_before, control.reframes_after = [], []
        self.lay_reframes()

    @property
    def has_errors(self) -> bool:
        return any(control.errors for control in self.controls)

    # --- Letters ---

    def choose_only_letters(self) -> None:
        """Where one letter fits and nobody has chosen yet, it stands there already."""
        for control in self.all_controls:
            is_open = isinstance(control.kind, Letter) and not control.is_answered and not self.step.is_settled
            if is_open and len(control.letter_choices) == 1:
                key = control.letter_choices[0][0]
                control.value = {"letter": key} | self.letter_text(key)

    @property
    def own_question(self) -> str:
        """The one question, as the person put it; a letter asks one of its own."""
        control = self.get("one_question")
        return str(control.value or "") if control else ""

    def letter_text(self, key: str) -> dict[str, str]:
        """Subject and text of one of this step's letters, filled with what is known by now."""
        letter = next(letter for letter in self.snapshot["letters"] if letter["key"] == key)
        kinds = {control.key: control.kind for control in self.all_controls}
        named = letters.addressee(kinds, self.answers)
        with localised.speaking(letter.get("language", self.step.language)):
            values = letters.values_for(self.user, self.application, named=named, answers=self.answers)
            return letters.write(letter, values, self.answers)
