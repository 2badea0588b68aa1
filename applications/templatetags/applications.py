"""How applications read on a page: the person's own word for a no, a salary, a line of history."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts import localised
from accounts.models import User
from applications.models import Event, Interview, JobApplication, Outcome
from applications.wording import Words, word_for

register = template.Library()
PAY: dict[str, Words] = {
    JobApplication.SalaryPeriod.YEAR: gettext_lazy("%(pay)s a year"),
    JobApplication.SalaryPeriod.MONTH: gettext_lazy("%(pay)s a month"),
    JobApplication.SalaryPeriod.HOUR: gettext_lazy("%(pay)s an hour"),
}


@register.filter
def outcome_word(outcome: Outcome | str, user: User) -> Words:
    """The name of an ending in this person's words: `{{ application.outcome|outcome_word:user }}`."""
    return word_for(outcome.kind if isinstance(outcome, Outcome) else outcome, user)


@register.filter
def salary(application: JobApplication) -> str:
    """For example “€45,000–€55,000 a year”; empty when nothing is known."""
    ends = [end for end in (application.salary_min, application.salary_max) if end is not None]
    if not ends:
        return ""
    pay = localised.money_range(ends[0], ends[-1], application.salary_currency)
    return str(PAY.get(application.salary_period, "%(pay)s")) % {"pay": pay}


@register.simple_tag
def event_line(event: Event, user: User) -> str:
    """What happened, in one line."""
    data, kind = event.data, event.kind
    if kind == Event.Kind.MOVED:
        stages = {"old": stage_label(data.get("from", "")), "new": stage_label(data.get("to", ""))}
        return _("Moved from %(old)s to %(new)s") % stages
    if kind in (Event.Kind.OUTCOME_RECORDED, Event.Kind.REOPENED) and data.get("kind") in Outcome.Kind:
        word = word_for(data["kind"], user)
        if kind == Event.Kind.REOPENED:
            return _("Reopened (it was: %(outcome)s)") % {"outcome": word}
        return pgettext("how an application ended", "Ended: %(outcome)s") % {"outcome": word}
    if "interview" in data:
        return interview_line(event)
    if data.get("title"):
        return letter_line(data["title"], data.get("contact_name", ""))
    if data.get("contact_name"):
        return _("%(what)s: %(name)s") % {"what": event.get_kind_display(), "name": data["contact_name"]}
    return str(event.get_kind_display())


def letter_line(title: str, name: str) -> str:
    if name:
        return _("Sent a letter to %(name)s: %(title)s") % {"name": name, "title": title}
    return _("Sent a letter: %(title)s") % {"title": title}


@register.filter("stage_word")
def stage_label(stage: str) -> str:
    return str(JobApplication.Stage(stage).label) if stage in JobApplication.Stage else stage


def interview_line(event: Event) -> str:
    """Which interview, and the times from and to which it went."""
    data = event.data
    label = event.get_kind_display() if not data.get("again") else _("Interview restored")
    kind = data.get("kind", "")
    name = Interview.Kind(kind).label if kind in Interview.Kind else kind
    words = {"what": label, "kind": name, "round": data.get("round", 1)}
    words |= {end: moment_of(data.get(end, "")) for end in ("from", "to")}
    if words["from"] and words["to"]:
        return _("%(what)s: %(kind)s, round %(round)s, from %(from)s to %(to)s") % words
    if words["from"]:
        return _("%(what)s: %(kind)s, round %(round)s (it was on %(from)s)") % words
    return _("%(what)s: %(kind)s, round %(round)s") % words


def moment_of(text: str) -> str:
    """A moment as it stands in an event, on the clock of the page; nothing for what is none."""
    try:
        return localised.appointment_short(timezone.localtime(datetime.fromisoformat(text))) if text else ""
    except (TypeError, ValueError, OverflowError):
        return ""


@register.filter
def recorded_later(event: Event, user: User) -> bool:
    """Whether it was written down on another day than it happened."""
    return user.local_day(event.recorded_at) != event.happened_on
