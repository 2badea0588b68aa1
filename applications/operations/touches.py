"""Keeps the day on which the person was last in touch with somebody. For operations: part of their transaction."""

from django.db.models import Max

from applications.models import Contact, Event, OwnLetter


def keep_last_touch(*contacts: Contact) -> None:
    """Sets `last_touch_on` to the latest of what the person said, what stands in histories, and letters beside them."""
    for contact in contacts:
        events = Event.objects.current().filter(contact=contact).aggregate(day=Max("happened_on"))
        letters = OwnLetter.objects.filter(contact=contact, event=None).aggregate(day=Max("sent_on"))
        days = [day for day in (contact.touched_on, events["day"], letters["day"]) if day]
        contact.last_touch_on = max(days, default=None)
        contact.save(update_fields=["last_touch_on"])
