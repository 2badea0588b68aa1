"""What became of one run: what the mail server wrote down, held against who was due, who said no, and the rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    needless: int = 0  # copies of what the sender heard the 250 for and had time to write down
    restarts: int = 0  # processes that died of themselves
    skipped: str = ""
    trouble: str = ""  # why the run could not be brought to its end, or counts for nothing

    @property
    def is_kept(self) -> bool:
        """Nothing lost, nothing wrong, and no copy but of the last mail of a sender that died or was cut off."""
        is_quiet = self.restarts < LOOP and not self.trouble
        return is_quiet and not self.lost and not self.wrong and not self.needless


def last_of(taken: Sequence[Taken], senders: Iterable[int]) -> list[Taken]:
    """The last mail of each: the only one of which it may not have written down that it went."""
    last = {one.sender: one for one in taken}
    return [last[sender] for sender in senders if sender in last]


def judge(
    run: Verdict,
    taken: Sequence[Taken],
    unheard: Sequence[Taken] = (),
    *,
    begun: float,
    said_no: Mapping[str, float],
    rows: set[str],
    unexplained: int,
) -> Verdict:
    """`unheard`: mails after which the sender died or was cut off. `said_no`: from when on a person's mail is one too
    many. `rows`: which messages were sent as the rows say."""
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
        needless=sum(1 for before in _followed_by_a_copy(taken) if before not in unheard),
        wrong=unwanted + different + unexplained,
        spared=sum(1 for address in said_no if address not in first),
        late=late[int(len(late) * 0.95)] if late else 0.0,
    )


def _followed_by_a_copy(taken: Sequence[Taken]) -> Iterator[Taken]:
    before: dict[tuple[str, str], Taken] = {}
    for one in taken:
        if earlier := before.get((one.address, one.message_id)):
            yield earlier
        before[one.address, one.message_id] = one
