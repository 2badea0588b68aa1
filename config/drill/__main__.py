"""`bin/drill`: sets the stages, runs the faults, prints what became of each, and whether all promises were kept."""

from __future__ import annotations

import argparse
import contextlib
import random
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.drill.embedded import Embedded
from config.drill.faults import FAULTS, Fault
from config.drill.ledger import Ledger
from config.drill.minds import KINDS
from config.drill.run import AT_RANDOM, Run
from config.drill.servers import Missing
from config.drill.stage import Served, Stage
from config.drill.verdict import Verdict
from nudges.crash import POINTS

UNWILLING = 10  # to so many who are due comes one who said no after the note was planned, and one who will
MOST = 12  # of each: they act one after another, and the run is to go on meanwhile
HEAD = ["fault", "point", "due", "left", "sent", "lost", "duplicated", "wrong", "spared", "late p95", ""]
WIDTHS = [20, 15, 6, 6, 6, 5, 11, 6, 7, 9, 0]
WHAT_IT_SAYS = """left: who had no mail yet when it went wrong. wrong: mail that nobody wants any more, or a second one.
spared: who had said no before it began, or said so meanwhile, and got nothing. The clock is moved where Rebound reads
it (an offset to django.utils.timezone.now): under libfaketime Python's sleep fails."""
SHORT = {
    "kill-worker": ["after_250", AT_RANDOM],
    "kill-all": [AT_RANDOM],
    "smtp-451": [AT_RANDOM],
    "old-beside-new": [AT_RANDOM],
}


def main(arguments: list[str]) -> int:
    options = _options(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # and on the way out it ends what it has started
    signal.signal(signal.SIGINT, signal.default_int_handler)  # even where a shell started it in the background
    chance = random.Random(options.seed)  # noqa: S311 - no secret
    verdicts: list[Verdict] = []
    print(WHAT_IT_SAYS)
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
    parser.add_argument("--old", default="", help="the commit of the old worker (the last release, else 40 back)")
    parser.add_argument("--seed", type=int, default=1, help="of the random instants (1)")
    parser.add_argument("--short", action="store_true", help="a few telling runs")
    parser.add_argument("--patient", action="store_true", help="cut no wait of the engine short")
    return parser.parse_args(arguments)


def _drill(kind: type[Stage], options: argparse.Namespace, chance: random.Random) -> Iterator[Verdict]:
    some = unwilling_beside(options.people)
    print(f"\n{kind.name}: {options.people} due, {some} want theirs no more, {some} will say so in a moment")
    try:
        with stage_of(kind, options.people) as (stage, ledger):
            if isinstance(stage, Served):
                stage.old_commit = options.old
            _say(HEAD)
            run = Run(stage, ledger, due=options.people, unwilling=some, is_patient=options.patient, chance=chance)
            with contextlib.closing(run):
                for fault, point in _chosen(kind, options):
                    verdict = run.of(fault, point)
                    _say(_row(verdict))
                    yield verdict
    except Missing as problem:
        print(f"Skipped: {problem}")
        yield Verdict(kind.name, "all", AT_RANDOM, skipped=str(problem))


def unwilling_beside(people: int) -> int:
    return min(max(people // UNWILLING, len(KINDS)), MOST)


@contextmanager
def stage_of(kind: type[Stage], people: int) -> Iterator[tuple[Stage, Ledger]]:
    """A stage with so many people who are due, and its processes started. Raises Missing where it cannot be set."""
    folder = Path(tempfile.mkdtemp(prefix="rebound-drill-"))
    folder.chmod(0o711)
    try:
        stage = kind(folder)
        try:
            stage.open()
            stage.run(sys.executable, "-m", "config.drill.people", str(people), str(unwilling_beside(people)))
            ledger = Ledger(stage.postgres.address if isinstance(stage, Served) else folder / "var" / "rebound.sqlite3")
            ledger.put_away()
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
    if verdict.skipped:
        return [verdict.fault, place, *[""] * 8, f"skipped: {verdict.skipped}"]
    numbers = [verdict.due, verdict.left, verdict.sent, verdict.lost, verdict.duplicated, verdict.wrong, verdict.spared]
    needless = f"{verdict.needless} needless" if verdict.needless else ""
    kept = "kept" if verdict.is_kept else f"BROKEN {verdict.trouble or needless}"
    restarts = f" ({verdict.restarts} died of themselves)" if verdict.restarts else ""
    return [verdict.fault, place, *map(str, numbers), f"{verdict.late:.1f} s", kept + restarts]


def _say(cells: list[str]) -> None:
    print(" ".join(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True)).rstrip(), flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
