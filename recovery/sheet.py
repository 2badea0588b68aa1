"""A step that a person has opened, ready to be shown and answered: frozen prompts, answers, what they call for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict

from accounts import localised
from accounts.models import User
from advice import merge
from advice.vocabulary import Input
from recovery import letters, moods, queries, tracks
from recovery.controls import Control
from recovery.leafing import Leafing
from recovery.models import FeedbackRequest, RecoveryStep
from recovery.prompts import Around, Contact, Letter, kind_of
from recovery.tracks import Condition, Situation, holds

# In these steps the first choice of this prompt calls for the prompts behind it; any other choice lets them be.
ASKED_BEHIND = {"ask_for_feedback": "want_it"}
# What was said before stands again above these prompts, which come back to it.
RECALLED = {
    "balanced_line": ("first_belief", "in_reach"),
    "sure_after": ("first_belief", "sure_before"),
    "obstacle_plan": ("obstacle",),
    "if_then": ("next_action",),
}


class Sheet(Leafing):
    """What stands on the page of one opened step."""

    def __init__(self, step: RecoveryStep, *, user: User, now: datetime, at: str = "") -> None:
        self.step = step
        self.user = user
        self.today = user.local_day(now)
        self.at = at  # the leaf in view; empty: where the person had got to
        self.snapshot = step.snapshot
        self.entry = queries.entry_of(step)
        self.application = self.entry.application if self.entry else None
        self.around = Around(
            today=self.today,
            now=now.astimezone(user.zone).replace(tzinfo=None),
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
        self.tell_each_other()
        self.lay_reframes()
        for control in self.all_controls:
            control.kept = control.mark

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

    def tell_each_other(self) -> None:
        """Gives each control what it shows of the answers of others."""
        named = {
            control.key: name
            for control in self.all_controls
            if isinstance(control.kind, Contact) and (name := control.kind.name_of(control.value))
        }
        degrees = {row: word for control in self.all_controls for _place, row, word in control.causes}
        for control in self.all_controls:
            control.named, control.degrees = named, degrees
            before = [one for key in RECALLED.get(control.key, ()) if (one := self.get(key)) and one.is_answered]
            control.recalled = [words for one in before for words in one.kind.said(one.value)]

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
        shown: list[Any] = [
            (
                control.key,
                len(control.reframes_before),
                len(control.reframes_after),
                control.is_rewritten,
                control.value["letter"] if isinstance(control.kind, Letter) else None,
                [label for _part, label, _text in control.rows],
            )
            for control in self.in_view
        ]
        return [self.leaves, self.can_be_done, *shown]

    # --- Answering ---

    def take(self, data: QueryDict, keys: Iterable[str] | None = None) -> list[Control]:
        """Reads what was posted for these prompts (None: all that a form brought). Returns those read without error."""
        read = []
        wanted = self.brought_by(data) if keys is None else keys
        for control in [found for key in wanted if (found := self.get(key))]:
            try:
                typed = control.kind.over(control.value, control.kind.clean(data))
            except ValidationError as error:
                control.errors = list(error.messages)
                control.value = control.kind.over(control.value, control.kind.as_typed(data))
            else:
                if control.take_in(typed, seen=data.get(f"seen-{control.key}", "")):
                    read.append(control)
        self.tell_each_other()
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
                control.value = control.value | {"letter": key} | self.letter_text(key)

    @property
    def question_of_letter(self) -> str:
        """What the letter asks where the person has put no question of their own."""
        letters_here = [control.letter for control in self.all_controls if control.letter]
        return merge.default_of("question", letters_here[0]["body"]) if letters_here else ""

    @property
    def addressees(self) -> list[letters.Addressee]:
        """Whom a letter of this step may go to."""
        return letters.addressees({control.key: control.kind for control in self.all_controls}, self.answers, self.user)

    def letter_text(self, key: str, to: str = "") -> dict[str, str]:
        """Subject and text of one of this step's letters, filled with what is known by now; `to` is the prompt that
        names whom it goes to, else the first that names somebody."""
        letter = next(letter for letter in self.snapshot["letters"] if letter["key"] == key)
        named = self.addressees
        chosen = next((one for one in named if one.prompt == to), named[0] if named else letters.Addressee())
        with localised.speaking(letter.get("language", self.step.language)):
            values = letters.values_for(self.user, self.application, to=chosen, answers=self.answers)
            return letters.write(letter, values, self.answers)
