"""To keep going: the person's own weekly goal, and one small thread while things look good."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from nudges.facts import Facts
from nudges.models import NudgeList
from nudges.rules.base import DAY, GENTLE, Wanted, about, page, rule

PAUSE_AFTER_A_NO = timedelta(hours=48)


@rule(list=NudgeList.KEEP_GOING, kind=GENTLE, until="the end of that week")
def keep_applying(facts: Facts, now: datetime) -> Iterator[Wanted]:
    """Once a week from Wednesday on, only with a weekly goal; 48 hours after a no at the earliest. Ends with the goal.

    Next week's is yielded too, so that the plan shows it. The week in which somebody joined after its Wednesday had
    begun is theirs.
    """
    if not facts.weekly_goal:
        return
    today = facts.day(now)
    this_monday = today - today.weekday() * DAY
    pause = max((no.recorded_at + PAUSE_AFTER_A_NO for no in facts.noes), default=None)
    for monday, done in ((this_monday, facts.applied_this_week), (this_monday + 7 * DAY, 0)):
        if done >= facts.weekly_goal:
            continue
        year, week, _ = monday.isocalendar()
        wednesday = facts.start_of(monday + 2 * DAY)
        if facts.joined_at and wednesday < facts.joined_at:
            continue
        yield keep_applying.wants(
            subject="",
            occurrence=f"{year}-W{week:02}",
            not_before=max(wednesday, pause) if pause else wednesday,
            useful_until=facts.start_of(monday + 7 * DAY),
            why="goal_open" if monday == this_monday else "goal_next_week",
            params={"goal": facts.weekly_goal, "done": done},
            path=page("applications:application-list"),
            values={
                "weekly_goal": facts.weekly_goal,
                "application_url": page("applications:application-list"),
            },
        )


@rule(list=NudgeList.KEEP_GOING, kind=GENTLE, until="four days")
def good_day(facts: Facts, now: datetime) -> Iterator[Wanted]:
    """The day after an application reaches the final round, for four days. Ends when a talk elsewhere is arranged.

    People who get close tend to let the rest go (Wanberg et al. 2010).
    """
    for application, reached_on in facts.final_rounds:
        if any(interview.application.pk != application.pk for interview in facts.interviews):
            continue
        yield good_day.wants(
            subject=f"application:{application.pk}",
            occurrence="",
            not_before=facts.start_of(reached_on + DAY),
            useful_until=facts.start_of(reached_on + 5 * DAY),
            why="final_round_reached",
            params={"day": reached_on.isoformat()},
            application=application.pk,
            path=page("applications:application-list"),
            values=about(application) | {"application_url": page("applications:application-list")},
            label=application.label,
        )
