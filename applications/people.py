"""What pages ask of companies and contacts. Every question starts at the person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from applications.folding import fold, is_named
from applications.models import Company, Contact, Event, Interview, JobApplication, OwnLetter
from applications.models.application import JobApplicationQuerySet
from applications.models.company import NAME_KEPT
from applications.models.interview import InterviewQuerySet
from applications.models.letter import OwnLetterQuerySet

MOST_WORDS = 6
SHOWN = 100
LATEST = 20


def words_of(text: str) -> list[str]:
    return fold(text[:200]).split()[:MOST_WORDS]


# --- Companies ---


def number_of(applications: JobApplicationQuerySet) -> Coalesce:
    """How many of these stand at a company; without a join, so that each count is right and cheap."""
    found = applications.filter(company=OuterRef("pk")).order_by().values("company")
    return Coalesce(Subquery(found.annotate(number=Count("pk")).values("number")), 0)


def companies_of(user: User, *, text: str = "", again: str = "") -> QuerySet[Company]:
    """By name, with how many applications there are, how many of them open, and how many people one knows there."""
    known = Contact.objects.filter(company=OuterRef("pk")).order_by().values("company")
    companies = user.companies.all()
    for word in words_of(text):
        companies = companies.filter(folded_name__contains=word)
    if again in Company.Again.values:
        companies = companies.filter(apply_again=again)
    return companies.annotate(
        application_count=number_of(JobApplication.objects.filter(user=user)),
        open_count=number_of(JobApplication.objects.filter(user=user).open()),
        contact_count=Coalesce(Subquery(known.annotate(number=Count("pk")).values("number")), 0),
    ).order_by("folded_name", "pk")


def applications_at(company: Company) -> JobApplicationQuerySet:
    """All of them, archived ones too: open ones first, then the latest."""
    applications = company.applications.for_lists()
    return applications.order_by(F("outcome__decided_on").desc(nulls_first=True), "-last_event_at", "-pk")


# --- Contacts ---

SORTS = {
    "name": ("folded_name", "pk"),
    "touch": (F("last_touch_on").desc(nulls_last=True), "folded_name", "pk"),
    "write": (F("keep_warm_on").asc(nulls_last=True), "folded_name", "pk"),
}


def contacts_of(user: User, *, text: str = "", sort: str = "name") -> QuerySet[Contact]:
    contacts = user.contacts.select_related("company")
    for word in words_of(text):
        contacts = contacts.filter(
            Q(folded_name__contains=word)
            | Q(company__folded_name__contains=word)
            | Q(job_title__icontains=word)
            | Q(email__icontains=word)
        )
    return contacts.order_by(*SORTS.get(sort, SORTS["name"]))


def namesakes(user: User, *, name: str, company: str) -> list[Contact]:
    """Contacts of this very name at the same company, or with none: probably the same person."""
    wanted, at = fold(" ".join(name.split())), fold(" ".join(company.split()))
    found = user.contacts.select_related("company").filter(folded_name=wanted[:NAME_KEPT])[:SHOWN]
    return [one for one in found if (one.company.folded_name if one.company else "") == at[:NAME_KEPT]]


def applications_with(contact: Contact) -> JobApplicationQuerySet:
    return contact.applications.for_lists().order_by("-last_event_at", "-pk")


def interviews_with(contact: Contact) -> InterviewQuerySet:
    """Interviews at which one meets them, the latest first; also those that only say their name."""
    of_person = Interview.objects.kept().filter(application__user=contact.user)
    said = of_person.filter(application__contacts=contact).exclude(people="").values_list("pk", "people")
    named = [pk for pk, people in said.order_by() if is_named(contact.name, people)]
    interviews = of_person.filter(Q(contacts=contact) | Q(pk__in=named)).distinct()
    return interviews.select_related("application__company").order_by("-starts_at", "-pk")


def events_with(contact: Contact) -> QuerySet[Event]:
    """What happened with them, in any application."""
    events = Event.objects.current().filter(contact=contact, application__trashed_at=None)
    return events.select_related("application__company", "letter")


# --- Letters ---


def letters_of(user: User) -> OwnLetterQuerySet:
    return user.own_letters.at_hand().select_related("application__company", "contact", "interview", "event")


def letters_about(application: JobApplication) -> QuerySet[OwnLetter]:
    """As its page names them: to whom, but not what is in them."""
    return application.letters.select_related("contact").defer("subject", "text")


@dataclass(frozen=True)
class Touch:
    """One time the person was in touch with somebody: a line of a history, a letter about no application, or an
    interview that took place.
    """

    on: date
    event: Event | None = None
    letter: OwnLetter | None = None
    interview: Interview | None = None

    @property
    def application(self) -> JobApplication | None:
        about = self.event or self.interview
        return about.application if about else None


def touches_of(contact: Contact) -> list[Touch]:
    """The latest ones first."""
    events = [Touch(event.happened_on, event=event) for event in events_with(contact)[:LATEST]]
    alone = letters_of(contact.user).sent().filter(contact=contact, event=None).order_by("-sent_on")[:LATEST]
    letters = [Touch(letter.sent_on, letter=letter) for letter in alone if letter.sent_on]
    met = contact.interviews.kept().standing().filter(debrief__isnull=False).select_related("application__company")
    meetings = [
        Touch(contact.user.local_day(one.starts_at), interview=one) for one in met.order_by("-starts_at")[:LATEST]
    ]
    return sorted(events + letters + meetings, key=lambda touch: touch.on, reverse=True)[:LATEST]
