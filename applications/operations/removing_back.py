"""Takes a removal back: the row is there again under its own key, with all that has not gone elsewhere since."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from applications import queries
from applications.models import Company, Contact, Event, Interview, JobApplication, OwnLetter, Removal
from applications.models.removal import Kind
from applications.operations.applications import find_or_make_company
from applications.operations.companies import tell_of_company
from applications.operations.removing import Before, heard, plain
from applications.operations.searching import keep_search_texts
from applications.operations.touches import keep_last_touch
from applications.signals import contacts_parted


class LaterFirst(Exception):
    """The one that took it in is gone itself, by the removal `later`: that must be taken back before."""

    def __init__(self, later: Removal) -> None:
        super().__init__()
        self.later = later


@transaction.atomic
def take_back_removal(removal: Removal, *, now: datetime) -> Company | Contact | None:
    """Undoes a merging or deleting, as far as nothing else was done with what it moved. Twice does nothing: None.

    Raises `LaterFirst`, and changes nothing.
    """
    removal = Removal.objects.select_for_update().get(pk=removal.pk)
    before, removal.before = removal.before, {}
    if not before:
        return None
    stays = before.get("stays")
    later = removal.user.removals.filter(kind=removal.kind, before__pk=stays).first() if stays else None
    if later:
        raise LaterFirst(later)
    removal.save(update_fields=["before"])
    if removal.kind == Kind.COMPANY:
        return company_back(removal.user, before, removal.user.companies.filter(pk=stays).first(), now=now)
    return contact_back(removal.user, before, removal.user.contacts.filter(pk=stays).first(), now=now)


def company_back(user: User, before: Before, kept: Company | None, *, now: datetime) -> Company:
    company = queries.company_named(user, before["row"]["name"])
    if company is None:
        company = Company(pk=before["pk"], user=user, **heard(Company, before["row"]))
        company.save(force_insert=True)
    ties = before["ties"]
    rows = JobApplication.with_trash.filter(user=user, company=kept, pk__in=ties["applications"])
    rows.update(company=company)
    user.contacts.filter(company=kept, pk__in=ties["contacts"]).update(company=company)
    put_back(kept, before)
    for one in (company, kept) if kept else [company]:
        tell_of_company(one, now=now)
    return company


def contact_back(user: User, before: Before, kept: Contact | None, *, now: datetime) -> Contact:
    contact = Contact(pk=before["pk"], user=user, **heard(Contact, before["row"] | {"company_id": None}))
    if before["company"]:
        contact.company = find_or_make_company(user, before["company"])
    contact.save(force_insert=True)
    ties = before["ties"]
    rows = JobApplication.with_trash.filter(user=user, pk__in=ties["applications"])
    contact.applications.set(rows)
    contact.interviews.set(Interview.objects.filter(application__user=user, pk__in=ties.get("interviews", [])))
    Event.objects.filter(application__user=user, contact=kept, pk__in=ties["events"]).update(contact=contact)
    OwnLetter.objects.filter(user=user, contact=kept, pk__in=ties["letters"]).update(contact=contact)
    if kept:
        kept.applications.remove(*before["added"])
        kept.interviews.remove(*before.get("met", []))
        contacts_parted.send(sender=Contact, user=user, back=contact.pk, named=ties["above"], now=now)
        put_back(kept, before)
        keep_last_touch(kept)
    keep_last_touch(contact)
    keep_search_texts(rows)
    return contact


def put_back(kept: Company | Contact | None, before: dict[str, Any]) -> None:
    """What the one that stayed took over goes, where it still stands as it was taken over."""
    if kept is None:
        return
    now_said, model = plain(kept), type(kept)
    old = {name: was for name, (was, became) in before["changed"].items() if now_said.get(name) == became}
    for name, value in heard(model, old).items():
        setattr(kept, name, value)
    kept.save()
