"""What the merge fields of a letter say in one step of one recovery."""

from collections.abc import Mapping
from typing import Any

from accounts import localised
from accounts.models import User
from advice import merge
from applications.letters import only_person
from applications.models import Interview, JobApplication
from recovery.prompts import Contact
from recovery.tracks import Condition, Situation, holds

# Prompts whose answer names the person a letter goes to, and those whose answer is the question it asks.
ADDRESSEES = ("told_by", "lost_touch", "acquaintance", "next_door")


def values_for(
    user: User, application: JobApplication | None, *, named: str, answers: Mapping[str, Any]
) -> dict[str, str]:
    """Values of the allow-listed fields; what is not known is left out and stays a gap in the letter.

    `named` is whom the person named in this step, `answers` what else they said there.
    """
    values = {"full_name": user.name, "first_name": user.first_name, "phone": user.phone}
    values |= {"person_name": named, "question": answers.get("one_question") or ""}
    if answers.get("reply_by"):
        values["reply_by"] = localised.day(answers["reply_by"])
    if application is not None:
        values |= values_of(application)
    if named:
        values["contact_name"] = values["recruiter_name"] = named
    return values


def values_of(application: JobApplication) -> dict[str, str]:
    values = {"company": application.company.name, "role": application.role}
    contact = application.contacts.first()
    if contact:
        values["contact_name"] = values["recruiter_name"] = contact.name
    interview = last_interview(application)
    if interview:
        if not contact and (name := only_person(interview.people)):
            values["contact_name"] = name
        values["interview_topic"] = interview.topic
        values["interview_date"] = localised.day_of_month(application.user.local_day(interview.starts_at))
    return values


def last_interview(application: JobApplication) -> Interview | None:
    return application.interviews.standing().order_by("-starts_at").first()


def addressee(kinds: Mapping[str, Any], answers: Mapping[str, Any]) -> str:
    """The first person that the answers of this step name."""
    for key in ADDRESSEES:
        kind, value = kinds.get(key), answers.get(key)
        if isinstance(kind, Contact) and value and not kind.is_empty(value):
            return kind.name_of(value)
    return ""


def write(letter: Mapping[str, Any], values: Mapping[str, str], answers: Mapping[str, Any]) -> dict[str, str]:
    """Subject and text of a frozen letter, filled. A paragraph that no answer calls for falls out."""
    values, fallbacks = dict(values), {}
    for name, paragraph in letter.get("optional_paragraphs", {}).items():
        asked = {"prompt": paragraph["prompt"], "value": paragraph["value"], "values": [paragraph["value"]]}
        if holds(Condition("", paragraph["when"], parameters=asked), Situation(answers=answers)):
            values[name] = paragraph["text"]
        else:
            fallbacks[name] = ""
    return {
        "subject": merge.fill(letter["subject"], values, fallbacks=fallbacks),
        "text": merge.fill(letter["body"], values, fallbacks=fallbacks),
    }
