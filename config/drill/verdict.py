"""What became of one run: what the mail server wrote down, held against who was due, who said no, and the rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from config.drill.inbox import Taken

GRACE = 5.0  # seconds after a *no* in which a mail may still come: a sender asks again each second, and then sends
LOOP = 5  # as many processes that die of themselves in one run are a crash loop


@dataclass(frozen=True)
class Verdict:
    """`late` is the 95th percentile in seconds from falling due, with waits cut short."""

    stage: str
    fault: str
    point: str
    due: int = 0
    left: int = 0  # who had no mail yet when it went wrong
    sent: int = 0
    lost: int = 0
    duplicated: int = 0
    wrong: int = 0
    spared: int = 0  # who did not want theirs, and did not get it
    late: float = 0.0
    unheard: int = 0  # answers of the mail server that may not have been heard: each may leave one copy behind
    restarts: int = 0  # processes that died of themselves
    skipped: str = ""
    trouble: str = ""  # why the run could not be brought to its end, or counts for nothing

    @property
    def is_kept(self) -> bool:
        """Nothing lost, nothing wrong, and no more copies than senders that died or were cut off before the 250."""
        is_quiet = self.restarts < LOOP and not self.trouble
        return is_quiet and not self.lost and not self.wrong and self.duplicated <= self.unheard


def judge(
    run: Verdict,
    taken: Sequence[Taken],
    *,
    begun: float,
    said_no: Mapping[str, float],
    rows: set[str],
    unexplained: int,
) -> Verdict:
    """`said_no`: from when on a person's mail is one too many. `rows`: which messages were sent as the rows say."""
    first: dict[str, Taken] = {}
    for one in taken:
        first.setdefault(one.address, one)
    copies = Counter((one.address, one.message_id) for one in taken)
    different = len(copies) - len(first)  # a second message about the same: not a copy, but one too many
    unwanted = sum(1 for one in taken if one.at > said_no.get(one.address, one.at))
    reached = [address for address in first if address.startswith("due-")]
    never_went = rows - {one.message_id.strip("<>").partition("@")[0] for one in taken}
    late = sorted(first[address].at - begun for address in reached)
    return replace(
        run,
        sent=len(reached),
        lost=run.due - len(reached) + len(never_went),
        duplicated=sum(copies.values()) - len(copies),
        wrong=unwanted + different + unexplained,
        spared=sum(1 for address in said_no if address not in first),
        late=late[int(len(late) * 0.95)] if late else 0.0,
    )
