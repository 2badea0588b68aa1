"""What the fault drill (`config/drill/`) makes of what it saw; tests/services/test_drill.py lets it run."""

import os
import sqlite3
import threading
import time
from datetime import UTC, datetime
from random import Random
from unittest.mock import Mock

import pytest

from config.drill import faults, versions
from config.drill.faults import FAULTS
from config.drill.inbox import Taken
from config.drill.ledger import Ledger
from config.drill.run import Run
from config.drill.servers import Missing
from config.drill.verdict import LOOP, Verdict, judge, last_of
from nudges import crash
from nudges.delivery import claiming

IDS = ["1f039876-453c-40a6-a32b-6a1d7670c8c4", "6197b74c-9214-470b-b0e2-e596d91eedee"]


def mail(who, message, at=1.0, sender=0):
    return Taken(f"{who}@example.org", f"<{message}@127.0.0.1>", at, sender)


def judged(*taken, unheard=(), due=1, said_no=None, rows=(), unexplained=0, **known):
    run = Verdict("a stage", "a fault", "", due=due, **known)
    return judge(run, taken, unheard, begun=0.0, said_no=said_no or {}, rows=set(rows), unexplained=unexplained)


def test_all_is_well_where_everybody_got_theirs_once():
    verdict = judged(mail("due-0", IDS[0], 2.0), mail("due-1", IDS[1], 4.0), due=2, rows=IDS)
    assert (verdict.sent, verdict.lost, verdict.duplicated, verdict.wrong, verdict.late) == (2, 0, 0, 0, 4.0)
    assert verdict.is_kept


def test_who_got_nothing_has_lost_a_note():
    verdict = judged(mail("due-0", IDS[0]), due=2)
    assert (verdict.lost, verdict.is_kept) == (1, False)


def test_what_the_rows_call_sent_and_nobody_has_is_lost():
    verdict = judged(mail("due-0", IDS[0]), rows=IDS)
    assert (verdict.lost, verdict.is_kept) == (1, False)


@pytest.mark.parametrize(("dead", "is_kept"), [([], False), ([8], False), ([7], True), ([7, 8], True)])
def test_a_copy_is_forgiven_of_the_last_mail_of_a_sender_that_died(dead, is_kept):
    taken = [mail("due-0", IDS[0], 1.0, 7), mail("due-0", IDS[0], 9.0, 8)]
    verdict = judged(*taken, unheard=last_of(taken, dead))
    assert (verdict.duplicated, verdict.wrong, verdict.is_kept) == (1, 0, is_kept)


def test_a_copy_of_what_it_sent_before_that_is_needless():
    taken = [mail("due-0", IDS[0], 1.0, 7), mail("due-1", IDS[1], 2.0, 7), mail("due-0", IDS[0], 9.0, 8)]
    verdict = judged(*taken, due=2, unheard=last_of(taken, [7]))
    assert (verdict.duplicated, verdict.needless, verdict.is_kept) == (1, 1, False)


def test_the_death_of_one_sender_excuses_one_copy():
    taken = [mail("due-0", IDS[0], at, sender) for at, sender in [(1.0, 7), (2.0, 8), (3.0, 8)]]
    assert not judged(*taken, unheard=last_of(taken, [7])).is_kept


def test_a_second_message_is_no_copy_however_many_died():
    taken = [mail("due-0", IDS[0]), mail("due-0", IDS[1])]
    verdict = judged(*taken, unheard=taken)
    assert (verdict.duplicated, verdict.wrong, verdict.is_kept) == (0, 1, False)


@pytest.mark.parametrize(("at", "wrong", "spared"), [(7.0, 0, 0), (8.1, 1, 0), (None, 0, 1)])
def test_who_said_no_gets_nothing_from_then_on(at, wrong, spared):
    taken = [mail("due-0", IDS[0])] + ([mail("mind-0", IDS[1], at)] if at else [])
    verdict = judged(*taken, said_no={"mind-0@example.org": 8.0})
    assert (verdict.wrong, verdict.spared, verdict.is_kept) == (wrong, spared, not wrong)


@pytest.mark.parametrize("known", [{"restarts": LOOP}, {"trouble": "it hung"}, {"unexplained": 1}])
def test_nor_is_a_promise_kept_by_a_run_that_went_wrong_otherwise(known):
    assert not judged(mail("due-0", IDS[0]), **known).is_kept


def test_faults_are_known_by_their_names():
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)


def test_a_run_that_needs_more_people_is_skipped_and_says_so():
    (fault,) = [fault for fault in FAULTS if fault.least > 1]
    stage = Mock()
    stage.name = "a stage"
    verdict = Run(stage, Mock(), due=100, unwilling=0, is_patient=False, chance=Random(1)).of(fault, "after_250")
    assert "--people 600" in verdict.skipped
    assert (stage.method_calls, verdict.trouble) == ([], "")


def test_a_sender_takes_no_more_at_once_than_the_drill_thinks():
    assert faults.BATCH == claiming.BATCH


def test_a_note_is_due_as_long_as_the_drill_goes_on(tmp_path):
    """Three hours after a slot, what was to go in it goes at another time: so the slot moves along with each run."""
    database = tmp_path / "rows.sqlite3"
    with sqlite3.connect(database) as rows:
        rows.executescript("""CREATE TABLE nudges_nudge (user_id, rule, message_id, state, reason, settled_at, channel,
            is_over, due_at); CREATE TABLE nudges_message (id); CREATE TABLE nudges_gate (id);
            CREATE TABLE accounts_user (id, email); CREATE TABLE nudges_nudgepreference (slot);
            INSERT INTO nudges_nudgepreference VALUES ('09:30:00');""")
        rows.execute("INSERT INTO nudges_nudge (rule, due_at) VALUES ('interview_tomorrow', '2026-11-18 05:30:00')")
    ledger = Ledger(database)
    ledger.plan_again(datetime(2026, 11, 18, 9, 20, 30, tzinfo=UTC))
    assert ledger.ask("SELECT due_at, slot FROM nudges_nudge, nudges_nudgepreference") == [
        ("2026-11-18 08:05:00", "12:05:00")  # both are moved by the same
    ]


def test_a_copy_without_history_has_no_old_version(monkeypatch, tmp_path):
    monkeypatch.setattr(versions, "ROOT", tmp_path)
    with pytest.raises(Missing, match="no history"):
        versions.old_version(tmp_path / "old")


def test_a_sender_waits_at_a_named_point_and_says_who_it_is(settings, tmp_path):
    settings.CRASH_FOLDER = str(tmp_path)
    (tmp_path / crash.AFTER_RENDER).write_text("hold")
    held = tmp_path / f"{crash.AFTER_RENDER}.held"
    sender = threading.Thread(target=crash.crash_point, args=[crash.AFTER_RENDER])
    sender.start()
    while not held.exists() or held.read_text() != str(os.getpid()):
        time.sleep(0.005)
    assert sender.is_alive()
    held.unlink()
    sender.join(5)
    assert not sender.is_alive()
