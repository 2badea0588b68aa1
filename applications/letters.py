"""What this floor knows about the fields of a letter, from what stands in the letter's address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import Http404
from django.utils import timezone

from accounts import localised
from accounts.keys import key_in
from accounts.models import User
from applications import queries
from applications.folding import is_named
from applications.models import Contact, Interview, JobApplication

Values = dict[str, str]


@dataclass(frozen=True)
class About:
    """What a letter is about, and to whom: each of them may be missing."""

    application: JobApplication | None = None
    interview: Interview | None = None
    contact: Contact | None = None


def about_of(user: User, params: Mapping[str, str]) -> About:
    """For `?application=7`, `?interview=3`, `?contact=5`; raises Http404 for a row that is not this person's."""
    interview = row(queries.interviews_of(user), params.get("interview", ""))
    application = row(user.applications.for_lists(), params.get("application", ""))
    contact = row(user.contacts.select_related("company"), params.get("contact", ""))
    if interview and not application:
        application = interview.application
    if application and not contact:
        contact = whom_they_met(interview) if interview else None
    return About(application, interview, contact)


def row(rows: Any, number: str) -> Any:
    if not number:
        return None
    found = rows.filter(pk=key_in(number)).first()
    if found is None:
        raise Http404
    return found


def merge_values(user: User, params: Mapping[str, str]) -> Values:
    """Company, role, contact and interviews, as far as the address says what the letter is about."""
    return values_of(about_of(user, params))


def values_of(about: About) -> Values:
    now, values = timezone.now(), {}
    if about.application:
        application = about.application
        values = {
            "company": application.company.name,
            "role": application.role,
            "target_company": application.company.name,
            "target_role": application.role,
            "deadline_date": day(application.deadline_on),
        }
        values |= people_of(application) | next_interview_of(application, now)
        values |= of_interview(about.interview or application.interviews.behind(now).first())
    return values | (values_of_contact(about.contact, about.application) if about.contact else {})


def values_of_contact(contact: Contact, application: JobApplication | None = None) -> Values:
    values = {"contact_name": contact.name, "recruiter_name": contact.name, "person_name": contact.name}
    values["shared_context"] = contact.shared_context
    if contact.company and not application:
        values |= {"company": contact.company.name, "target_company": contact.company.name}
    return values


def people_of(application: JobApplication) -> Values:
    """Whom a letter may greet, as far as they are noted: the one last in touch, and a recruiter."""
    contacts = sorted(application.contacts.all(), key=lambda contact: contact.last_touch_on or date.min, reverse=True)
    recruiters = [contact.name for contact in contacts if "recruit" in contact.job_title.casefold()]
    return {
        "contact_name": contacts[0].name if contacts else "",
        "recruiter_name": recruiters[0] if recruiters else "",
    }


def whom_they_met(interview: Interview) -> Contact | None:
    """Who was met there and has no letter about it yet; else the one who is named, where that is clear."""
    met = list(interview.contacts.all())
    if met:
        written = set(interview.letters.values_list("contact_id", flat=True))
        return next((contact for contact in met if contact.pk not in written), met[0])
    met = [contact for contact in interview.application.contacts.all() if is_named(contact.name, interview.people)]
    return met[0] if len(met) == 1 else None


def of_interview(interview: Interview | None) -> Values:
    if not interview:
        return {}
    values = {
        "interview_topic": interview.topic,
        "interview_date": day(interview.application.user.local_day(interview.starts_at)),
        "promised_date": day(interview.hear_back_by),
    }
    name = only_person(interview.people)
    return values | ({"contact_name": name} if name else {})


def only_person(people: str) -> str:
    """The name, where it is clearly one person's: nothing that counts up, explains or says what somebody is."""
    name = people.strip()
    is_one = re.fullmatch(r"[^\W\d_][\w.'’ -]*", name) and not re.search(r"\b(?:and|und|or|with)\b", name)
    return name if is_one and name[0].isupper() else ""


def next_interview_of(application: JobApplication, now: datetime) -> Values:
    interview = application.interviews.ahead(now).first()
    return {"interview_when": when(interview), "interview_place": interview.location} if interview else {}


def when(interview: Interview) -> str:
    starts_at = interview.starts_at.astimezone(interview.application.user.zone)
    return localised.appointment_long(starts_at)


def day(value: date | None) -> str:
    return localised.day_of_month(value) if value else ""
