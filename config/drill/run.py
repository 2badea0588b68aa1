"""One fault on one stage: from the moment at which everybody is due to the verdict."""

from __future__ import annotations

import contextlib
import json
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from config.drill.faults import Fault
from config.drill.inbox import Taken
from config.drill.ledger import Ledger
from config.drill.people import address_of
from config.drill.servers import Missing, eventually
from config.drill.stage import ROOT, Stage
from config.drill.verdict import GRACE, Verdict, judge, last_of
from nudges.crash import AFTER_CLAIM, BEFORE_CLAIM

AT_RANDOM = ""  # no named point: some instant while mails go out
ONCE = {BEFORE_CLAIM, AFTER_CLAIM}  # points that a sender passes once for many mails: it must wait there from the start
CALM = 2.0  # seconds without a mail after which senders have nothing in hand
QUIET = 4.0  # seconds without a mail after which waits are cut short
GIVE_UP = 240.0  # seconds after which what has not come is lost
UP = 90.0  # seconds that Rebound may take to start on a busy machine
REACHED = 40.0  # seconds in which a sender must come by a named point


class Run:
    def __init__(
        self, stage: Stage, ledger: Ledger, *, due: int, unwilling: int, is_patient: bool, chance: random.Random
    ) -> None:
        self.stage, self.ledger, self.due, self.unwilling = stage, ledger, due, unwilling
        self.is_patient, self.chance = is_patient, chance
        self.minds: subprocess.Popen[str] | None = None
        self.released = 0.0  # when a sender that waited at a named point could go on

    def of(self, fault: Fault, point: str) -> Verdict:
        """Whatever happens to the drill itself is trouble of this run, and the next one begins anew."""
        try:
            return self._of(fault, point)
        except Missing as problem:
            return Verdict(self.stage.name, fault.name, point, skipped=str(problem))
        except Exception as problem:
            with contextlib.suppress(Exception):
                fault.end(self.stage)
            self.close()
            trouble = f"{type(problem).__name__}: {problem}"
            return Verdict(self.stage.name, fault.name, point, due=self.due, trouble=trouble)

    def _of(self, fault: Fault, point: str) -> Verdict:
        if self.due < fault.least:
            raise Missing(f"with fewer than {fault.least} people one sender may take all (--people {fault.least})")
        self._make_ready(fault)
        begun = time.monotonic()
        self.ledger.plan_again(datetime.now(UTC))
        self._let_go_out(fault, point)
        left = self._go_wrong(fault, point)
        self.stage.heal()
        said_no = {address_of("unwilling", n): begun for n in range(self.unwilling)}
        said_no |= {who: max(when, self.released) + GRACE for who, when in self._told().items()}
        is_over = self._wait(fault)
        run = Verdict(
            self.stage.name,
            fault.name,
            point,
            due=self.due,
            left=left,
            restarts=self.stage.restarts(),
            trouble="nobody was left" if not left else "" if is_over else "something could still be sent",
        )
        rows, unexplained = self.ledger.sent(), self.ledger.unexplained()
        taken = list(self._taken())
        unheard = [*last_of(taken, self.stage.deaths), *self.stage.inbox.cuts]
        return judge(run, taken, unheard, begun=begun, said_no=said_no, rows=rows, unexplained=unexplained)

    def _let_go_out(self, fault: Fault, point: str) -> None:
        """Until the moment at which it shall go wrong, or somebody shall be held."""
        if not fault.first(self.stage):
            self._hold(BEFORE_CLAIM)
            eventually(lambda: fault.first(self.stage), within=REACHED, what=f"{fault.name} begins as it should")
            for path in (self.stage.crashes / BEFORE_CLAIM, self._held(BEFORE_CLAIM)):
                path.unlink(missing_ok=True)
        if point in ONCE:
            self._hold(point)
            return
        share = self.chance.uniform(0.05, 0.6) * self.due
        eventually(lambda: len(self._taken()) >= share, within=GIVE_UP, what="mails go out")

    def _make_ready(self, fault: Fault) -> None:
        for path in self.stage.crashes.iterdir():
            path.unlink()
        self.stage.be_of_one_version()
        eventually(self._is_healed, within=UP, what="all processes run")
        self._make_up_minds()
        fault.prepare(self.stage)
        self.ledger.put_away()
        eventually(self._is_calm, within=UP, what="the run before it is over")
        self.stage.begin_run()
        self.stage.inbox.taken.clear()
        self.stage.inbox.cuts.clear()

    def _is_calm(self) -> bool:
        """Nobody has anything in hand any more."""
        before = len(self._taken())
        time.sleep(CALM)
        return len(self._taken()) == before

    def _is_healed(self) -> bool:
        self.stage.heal()
        return bool(self.stage.workers() and self.stage.beats())

    # --- Somebody waits at a named point ------------------------------------------------------------------------------

    def _go_wrong(self, fault: Fault, point: str) -> int:
        """Answers how many had no mail yet when it began."""
        held = self._held(point)
        if point != AT_RANDOM:
            self._hold(point)
            self.stage.held = self._wait_for_sender(point)
        left = self.due - len(self._reached())
        self._ask_minds("decide")
        fault.begin(self.stage)
        held.unlink(missing_ok=True)
        self.released = time.monotonic()
        time.sleep(fault.lasts)
        fault.end(self.stage)
        return left

    def _wait_for_sender(self, point: str) -> int:
        """The pid of who waits at this point. Raises Missing when all was out before anybody came by."""
        held = self._held(point)
        try:
            eventually(lambda: _pid_in(held), within=REACHED, what=f"a sender comes by {point}")
        except TimeoutError:
            if len(self._reached()) < self.due:
                raise
            raise Missing(f"all was out before a sender came by {point}: more people are needed") from None
        return _pid_in(held)

    def _held(self, point: str) -> Path:
        return self.stage.crashes / f"{point}.held"

    def _hold(self, point: str) -> None:
        if self._held(point).exists() or (self.stage.crashes / point).exists():
            return
        fresh = self.stage.crashes / "fresh"
        fresh.write_text("hold")
        fresh.rename(self.stage.crashes / point)

    # --- People who change their minds --------------------------------------------------------------------------------

    def _make_up_minds(self) -> None:
        """As they were before the run before."""
        if self.minds is None:
            self.minds = subprocess.Popen(
                [sys.executable, "-m", "config.drill.minds"],
                cwd=ROOT,
                env=self.stage.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
            self._heard()
        self._ask_minds("forget")
        self._heard()

    def _ask_minds(self, what: str) -> None:
        if self.minds and self.minds.stdin:
            print(what, file=self.minds.stdin, flush=True)

    def _heard(self) -> str:
        line = self.minds.stdout.readline() if self.minds and self.minds.stdout else ""
        if not line:
            raise RuntimeError("those who were to change their minds could not")
        return line

    def _told(self) -> dict[str, float]:
        said: dict[str, float] = json.loads(self._heard())
        return said

    def close(self) -> None:
        if self.minds:
            self.minds.kill()
            self.minds.communicate()
            self.minds = None

    # --- Until all is over --------------------------------------------------------------------------------------------

    def _wait(self, fault: Fault) -> bool:
        """Until nothing is left that could be sent; False when that takes too long. Waits of the engine are cut short
        once nothing moves."""
        deadline, known, moved = time.monotonic() + GIVE_UP, None, time.monotonic()
        while (now := self._so_far()) != (0, self.due) and time.monotonic() < deadline:
            time.sleep(0.25)
            self.stage.heal()
            if now != known:
                known, moved = now, time.monotonic()
            elif time.monotonic() - moved > QUIET:
                self._hurry(fault)
                moved = time.monotonic()
        time.sleep(2.5)  # a tick more: what should not come could still come
        return self._so_far()[0] == 0

    def _so_far(self) -> tuple[int, int]:
        """How much is open (-1: the database cannot say), and how many have got theirs."""
        with contextlib.suppress(psycopg.Error, sqlite3.Error):
            return self.ledger.open(), len(self._reached())
        return -1, len(self._reached())

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


def _pid_in(held: Path) -> int:
    """Who waits there; 0: nobody yet."""
    with contextlib.suppress(OSError):
        words = held.read_text()
        return int(words) if words.isdecimal() else 0
    return 0
