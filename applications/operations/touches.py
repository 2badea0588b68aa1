"""Keeps the day on which the person was last in touch with somebody. For operations: part of their transaction."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Max, Q

from accounts.models import User
from applications.models import Contact, Event, JobApplication, OwnLetter
from applications.signals import contact_changed


def keep_last_touch(*contacts: Contact) -> None:
    """Sets `last_touch_on` to the latest of what the person said, what stands in histories, and letters beside them.

    What lies in the trash does not count.
    """
    for contact in sorted(contacts, key=lambda contact: contact.pk):
        there = Event.objects.current().filter(contact=contact, application__trashed_at=None)
        events = there.aggregate(day=Max("happened_on"))
        letters = OwnLetter.objects.at_hand().filter(contact=contact, event=None).aggregate(day=Max("sent_on"))
        days = [contact.touched_on, events["day"], letters["day"], last_met_on(contact)]
        contact.last_touch_on = max((day for day in days if day), default=None)
        contact.save(update_fields=["last_touch_on"])
    # The person is locked with the news of it: not before the last of the contacts.
    for user in {contact.user for contact in contacts if contact.keep_warm_on}:
        contact_changed.send(sender=Contact, user=user)


def last_met_on(contact: Contact) -> date | None:
    """At an interview that took place, as its debrief says."""
    met = contact.interviews.kept().standing().filter(debrief__isnull=False).aggregate(last=Max("starts_at"))
    return contact.user.local_day(met["last"]) if met["last"] else None


def in_touch_through(user: User, applications: Iterable[JobApplication]) -> list[Contact]:
    """Those whose last touch may stand or fall with these applications."""
    rows = list(applications)
    of_them = (Q((f"{what}__application__in", rows)) for what in ("events", "interviews", "letters"))
    keys = {key for where in of_them for key in user.contacts.filter(where).order_by().values_list("pk", flat=True)}
    return list(user.contacts.filter(pk__in=keys)) if keys else []
