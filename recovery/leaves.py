"""One thing at a time: how the prompts of a long step are laid on pages. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from recovery.prompts import Matrix, PrivateLongText, PromptKind

ROOM = 5  # what one page takes, in the weights of the prompts
ROOM_ALONE = 7  # a step that takes no more than this stays on one page
ALL = "all"
# What becomes of the writing is chosen right below it, each time.
BELOW_WRITING = "keep"


@dataclass(frozen=True)
class Leaf:
    """What of a step is in view at one time."""

    name: str
    keys: tuple[str, ...]
    row: int | None = None  # of a table of causes: this one alone

    def holds(self, key: str) -> bool:
        return key in self.keys


def leaves_of(kinds: Sequence[PromptKind]) -> list[Leaf]:
    """The pages of a step in their order. What is light goes together, what is long stands alone, and a table of causes
    has a page for each.
    """
    if sum(kind.weight for kind in kinds) <= ROOM_ALONE:
        return [whole(kinds)]
    below = [kind.key for kind in kinds if kind.key == BELOW_WRITING]
    leaves: list[Leaf] = []
    for together in grouped(kinds):
        first, keys = together[0], tuple(kind.key for kind in together)
        if isinstance(first, Matrix):
            leaves += [Leaf(f"{first.key}.{row}", keys, row) for row in range(len(first.rows))]
        elif isinstance(first, PrivateLongText):
            leaves.append(Leaf(first.key, (*keys, *(key for key in below if key not in keys))))
        else:
            leaves.append(Leaf(first.key, keys))
    return leaves


def whole(kinds: Sequence[PromptKind]) -> Leaf:
    """All of it on one page."""
    return Leaf(ALL, tuple(kind.key for kind in kinds))


def grouped(kinds: Sequence[PromptKind]) -> Iterator[list[PromptKind]]:
    together: list[PromptKind] = []
    for kind in kinds:
        is_full = sum(one.weight for one in together) + kind.weight > ROOM
        if together and (is_full or isinstance(kind, Matrix) or isinstance(together[-1], Matrix)):
            yield together
            together = []
        together.append(kind)
    if together:
        yield together
