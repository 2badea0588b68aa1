"""A short fault drill: what the long one (`make drill`) asks of every fault holds for a few telling ones."""

import random

import pytest

from config.drill import __main__ as drill
from config.drill.faults import FAULTS
from config.drill.run import Run
from config.drill.servers import Missing
from config.drill.stage import Embedded, Served

pytestmark = pytest.mark.services

DUE = 40
FAULT = {fault.name: fault for fault in FAULTS}


@pytest.fixture(scope="module", params=[Served, Embedded])
def run(request):
    try:
        with drill.stage_of(request.param, DUE) as (stage, ledger):
            yield Run(stage, ledger, due=DUE, is_patient=False, chance=random.Random(7))
    except Missing as problem:
        pytest.skip(str(problem))


@pytest.mark.parametrize(("fault", "point"), [("kill-worker", "after_250"), ("kill-all", "after_render")])
def test_nothing_is_lost_and_nothing_unwanted_goes_out(run, fault, point):
    verdict = run.of(FAULT[fault], point)

    assert verdict.trouble == ""
    assert (verdict.sent, verdict.lost, verdict.wrong) == (DUE, 0, 0)
    assert verdict.duplicated <= verdict.deaths
