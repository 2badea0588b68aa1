"""One fault on one stage: from the moment at which everybody is due to the verdict."""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from config.drill.faults import Fault
from config.drill.inbox import Taken
from config.drill.ledger import Ledger
from config.drill.servers import eventually
from config.drill.stage import Stage

AT_RANDOM = ""  # no named point: some instant while mails go out
KILLS_ITSELF = "kill-worker"  # at a named point the sender need not be killed from outside
QUIET = 6.0  # seconds without a mail after which waits are cut short
GIVE_UP = 240.0  # seconds after which what has not come is lost
UP = 90.0  # seconds that Rebound may take to start on a busy machine
REACHED = 40.0  # seconds in which a sender must come by a named point


@dataclass(frozen=True)
class Verdict:
    """What became of one run. `late` is the 95th percentile in seconds from falling due, with waits cut short."""

    stage: str
    fault: str
    point: str
    due: int = 0
    sent: int = 0
    lost: int = 0
    duplicated: int = 0
    wrong: int = 0
    late: float = 0.0
    deaths: int = 0
    skipped: str = ""
    trouble: str = ""  # why the run could not be brought to its end

    @property
    def is_kept(self) -> bool:
        """Nothing lost, nothing wrong, and no more copies than senders that died."""
        return not self.trouble and not self.lost and not self.wrong and self.duplicated <= self.deaths


class Run:
    def __init__(self, stage: Stage, ledger: Ledger, *, due: int, is_patient: bool, chance: random.Random) -> None:
        self.stage, self.ledger, self.due = stage, ledger, due
        self.is_patient, self.chance = is_patient, chance

    def of(self, fault: Fault, point: str) -> Verdict:
        try:
            return self._of(fault, point)
        except TimeoutError as problem:
            fault.end(self.stage)
            return Verdict(self.stage.name, fault.name, point, due=self.due, trouble=str(problem))

    def _of(self, fault: Fault, point: str) -> Verdict:
        self._make_ready()
        begun = time.monotonic()
        self.ledger.plan_again()
        share = self.chance.uniform(0.05, 0.6)
        eventually(lambda: len(self._taken()) >= share * self.due, within=GIVE_UP, what="mails go out")
        self._go_wrong(fault, point)
        self.stage.heal()
        self._wait(fault)
        return self._judge(fault, point, begun)

    def _make_ready(self) -> None:
        for path in self.stage.crashes.iterdir():
            path.unlink()
        eventually(self._is_healed, within=UP, what="all processes run")
        self.stage.inbox.taken.clear()
        self.stage.deaths = 0

    def _is_healed(self) -> bool:
        self.stage.heal()
        return bool(self.stage.workers() and self.stage.beats())

    def _go_wrong(self, fault: Fault, point: str) -> None:
        if point == AT_RANDOM:
            fault.begin(self.stage)
        elif fault.name == KILLS_ITSELF:
            before = len(self.stage.workers())
            self._ask(point, "")
            eventually(
                lambda: not (self.stage.crashes / point).exists() and not self._held(point).exists(),
                within=REACHED,
                what=f"a sender comes by {point}",
            )
            self.stage.deaths += 1 if before else 0
        else:
            self._ask(point, "hold")
            eventually(self._held(point).exists, within=REACHED, what=f"a sender comes by {point}")
            fault.begin(self.stage)
            self._held(point).unlink(missing_ok=True)
        time.sleep(fault.lasts)
        fault.end(self.stage)

    def _held(self, point: str) -> Path:
        return self.stage.crashes / f"{point}.held"

    def _ask(self, point: str, words: str) -> None:
        fresh = self.stage.crashes / "fresh"
        fresh.write_text(words)
        fresh.rename(self.stage.crashes / point)

    def _wait(self, fault: Fault) -> None:
        """Until everybody has their mail, or too long. Waits of the engine are cut short once nothing moves."""
        deadline, known, moved = time.monotonic() + GIVE_UP, -1, time.monotonic()
        while time.monotonic() < deadline and len(self._reached()) < self.due:
            time.sleep(0.25)
            self.stage.heal()
            if len(self._taken()) != known:
                known, moved = len(self._taken()), time.monotonic()
            elif time.monotonic() - moved > QUIET:
                self._hurry(fault)
                moved = time.monotonic()
        time.sleep(2.5)  # a tick more: what should not come could still come

    def _hurry(self, fault: Fault) -> None:
        """An operator tries the parked ones again, and time seems to go by; leases only where nobody can hold one."""
        if fault.parks and self.ledger.states().get("parked"):
            self.stage.run(sys.executable, "-m", "config.drill.people", "try-again")
        elif not self.is_patient:
            self.ledger.hurry(with_leases=bool(self.stage.deaths))

    def _taken(self) -> Sequence[Taken]:
        return self.stage.inbox.taken

    def _reached(self) -> set[str]:
        return {taken.address for taken in list(self._taken()) if taken.address.startswith("due-")}

    def _judge(self, fault: Fault, point: str, begun: float) -> Verdict:
        taken = list(self._taken())
        first: dict[str, Taken] = {}
        for one in taken:
            first.setdefault(one.address, one)
        copies = Counter((one.address, one.message_id) for one in taken)
        different = len(copies) - len(first)  # a second message about the same: not a copy, but one too many
        unwilling = sum(1 for address in first if not address.startswith("due-"))
        reached = self._reached()
        late = sorted(first[address].at - begun for address in reached)
        return Verdict(
            stage=self.stage.name,
            fault=fault.name,
            point=point,
            due=self.due,
            sent=len(reached),
            lost=self.due - len(reached),
            duplicated=sum(copies.values()) - len(copies),
            wrong=unwilling + different + self.ledger.unexplained(),
            late=late[int(len(late) * 0.95)] if late else 0.0,
            deaths=self.stage.deaths,
        )
