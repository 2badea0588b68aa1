"""What this floor knows about the fields of a letter, from the application that stands in the letter's address."""

from collections.abc import Mapping
from datetime import date, datetime

from django.http import Http404
from django.utils import timezone

from accounts import localised
from accounts.models import User
from applications.models import Interview, JobApplication

Values = dict[str, str]
INT_DIGITS = 18


def merge_values(user: User, params: Mapping[str, str]) -> Values:
    """For `?application=7` its company, role, contact and interviews; raises Http404 if it is not this person's."""
    number = params.get("application", "")
    if not number:
        return {}
    if not (number.isascii() and number.isdecimal() and len(number) <= INT_DIGITS):
        raise Http404
    application = user.applications.select_related("company").filter(pk=int(number)).first()
    if application is None:
        raise Http404
    now = timezone.now()
    values = {
        "company": application.company.name,
        "role": application.role,
        "deadline_date": day(application.deadline_on),
    }
    return values | people_of(application) | last_interview_of(application, now) | next_interview_of(application, now)


def people_of(application: JobApplication) -> Values:
    """Whom a letter may greet, as far as they are noted: the one last in touch, and a recruiter."""
    contacts = sorted(application.contacts.all(), key=lambda contact: contact.last_touch_on or date.min, reverse=True)
    recruiters = [contact.name for contact in contacts if "recruit" in contact.job_title.casefold()]
    return {
        "contact_name": contacts[0].name if contacts else "",
        "recruiter_name": recruiters[0] if recruiters else "",
    }


def last_interview_of(application: JobApplication, now: datetime) -> Values:
    interview = application.interviews.behind(now).first()
    if not interview:
        return {}
    return {
        "interview_topic": interview.topic,
        "interview_date": day(application.user.local_day(interview.starts_at)),
        "promised_date": day(interview.hear_back_by),
    }


def next_interview_of(application: JobApplication, now: datetime) -> Values:
    interview = application.interviews.ahead(now).first()
    return {"interview_when": when(interview), "interview_place": interview.location} if interview else {}


def when(interview: Interview) -> str:
    starts_at = interview.starts_at.astimezone(interview.application.user.zone)
    return localised.appointment_long(starts_at)


def day(value: date | None) -> str:
    return localised.day_of_month(value) if value else ""
