"""News that travels upstairs. Sent inside the transaction that made the change; a receiver that fails undoes it.

application_changed(sender=JobApplication, application=…, now=…): anything that may move a nudge (stage, interview, event, edit, deletion to come).
outcome_recorded(sender=Outcome, outcome=…, is_bulk=bool, now=…): an application has ended. `is_bulk` (imports, bulk acts) begins nothing.
outcome_removed(sender=Outcome, application=…, values=dict, now=…): undone or reopened.
"""

from django.dispatch import Signal

application_changed = Signal()
outcome_recorded = Signal()
outcome_removed = Signal()
