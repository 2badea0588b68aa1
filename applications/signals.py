"""News that travels upstairs. Sent inside the transaction that made the change; a receiver that fails undoes it.

application_changed(sender=JobApplication, application=…, now=…): anything that may move a nudge (stage, interview,
    event, edit). After a deletion it is sent too: the row is gone, `application.pk` still says which it was.
outcome_recorded(sender=Outcome, outcome=…, is_bulk=bool, now=…): an application has ended. `is_bulk` (imports, acts on
    many at once) begins nothing.
outcome_removed(sender=Outcome, application=…, values=dict, now=…): undone or reopened.
"""

from django.dispatch import Signal

application_changed = Signal()
outcome_recorded = Signal()
outcome_removed = Signal()
