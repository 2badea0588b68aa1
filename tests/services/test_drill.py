"""A short fault drill: what the long one (`make drill`) asks of every fault holds for a few telling ones."""

import random
from contextlib import closing

import pytest

from config.drill import __main__ as drill
from config.drill.embedded import Embedded
from config.drill.faults import FAULTS
from config.drill.run import Run
from config.drill.servers import Missing
from config.drill.stage import Served

pytestmark = pytest.mark.services

DUE = 40
FAULT = {fault.name: fault for fault in FAULTS}


@pytest.mark.parametrize(
    ("stage", "fault", "point"),
    [
        (Served, "kill-worker", "after_250"),
        (Embedded, "kill-all", "after_render"),
    ],
)
def test_nothing_is_lost_and_nothing_unwanted_goes_out(stage, fault, point):
    try:
        with drill.stage_of(stage, DUE) as (set_up, ledger):
            some = drill.unwilling_beside(DUE)
            run = Run(set_up, ledger, due=DUE, unwilling=some, is_patient=False, chance=random.Random(7))
            with closing(run):
                verdict = run.of(FAULT[fault], point)
    except Missing as problem:
        pytest.skip(str(problem))
    if verdict.skipped:
        pytest.skip(verdict.skipped)

    assert verdict.trouble == ""
    assert (verdict.sent, verdict.lost, verdict.wrong) == (DUE, 0, 0)
    assert verdict.is_kept
