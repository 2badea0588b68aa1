"""Two rows that are one: what is said of the one that goes comes to the one that stays, and can go back."""

from datetime import date, datetime
from typing import TypeVar

from django.db import transaction
from django.utils.text import capfirst

from accounts.models import User
from applications.models import Company, Contact, Event, JobApplication, KnownApart, OwnLetter, Removal
from applications.models.removal import Kind
from applications.operations.companies import tell_of_company
from applications.operations.removing import Before, keys, plain, remove_company, remove_contact, ties_of_contact
from applications.operations.searching import keep_search_texts
from applications.operations.touches import keep_last_touch
from applications.signals import contacts_merged

Row = TypeVar("Row", Company, Contact)
# What the one that stays takes over where it says nothing itself; where both say something, it goes into its notes.
OF_COMPANIES = ("website", "apply_again")
OF_CONTACTS = ("job_title", "email", "phone", "how_known", "shared_context")


class CannotMerge(Exception):
    """One of the two is not there any more, or both are the same."""


def both(user: User, model: type[Row], *, stays: int, goes: int) -> tuple[Row, Row]:
    """The two, until the transaction ends nobody else's to change."""
    rows = model._default_manager.filter(user=user, pk__in=[stays, goes]).order_by("pk").select_for_update()
    found = {row.pk: row for row in rows}
    if len(found) != 2:
        raise CannotMerge
    return found[stays], found[goes]


def take_over(stays: Row, goes: Row, names: tuple[str, ...]) -> list[str]:
    """Fills what is empty; what there is no room for is returned as lines."""
    left = []
    for name in names:
        own, other = getattr(stays, name), getattr(goes, name)
        if other and not own:
            setattr(stays, name, other)
        elif other and str(other).casefold() != str(own).casefold():
            field = goes._meta.get_field(name)
            shown = Company.Again(other).label if name == "apply_again" else other
            left.append(f"{capfirst(field.verbose_name)}: {shown}")  # type: ignore[union-attr]
    return left


def join_notes(stays: Row, goes: Row, left: list[str]) -> None:
    other = "" if goes.notes.strip() in stays.notes else goes.notes
    stays.notes = "\n\n".join(part for part in (stays.notes, other, "\n".join(left)) if part.strip())


def changed(before: Before, row: Row) -> Before:
    """What is different now, as (before, after) by the name of the column."""
    return {name: [before[name], value] for name, value in plain(row).items() if before[name] != value}


@transaction.atomic
def merge_companies(user: User, *, stays: int, goes: int, now: datetime) -> Removal:
    """Applications and contacts of the one that goes come to the one that stays, with what is said of it.

    Raises `CannotMerge`. `take_back_removal` undoes it.
    """
    kept, gone = both(user, Company, stays=stays, goes=goes)
    before, left = plain(kept), take_over(kept, gone, OF_COMPANIES)
    if kept.apply_again == gone.apply_again:
        kept.apply_again_on = kept.apply_again_on or gone.apply_again_on
    join_notes(kept, gone, left)
    kept.save()
    moved = keys(JobApplication.with_trash.filter(company=gone))
    contacts = keys(gone.contacts.all())
    JobApplication.with_trash.filter(pk__in=moved).update(company=kept)
    Contact.objects.filter(pk__in=contacts).update(company=kept)
    ties = {"applications": moved, "contacts": contacts}
    removal = remove_company(gone, now=now, stays=kept.pk, changed=changed(before, kept), ties=ties)
    if moved:
        tell_of_company(kept, now=now)
    return removal


@transaction.atomic
def merge_contacts(user: User, *, stays: int, goes: int, now: datetime) -> Removal:
    """The same for two contacts: applications, histories, letters and what is said of them come together."""
    kept, gone = both(user, Contact, stays=stays, goes=goes)
    before, left = plain(kept), take_over(kept, gone, OF_CONTACTS)
    if gone.company_id and kept.company_id is None:
        kept.company = gone.company
    kept.touched_on = latest(kept.touched_on, gone.touched_on)
    kept.keep_warm_on = earliest(kept.keep_warm_on, gone.keep_warm_on)
    join_notes(kept, gone, left)
    kept.save()
    of_kept = set(keys(JobApplication.with_trash.filter(contacts=kept)))
    of_gone = keys(JobApplication.with_trash.filter(contacts=gone))
    ties = ties_of_contact(gone)
    added = [pk for pk in of_gone if pk not in of_kept]
    met = [pk for pk in ties["interviews"] if pk not in keys(kept.interviews.all())]
    kept.applications.add(*added)
    kept.interviews.add(*met)
    Event.objects.filter(pk__in=ties["events"]).update(contact=kept)
    OwnLetter.objects.filter(pk__in=ties["letters"]).update(contact=kept)
    told = contacts_merged.send(sender=Contact, user=user, stays=kept.pk, goes=gone.pk, now=now)
    ties["above"] = [key for _, named in told for key in named or []]
    keep_last_touch(kept)
    more = {"stays": kept.pk, "added": added, "met": met, "changed": changed(before, kept), "ties": ties}
    removal = remove_contact(gone, now=now, **more)
    keep_search_texts(JobApplication.with_trash.filter(pk__in=of_gone))
    return removal


def latest(*days: date | None) -> date | None:
    return max((day for day in days if day), default=None)


def earliest(*days: date | None) -> date | None:
    return min((day for day in days if day), default=None)


@transaction.atomic
def say_apart(user: User, kind: str, one: int, other: int) -> None:
    """These two look alike and are two: nothing points them out again."""
    first, second = sorted((one, other))
    KnownApart.objects.get_or_create(user=user, kind=Kind(kind).value, first=first, second=second)
