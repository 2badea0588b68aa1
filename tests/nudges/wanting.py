"""Facts and wanted nudges for tests of pure functions: no database needed."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from nudges.facts import ApplicationFact, Facts, InterviewFact, RecoveryFact, StepFact, TalkFact
from nudges.models import Nudge, NudgeChoice, NudgeList, NudgePreference
from nudges.rules import Wanted

BERLIN = ZoneInfo("Europe/Berlin")
ALL_LISTS = list(NudgeList.values)


def berlin(text: str) -> datetime:
    """A moment in Berlin, as UTC: "2026-11-18 09:30"."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


def make_facts(**fields: Any) -> Facts:
    return Facts(**{"zone": BERLIN, "first_name": "Ada"} | fields)


def make_about(**fields: Any) -> ApplicationFact:
    return ApplicationFact(**{"pk": 7, "company": "Acme", "role": "Engineer"} | fields)


def make_recovery(**fields: Any) -> RecoveryFact:
    """A no from the interview stage, recorded on Wednesday 18 November at ten, on the day it came."""
    steps = tuple(StepFact(key) for key in ("pause_and_name", "gracious_reply", "ask_for_feedback", "self_review"))
    return RecoveryFact(
        **{
            "pk": 2,
            "application": make_about(is_open=False),
            "no_on": date(2026, 11, 18),
            "recorded_at": berlin("2026-11-18 10:00"),
            "counts_from_on": date(2026, 11, 18),
            "steps": steps,
        }
        | fields
    )


def make_interview_fact(**fields: Any) -> InterviewFact:
    return InterviewFact(
        **{
            "pk": 3,
            "application": make_about(),
            "starts_at": berlin("2026-11-26 14:00"),
            "recorded_at": berlin("2026-11-18 10:00"),
        }
        | fields
    )


def make_talk(**fields: Any) -> TalkFact:
    """An hour on Monday 16 November at two, about which nothing is written yet."""
    starts_at = fields.pop("starts_at", berlin("2026-11-16 14:00"))
    ends_at = starts_at + timedelta(hours=1)
    return TalkFact(**{"pk": 4, "application": make_about(), "starts_at": starts_at, "ends_at": ends_at} | fields)


def make_wanted(**fields: Any) -> Wanted:
    """Something gentle about recovery 2, of use for three days from Wednesday 18 November on."""
    start = fields.get("not_before", berlin("2026-11-18 00:00"))
    return Wanted(
        **{
            "rule": "next_morning",
            "subject": "recovery:2",
            "occurrence": "",
            "list": NudgeList.RECOVERY,
            "kind": Nudge.Kind.GENTLE,
            "not_before": start,
            "useful_until": start + timedelta(days=3),
        }
        | fields
    )


def make_appointment(**fields: Any) -> Wanted:
    """A reminder of an interview on Thursday 26 November at two."""
    starts_at = fields.pop("starts_at", berlin("2026-11-26 14:00"))
    on = starts_at.astimezone(BERLIN).date()
    day_before = on - timedelta(days=1)
    midnight = datetime.combine(day_before, datetime.min.time(), tzinfo=BERLIN).astimezone(UTC)
    return Wanted(
        **{
            "rule": "interview_tomorrow",
            "subject": "interview:3",
            "occurrence": on.isoformat(),
            "list": NudgeList.APPOINTMENTS,
            "kind": Nudge.Kind.APPOINTMENT,
            "not_before": midnight,
            "useful_until": starts_at,
            "slot_day": day_before,
            "else_at": starts_at - timedelta(hours=2),
            "application": 7,
        }
        | fields
    )


def make_digest(**fields: Any) -> Wanted:
    """The weekly digest of Wednesday 18 November, half past nine."""
    moment = fields.get("not_before", berlin("2026-11-18 09:30"))
    return Wanted(
        **{
            "rule": "weekly_digest",
            "subject": "",
            "occurrence": "2026-W47",
            "list": NudgeList.DIGEST,
            "kind": Nudge.Kind.DIGEST,
            "not_before": moment,
            "else_at": moment,
            "useful_until": moment + timedelta(days=2),
        }
        | fields
    )


def make_preference(**fields: Any) -> NudgePreference:
    return NudgePreference(**{"lists": ALL_LISTS} | fields)


def make_choice(one: Wanted, kind: str, **fields: Any) -> NudgeChoice:
    rule, subject, occurrence = one.key
    return NudgeChoice(kind=kind, rule=rule, subject=subject, occurrence=occurrence, **fields)
