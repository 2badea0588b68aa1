"""Keeps the day on which the person was last in touch with somebody. For operations: part of their transaction."""

from datetime import date

from django.db.models import Max

from applications.models import Contact, Event, OwnLetter
from applications.signals import contact_changed


def keep_last_touch(*contacts: Contact) -> None:
    """Sets `last_touch_on` to the latest of what the person said, what stands in histories, and letters beside them."""
    for contact in contacts:
        events = Event.objects.current().filter(contact=contact).aggregate(day=Max("happened_on"))
        letters = OwnLetter.objects.filter(contact=contact, event=None).aggregate(day=Max("sent_on"))
        days = [contact.touched_on, events["day"], letters["day"], last_met_on(contact)]
        contact.last_touch_on = max((day for day in days if day), default=None)
        contact.save(update_fields=["last_touch_on"])
        if contact.keep_warm_on:
            contact_changed.send(sender=Contact, user=contact.user)


def last_met_on(contact: Contact) -> date | None:
    """At an interview that took place, as its debrief says."""
    met = contact.interviews.kept().standing().filter(debrief__isnull=False).aggregate(last=Max("starts_at"))
    return contact.user.local_day(met["last"]) if met["last"] else None
