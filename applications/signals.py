"""News that travels upstairs. Sent inside the transaction that made the change; a receiver that fails undoes it.

application_changed(sender=JobApplication, application=…, now=…): anything that may move a nudge (stage, interview,
    event, edit). After a deletion it is sent too: the row is gone, `application.pk` still says which it was.
outcome_recorded(sender=Outcome, outcome=…, is_bulk=bool, now=…): an application has ended. `is_bulk` (imports, acts on
    many at once) begins nothing.
outcome_removed(sender=Outcome, application=…, values=dict, now=…): undone or reopened.

Of acts on many at once there is one piece of news for all, `applications` of one person being a list:

applications_changed(sender=JobApplication, user=…, applications=…, now=…): as `application_changed`. Outcomes that were
    recorded for many at once come with this alone: they begin nothing.
applications_trashed(…): deleted for now. They answer no question any more, but their rows are there.
applications_restored(…): taken out of the trash again.
outcomes_removed(sender=Outcome, user=…, applications=…, now=…): endings that were recorded for many are about to go.
"""

from django.dispatch import Signal

application_changed = Signal()
outcome_recorded = Signal()
outcome_removed = Signal()
applications_changed = Signal()
applications_trashed = Signal()
applications_restored = Signal()
outcomes_removed = Signal()
