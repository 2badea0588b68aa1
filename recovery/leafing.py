"""Which leaf of a step is in view, and how one turns to another."""

from __future__ import annotations

from urllib.parse import urlencode

from advice.vocabulary import Input
from recovery.controls import Control
from recovery.leaves import ALL, Leaf, leaves_of, whole
from recovery.models import RecoveryStep


class Leafing:
    """The part of a sheet that knows what of it is in view."""

    step: RecoveryStep
    at: str  # the leaf that was asked for; empty: where the person had got to

    @property
    def controls(self) -> list[Control]:
        raise NotImplementedError

    @property
    def leaves(self) -> list[Leaf]:
        return leaves_of([control.kind for control in self.controls])

    @property
    def leaf(self) -> Leaf:
        """The one in view: the one that was asked for, else the first with something that has no answer yet."""
        leaves, kinds = self.leaves, [control.kind for control in self.controls]
        if self.at == ALL or self.step.is_settled:
            return whole(kinds)
        named = next((leaf for leaf in leaves if leaf.name == self.at), None)
        return named or next((leaf for leaf in leaves if self.is_open(leaf)), leaves[0])

    def is_open(self, leaf: Leaf) -> bool:
        controls = [control for control in self.controls if leaf.holds(control.key)]
        if leaf.row is None:
            return any(not control.is_answered for control in controls if control.prompt["input"] != Input.MOOD)
        return leaf.row >= len(controls[0].value)

    @property
    def place(self) -> int:
        """Of the leaf in view, counted from 1; 0 where all of the step is in view."""
        leaves, leaf = self.leaves, self.leaf
        return leaves.index(leaf) + 1 if len(leaves) > 1 and leaf in leaves else 0

    @property
    def is_last(self) -> bool:
        return self.place in (0, len(self.leaves))

    @property
    def in_view(self) -> list[Control]:
        return [control for control in self.controls if self.leaf.holds(control.key)]

    @property
    def can_be_done(self) -> bool:
        return self.is_last or not any(control.is_missing for control in self.controls)

    @property
    def address(self) -> str:
        """Of the leaf in view; of the step itself where it has one page only."""
        address = self.step.get_absolute_url()
        return f"{address}?{urlencode({'at': self.leaf.name})}" if len(self.leaves) > 1 else address

    def turn(self, to: str) -> None:
        """Goes on to the next leaf, back to the one before, or to one by its name."""
        names, steps = [leaf.name for leaf in self.leaves], {"next": 1, "back": -1}
        if to in steps:
            to = names[min(max(self.place - 1 + steps[to], 0), len(names) - 1)]
        self.at = to

    def turn_to_errors(self) -> None:
        """To the first leaf with something that needs a look, unless one is in view."""
        wrong = {control.key for control in self.controls if control.errors}
        if wrong and not wrong & set(self.leaf.keys):
            self.at = next(leaf.name for leaf in self.leaves if wrong & set(leaf.keys))
