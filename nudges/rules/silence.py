"""Silence: an application that went quiet, and a talk after which nothing came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from applications.days import add_business_days
from applications.models import Outcome
from nudges.facts import ApplicationFact, Facts, Key, path_of
from nudges.models import NudgeList
from nudges.rules.base import DAY, GENTLE, Wanted, about, letter, rule

CLOSE = "close"
CLOSE_AFTER = 30 * DAY
ABOUT_ONE = 2  # mails about one application at most, whatever the silence: that is what was agreed to


def is_enough(facts: Facts, application: int, key: Key) -> bool:
    """So many others have gone about it that this one is only for the page."""
    gone = {(rule, subject, of.partition("~")[0]) for rule, subject, of in facts.followed_up.get(application, ())}
    return len(gone - {key}) >= ABOUT_ONE


@rule(list=NudgeList.FOLLOW_UPS, kind=GENTLE, until="five days; the proposal 14")
def application_follow_up(facts: Facts, now: datetime) -> Iterator[Wanted]:
    """After 7 quiet days, and once more after 7; after 30 the page proposes to close it. Ends when anything happens.

    What happens starts the days anew, never the count. A day that the person chose takes the place of the first seven,
    until something happens after it. The question after 30 days is no mail, and nothing is closed by itself. Of what
    was sent long before it was added nothing is said on the day of adding.
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
        rests_until = facts.day(application.added_at) + DAY if application.added_at and not is_chosen else quiet_since
        days = [(first, counted_from + 7 * DAY), ((*first[:2], "2"), second_follow_up(facts, first, counted_from))]
        for key, first_day in days:
            if first_day is None:
                continue
            yield application_follow_up.wants(
                subject=subject,
                occurrence=key[2],
                not_before=facts.start_of(max(first_day, rests_until)),
                useful_until=facts.start_of(first_day + 5 * DAY),
                why="follow_up_chosen" if is_chosen else "quiet_days",
                params={"day": (chosen if chosen and is_chosen else quiet_since).isoformat()},
                application=application.pk,
                is_here_only=is_enough(facts, application.pk, key),
                path=application.path,
                values=about(application)
                | {"letter_url": letter(application=application.pk), "step_url": application.path},
                label=application.label,
            )
        if days[1][1] is not None and not is_dropped(facts, days[1][0]):
            last_day = max(counted_from + CLOSE_AFTER, days[1][1] + 5 * DAY)
            asked = proposal(facts, application, last_day, quiet_since)
            yield replace(asked, not_before=max(asked.not_before, facts.start_of(rests_until)))


def proposal(facts: Facts, application: ApplicationFact, first_day: date, quiet_since: date) -> Wanted:
    """The question whether to close it as unanswered, after the last follow-up has had its time."""
    return application_follow_up.wants(
        subject=f"application:{application.pk}",
        occurrence=CLOSE,
        not_before=facts.start_of(first_day),
        useful_until=facts.start_of(first_day + 14 * DAY),
        why="quiet_long",
        params={"day": quiet_since.isoformat()},
        application=application.pk,
        is_here_only=True,
        path=f"{path_of('applications:outcome-record', application.pk)}?kind={Outcome.Kind.GHOSTED}",
        values=about(application),
        label=application.label,
    )


def is_dropped(facts: Facts, key: Key) -> bool:
    return any(one in facts.dropped for one in facts.with_repeats(key))


def second_follow_up(facts: Facts, first: Key, quiet_since: date) -> date | None:
    """Seven quiet days after the first one, whenever that goes. None while that is put off, or not wanted at all."""
    firsts = facts.with_repeats(first)
    if any(key in facts.dropped or facts.put_off.get(key, quiet_since) is None for key in firsts):
        return None
    moments = [*(facts.sent.get(key) for key in firsts), *(facts.put_off.get(key) for key in firsts)]
    days = [facts.day(moment) for moment in moments if moment]
    return max(quiet_since, *days) + 7 * DAY if days else quiet_since + 14 * DAY


@rule(list=NudgeList.FOLLOW_UPS, kind=GENTLE, until="ten business days")
def silence_check(facts: Facts, now: datetime) -> Iterator[Wanted]:
    """Two business days after the day they named, else seven after the talk. Ends when anything is heard or asked."""
    for interview in facts.talks:
        if not interview.is_latest or interview.is_answered:
            continue
        named = interview.hear_back_by
        first_day = add_business_days(named, 2) if named else add_business_days(facts.day(interview.ends_at), 7)
        subject, occurrence = f"interview:{interview.pk}", named.isoformat() if named else ""
        key = (silence_check.name, subject, occurrence)
        yield silence_check.wants(
            subject=subject,
            occurrence=occurrence,
            not_before=facts.start_of(first_day),
            useful_until=facts.start_of(add_business_days(first_day, 10) + DAY),
            why="hear_back_passed" if named else "silent_after_talk",
            params={"day": (named or facts.day(interview.starts_at)).isoformat()},
            application=interview.application.pk,
            is_here_only=is_enough(facts, interview.application.pk, key),
            path=interview.application.path,
            values=about(interview.application)
            | {"letter_url": letter("ghost_check_in", interview=interview.pk), "step_url": interview.application.path},
            label=interview.application.label,
        )


@rule(list=NudgeList.FOLLOW_UPS, kind=GENTLE, until="ten business days")
def closing_day(facts: Facts, now: datetime) -> Iterator[Wanted]:
    """After a check-in, on the day the person chose for closing it themselves. Ends with an outcome or any answer.

    Once for each silence, however often the day is moved. Nothing is closed by itself.
    """
    for closing in facts.closings:
        application = closing.application
        subject, occurrence = f"application:{application.pk}", closing.silent_since.isoformat()
        yield closing_day.wants(
            subject=subject,
            occurrence=occurrence,
            not_before=facts.start_of(closing.on),
            useful_until=facts.start_of(add_business_days(closing.on, 10) + DAY),
            why="closing_chosen",
            params={"day": closing.on.isoformat()},
            application=application.pk,
            is_here_only=is_enough(facts, application.pk, (closing_day.name, subject, occurrence)),
            path=f"{application.path}#silence-title",
            values=about(application),
            label=application.label,
        )
