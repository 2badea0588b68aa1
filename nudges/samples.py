"""Invented people, to see how the words of a nudge read: with everything known, with nothing, with long names."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from advice import merge
from advice.models import NudgeText
from nudges import mail, parts, rules
from nudges.models import Message, Nudge, NudgeList
from nudges.rules import Wanted
from nudges.rules.digest import Line

ADDRESS = "somebody@example.invalid"


@dataclass(frozen=True)
class Sample:
    """One of them: how they are called in the menu, and what is known of them."""

    key: str
    label: Any
    name: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


KNOWN = {
    "company": "Northwind",
    "role": "Data analyst",
    "contact_name": "Grace Hopper",
    "interview_topic": "the reporting platform",
    "interview_place": "Harbour Street 4",
    "deadline_what": "the application",
    "step_title": "Several explanations, one page",
    "plan_if_then": "If I sit down with my tea on Monday, then I will write to one person.",
    "weekly_goal": 3,
    "application_url": "/applications/7/",
    "letter_url": "/letters/gracious_reply/",
    "step_url": "/recovery/",
    "snooze_url": "/nudges/",
    "pause_url": "/nudges/",
    "preferences_url": "/nudges/settings/",
}
LONG = {
    "company": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft mbH & Co. KG",
    "role": "Senior Principal Programme Coordinator (Operations, Logistics & Transformation), part-time",
    "contact_name": "Prof. Dr. María-José Fernández de la Vega y Álvarez-Montenegro",
}
PEOPLE = [
    Sample("known", _("Amira, of whom everything is known"), "Amira Haddad", KNOWN),
    Sample("bare", _("somebody without a name, a contact or a company")),
    Sample("long", _("somebody with long names"), "Wolfeschlegelsteinhausen-Bergerdorff", KNOWN | LONG),
]
BY_KEY = {person.key: person for person in PEOPLE}


def compose(text: NudgeText, sample: Sample, *, now: datetime, to: str = ADDRESS) -> EmailMultiAlternatives:
    """The mail that this person would get with these words, whatever is wrong with them. Nothing is stored.

    Its links lead to what the app has, and those that would change something say kindly that it is gone.
    """
    if not text.subject.strip():
        text = copy.copy(text)
        text.subject = "–"  # so that the rest can be read while the subject is still to be found
    user = User(email=to, name=sample.name, language=text.language)
    rule = rules.BY_NAME.get(text.rule)
    kind = rule.kind if rule else Nudge.Kind.GENTLE
    wanted = Wanted(
        rule=text.rule,
        subject="",
        occurrence="",
        list=rule.list if rule else NudgeList.RECOVERY,
        kind=kind,
        not_before=now,
        useful_until=now,
        values=values_for(text, sample, now=now),
        path="/",
    )
    nudge = Nudge(rule=text.rule, kind=kind, application=7 if sample.values else None)
    return mail.write(Message(), user, [parts.Saying(nudge, wanted, text)])


def values_for(text: NudgeText, sample: Sample, *, now: datetime) -> dict[str, Any]:
    """What is known of this person; what the text requires is always there, since it would not be sent without."""
    tomorrow = datetime.combine(now.date() + timedelta(days=1), time(10), tzinfo=now.tzinfo)
    moments = {"interview_when": tomorrow, "plan_when": tomorrow}
    days = {name: tomorrow.date() for name in ("interview_date", "deadline_date", "promised_date", "reply_by")}
    about = f"{KNOWN['role']}, {KNOWN['company']}"
    lines = [Line("step", about=str(KNOWN["step_title"])), Line("interview", about=about, at=tomorrow)]
    everything = {**KNOWN, **moments, **days, "open_steps": lines}
    needed = text.required if isinstance(text.required, list) else []
    required = {name: everything.get(name, merge.LABELS.get(name, name)) for name in needed}
    return {**required, **(everything if sample.values else {}), **sample.values}
