"""What pages say about a nudge: what it is, why it comes, and why then. Mails have curators' words (NudgeText)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import localised

TITLES = {
    "next_morning": _("A short note the day after"),
    "feedback_request": _("One question to the employer"),
    "feedback_follow_up": _("A follow-up to your question"),
    "debrief": _("Your own debrief"),
    "keep_applying": _("Your weekly goal"),
    "good_day": _("One small thread beside it"),
    "interview_tomorrow": _("Your interview"),
    "interview_debrief": _("Your interview, while it is fresh"),
    "thank_you": _("A short thank-you"),
    "deadline_near": _("A date you noted"),
    "application_follow_up": _("A quiet application"),
    "silence_check": _("One check-in after your interview"),
    "closing_day": _("Your day for closing it"),
    "going_quiet": _("We will be quiet now"),
    "weekly_digest": _("Your week, on one page"),
    "plan_echo": _("Your note to yourself"),
    "experiment_review": _("The look back you planned"),
    "keep_in_touch": _("Somebody you wanted to write to"),
}
WHY = {
    "no_recorded": _("You recorded a no on %(day)s."),
    "feedback_open": _("The days after a no are a good time to ask one question."),
    "feedback_later": _("You wanted to be reminded on %(day)s."),
    "feedback_asked": _("You asked on %(day)s and no answer is recorded."),
    "goal_open": _("Your weekly goal is %(goal)s; so far this week: %(done)s."),
    "goal_next_week": _("Your weekly goal is %(goal)s."),
    "interview_ahead": _("An interview is in your calendar for %(moment)s."),
    "follow_up_chosen": _("You wanted to follow up on %(day)s."),
    "interview_over": _("You had an interview on %(day)s."),
    "deadline_ahead": _("You noted %(day)s as a date for it."),
    "debrief_open": _("A debrief helps most some days after a no."),
    "final_round_reached": _("It reached the final round on %(day)s."),
    "hear_back_passed": _("They said you would hear by %(day)s."),
    "silent_after_talk": _("Nothing is noted since your interview on %(day)s."),
    "closing_chosen": _("You chose %(day)s for closing it if nothing had come."),
    "plan_moment": _("You wanted to hear your own sentence then."),
    "look_planned": _("You wanted to look at it on %(day)s."),
    "touch_planned": _("You wanted to write again on %(day)s."),
    "quiet_days": _("Nothing has happened here since %(day)s."),
    "quiet_long": _("Nothing has happened here since %(day)s. If you like, close it as unanswered; it opens again."),
    "not_here": _("Several notes came while you were not here."),
    "weekly_slot": _("You asked for what is open, once a week."),
}
REASONS = {
    # why it comes when it comes
    "send_now": _("You asked for it now."),
    "your_moment": _("You named this very time."),
    "snoozed": _("You put it off."),
    "until_you_come_back": _("It waits until you come back."),
    "quiet_until_you_come_back": _("Nobody came back to our last notes, so we stay silent until you do."),
    "paused": _("Everything is paused."),
    "cap": _("It waits so that you do not get too many notes."),
    "quiet_hours": _("Moved out of your quiet hours."),
    "rides_along": _("It shares a message with another note."),
    "here_only": _("This one is only asked here, never by e-mail."),
    "not_by_mail": _("It will stand on your Today page, since you have not asked for these by e-mail."),
    "unreachable": _("It will stand on your Today page, since mail to your address came back."),
    "unconfirmed": _("It will stand on your Today page until you have confirmed your e-mail address."),
    # why it was dropped or parked
    "dropped_by_you": _("You did not want this one."),
    "stopped_by_you": _("You wanted nothing more about this application."),
    "no_longer_needed": _("It is no longer needed."),
    "too_late": _("It would have come too late to be of use."),
    "no_words": _("Nobody has written its text yet."),
    "enough_for_this_recovery": _("There were already five messages about this recovery."),
    "shown": _("It stood on your Today page."),
    "missing": _("A detail it needs is missing."),
    "undeliverable": _("It could not be delivered."),
    "broken": _("Its text could not be put together; the people who run this site can see that."),
}


def title(rule: str) -> str:
    return str(TITLES.get(rule, rule.replace("_", " ").capitalize()))


def why(code: str, params: Mapping[str, Any]) -> str:
    """The sentence of this code, filled; empty for a code that a newer or older version wrote."""
    text = WHY.get(code)
    try:
        return str(text) % {name: _readable(name, value) for name, value in params.items()} if text else ""
    except (KeyError, TypeError, ValueError):
        return ""


def _readable(name: str, value: Any) -> Any:
    """Days and moments are stored as ISO texts; moments are shown in the reader's zone."""
    if name == "day":
        return localised.day_of_month(date.fromisoformat(value))
    if name == "moment":
        return localised.appointment_long(timezone.localtime(datetime.fromisoformat(value)))
    return value


def reason(code: str) -> str:
    return str(REASONS.get(code, ""))
