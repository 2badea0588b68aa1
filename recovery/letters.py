"""What the merge fields of a letter say in one step of one recovery."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from accounts import localised
from accounts.keys import key_in
from accounts.models import User
from advice import merge
from applications.letters import only_person
from applications.models import Contact as ContactRow
from applications.models import Event, Interview, JobApplication
from recovery.models import FeedbackRequest
from recovery.prompts import Contact
from recovery.tracks import Condition, Situation, holds

# Prompts whose answer names the person a letter goes to, and the one whose answer holds a question for each.
ADDRESSEES = ("told_by", "lost_touch", "acquaintance", "next_door")
# Who told of the no is known through that application; others are not.
KNOWN_THROUGH_IT = "told_by"
QUESTIONS = "true_question"
# Letters that ask the one question, whichever step they are sent from.
QUESTION_LETTERS = ("feedback_after_", "offer_withdrawn_reason")


@dataclass(frozen=True)
class Addressee:
    """Whom the person named in this step: the prompt that named them, the name, and the contact if they are one."""

    prompt: str = ""
    name: str = ""
    contact: ContactRow | None = None


def values_for(
    user: User, application: JobApplication | None, *, to: Addressee, answers: Mapping[str, Any]
) -> dict[str, str]:
    """Values of the allow-listed fields; what is not known is left out and stays a gap in the letter.

    `to` is whom the person named in this step, `answers` what else they said there.
    """
    values = {"full_name": user.name, "first_name": user.first_name, "phone": user.phone}
    values |= {"person_name": to.name, "question": question(to, answers)}
    if answers.get("reply_by"):
        values["reply_by"] = localised.day(answers["reply_by"])
    if application is not None:
        values |= values_of(application)
    if to.name:
        values["contact_name"] = values["recruiter_name"] = to.name
    if to.contact:
        values["shared_context"] = to.contact.shared_context or to.contact.how_known
        values["target_company"] = to.contact.company.name if to.contact.company else ""
    titles = (answers.get(to.prompt) or {}).get("titles") if to.prompt else None
    values["target_role"] = next((title for title in titles or [] if title), "")
    return values


def question(to: Addressee, answers: Mapping[str, Any]) -> str:
    """The one question of the step, or the one for this person."""
    for_each = answers.get(QUESTIONS) or {}
    return str(answers.get("one_question") or for_each.get(to.prompt) or "")


def own_question(user: User, params: Mapping[str, str]) -> dict[str, str]:
    """For a letter that asks the one question, from an address `?application=7&letter=…`: as the person put it."""
    if not params.get("letter", "").startswith(QUESTION_LETTERS):
        return {}
    asked = FeedbackRequest.objects.filter(application__user=user, application=key_in(params.get("application", "")))
    return {"question": request.question} if (request := asked.first()) else {}


def last_sent(application: JobApplication, key: str) -> Event | None:
    """The line of the history that tells of this letter."""
    return application.events.current().filter(kind=Event.Kind.LETTER_SENT, data__letter=key).first()


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


def addressees(kinds: Mapping[str, Any], answers: Mapping[str, Any], user: User) -> list[Addressee]:
    """All that the answers of this step name, in their order."""
    found = []
    for key in ADDRESSEES:
        kind, value = kinds.get(key), answers.get(key)
        if isinstance(kind, Contact) and value and (name := kind.name_of(value)):
            is_known = value["contact"] and not value["name"]
            found.append(Addressee(key, name, user.contacts.filter(pk=value["contact"]).first() if is_known else None))
    return found


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
