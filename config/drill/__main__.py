"""`bin/drill`: sets the stages, runs the faults, prints what became of each, and whether all promises were kept."""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.drill.faults import FAULTS, Fault
from config.drill.ledger import Ledger
from config.drill.run import AT_RANDOM, Run, Verdict
from config.drill.servers import Missing
from config.drill.stage import Embedded, Served, Stage
from nudges.crash import POINTS

UNWILLING = 10  # one in so many has said no after the note was planned
HEAD = ["fault", "point", "due", "sent", "lost", "duplicated", "wrong", "late p95", ""]
WIDTHS = [20, 15, 6, 6, 5, 11, 6, 9, 0]
SHORT = {"kill-worker": ["after_250", AT_RANDOM], "kill-all": [AT_RANDOM], "smtp-451": [AT_RANDOM]}


def main(arguments: list[str]) -> int:
    options = _options(arguments)
    chance = random.Random(options.seed)  # noqa: S311 - no secret
    verdicts: list[Verdict] = []
    for kind in [Served, Embedded]:
        if options.stage in ("", kind.__name__.lower()):
            verdicts += _drill(kind, options, chance)
    broken = [verdict for verdict in verdicts if not verdict.is_kept]
    skipped = [verdict for verdict in verdicts if verdict.skipped]
    print(f"\n{len(verdicts) - len(skipped)} runs, {len(skipped)} skipped, {len(broken)} broke a promise.")
    return 1 if broken else 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/drill", description=sys.modules["config.drill"].__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--people", type=int, default=2000, help="how many are due (2000)")
    parser.add_argument("--only", default="", help="faults whose names begin so")
    parser.add_argument("--point", default=None, help='one named point, or "random"')
    parser.add_argument("--stage", default="", choices=["", "served", "embedded"])
    parser.add_argument("--seed", type=int, default=1, help="of the random instants (1)")
    parser.add_argument("--short", action="store_true", help="a few telling runs")
    parser.add_argument("--patient", action="store_true", help="cut no wait of the engine short")
    return parser.parse_args(arguments)


def _drill(kind: type[Stage], options: argparse.Namespace, chance: random.Random) -> Iterator[Verdict]:
    print(f"\n{kind.name}: {options.people} due, {options.people // UNWILLING} who do not want theirs any more")
    try:
        with stage_of(kind, options.people) as (stage, ledger):
            _say(HEAD)
            run = Run(stage, ledger, due=options.people, is_patient=options.patient, chance=chance)
            for fault, point in _chosen(kind, options):
                verdict = run.of(fault, point)
                _say(_row(verdict))
                yield verdict
    except Missing as problem:
        print(f"Skipped: {problem}")
        yield Verdict(kind.name, "all", AT_RANDOM, skipped=str(problem))


@contextmanager
def stage_of(kind: type[Stage], people: int) -> Iterator[tuple[Stage, Ledger]]:
    """A stage with so many people who are due, and its processes started. Raises Missing where it cannot be set."""
    folder = Path(tempfile.mkdtemp(prefix="rebound-drill-"))
    folder.chmod(0o711)
    try:
        stage = kind(folder)
        try:
            stage.open()
            stage.run(sys.executable, "-m", "config.drill.people", str(people), str(people // UNWILLING))
            ledger = Ledger(stage.postgres.address if isinstance(stage, Served) else folder / "var" / "rebound.sqlite3")
            stage.start()
            yield stage, ledger
        finally:
            stage.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _chosen(kind: type[Stage], options: argparse.Namespace) -> Iterator[tuple[Fault, str]]:
    for fault in FAULTS:
        points = SHORT.get(fault.name, []) if options.short else [AT_RANDOM, *POINTS]
        if not issubclass(kind, fault.on) or not fault.name.startswith(options.only):
            continue
        for point in points:
            if options.point in (None, point or "random"):
                yield fault, point


def _row(verdict: Verdict) -> list[str]:
    place = verdict.point or "at random"
    numbers = [verdict.due, verdict.sent, verdict.lost, verdict.duplicated, verdict.wrong]
    kept = "kept" if verdict.is_kept else f"BROKEN {verdict.trouble}"
    return [verdict.fault, place, *map(str, numbers), f"{verdict.late:.1f} s", kept]


def _say(cells: list[str]) -> None:
    print(" ".join(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True)).rstrip(), flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
