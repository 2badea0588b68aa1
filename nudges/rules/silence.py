"""Silence: an application that went quiet, and a talk after which nothing came."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from applications.days import add_business_days
from nudges.facts import Facts, Key
from nudges.models import NudgeList
from nudges.rules.base import DAY, GENTLE, Wanted, about, letter, rule


@rule(list=NudgeList.FOLLOW_UPS, kind=GENTLE)
def application_follow_up(facts: Facts, now: datetime) -> Iterator[Wanted]:
    """After 7 quiet days, and once more after 7 further ones. Ends with the application, or when it moves on.

    What happens starts the days anew, never the count. A day that the person chose takes the place of the first seven,
    until something happens after it.
    """
    for application in facts.quiet:
        if application.applied_on is None or application.last_event_at is None:
            continue
        subject = f"application:{application.pk}"
        quiet_since = max(application.applied_on, facts.day(application.last_event_at))
        first = (application_follow_up.name, subject, "1")
        chosen = application.follow_up_on
        is_chosen = chosen is not None and chosen > quiet_since
        counted_from = chosen - 7 * DAY if chosen and is_chosen else quiet_since
        days = [(first, counted_from + 7 * DAY), ((*first[:2], "2"), second_follow_up(facts, first, counted_from))]
        for (_rule, _subject, occurrence), first_day in days:
            if first_day is None:
                continue
            yield application_follow_up.wants(
                subject=subject,
                occurrence=occurrence,
                not_before=facts.start_of(first_day),
                useful_until=facts.start_of(first_day + 5 * DAY),
                why="follow_up_chosen" if is_chosen else "quiet_days",
                params={"day": (chosen if chosen and is_chosen else quiet_since).isoformat()},
                application=application.pk,
                path=application.path,
                values=about(application)
                | {"letter_url": letter(application=application.pk), "step_url": application.path},
                label=application.label,
            )


def second_follow_up(facts: Facts, first: Key, quiet_since: date) -> date | None:
    """Seven quiet days after the first one, whenever that goes. None while that is put off, or not wanted at all."""
    firsts = facts.with_repeats(first)
    if any(key in facts.dropped or facts.put_off.get(key, quiet_since) is None for key in firsts):
        return None
    moments = [*(facts.sent.get(key) for key in firsts), *(facts.put_off.get(key) for key in firsts)]
    days = [facts.day(moment) for moment in moments if moment]
    return max(quiet_since, *days) + 7 * DAY if days else quiet_since + 14 * DAY


@rule(list=NudgeList.FOLLOW_UPS, kind=GENTLE)
def silence_check(facts: Facts, now: datetime) -> Iterator[Wanted]:
    """Two business days after the day they named, else seven after the talk. Ends when anything is heard or asked."""
    for interview in facts.talks:
        if not interview.is_latest or interview.is_answered:
            continue
        named = interview.hear_back_by
        first_day = add_business_days(named, 2) if named else add_business_days(facts.day(interview.ends_at), 7)
        yield silence_check.wants(
            subject=f"interview:{interview.pk}",
            occurrence=named.isoformat() if named else "",
            not_before=facts.start_of(first_day),
            useful_until=facts.start_of(add_business_days(first_day, 10) + DAY),
            why="hear_back_passed" if named else "silent_after_talk",
            params={"day": (named or facts.day(interview.starts_at)).isoformat()},
            application=interview.application.pk,
            path=interview.application.path,
            values=about(interview.application)
            | {"letter_url": letter("ghost_check_in", interview=interview.pk), "step_url": interview.application.path},
            label=interview.application.label,
        )
