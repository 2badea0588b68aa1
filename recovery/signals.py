"""recovery_changed(sender=Recovery, user=…, now=…): something of this person's recoveries changed; nudges may move."""

from django.dispatch import Signal

recovery_changed = Signal()
