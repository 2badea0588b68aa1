"""News that travels upstairs. Sent inside the transaction that made the change; a receiver that fails undoes it.

application_changed(sender=JobApplication, application=…, now=…): anything that may move a nudge (stage, interview,
    event, edit). After a deletion it is sent too: the row is gone, `application.pk` still says which it was.
outcome_recorded(sender=Outcome, outcome=…, is_bulk=bool, now=…): an application has ended. `is_bulk` (imports, acts on
    many at once) begins nothing.
outcome_removed(sender=Outcome, application=…, values=dict, now=…): undone or reopened.
interview_debriefed(sender=Interview, interview=…, lesson=str, now=…): written about afterwards. `lesson` is the one
    line that the person wants to be reminded of, "" for none; nothing else of what was written travels.

Of acts on many at once there is one piece of news for all, `applications` of one person being a list:

applications_changed(sender=JobApplication, user=…, applications=…, now=…): as `application_changed`. Outcomes that were
    recorded for many at once come with this alone: they begin nothing.
applications_trashed(…): deleted for now. They answer no question any more, but their rows are there.
applications_restored(…): taken out of the trash again.
outcomes_removed(sender=Outcome, user=…, applications=…, now=…): endings that were recorded for many are about to go.

applications_imported(sender=JobApplication, user=…, now=…): many came in with a spreadsheet, or that was taken back.
    They begin nothing, so nobody is told which ones.

People:

contact_changed(sender=Contact, user=…): somebody to be written to on a day was added, changed, met, or is gone.

Two contacts that are one:

contacts_merged(sender=Contact, user=…, stays=int, goes=int, now=…): what names the one that goes shall name the one
    that stays. A receiver answers with the keys of its own rows that it changed.
contacts_parted(sender=Contact, user=…, back=int, named=list, now=…): taken back; of the keys in `named`, a receiver
    knows its own.

Letters:

letter_sent(sender=Event, event=…, letter_key=str, now=…): the person sent a letter that began with this one.
letter_unsent(sender=Event, event=…, letter_key=str, now=…): they did not, after all.
letter_redated(sender=Event, event=…, letter_key=str, now=…): they did on another day; `event` is the corrected line,
    `event.corrects` the one before. Of every letter in a history, whether it is one of the person's own or not.
"""

from django.dispatch import Signal

application_changed = Signal()
outcome_recorded = Signal()
outcome_removed = Signal()
interview_debriefed = Signal()
applications_changed = Signal()
applications_trashed = Signal()
applications_restored = Signal()
outcomes_removed = Signal()
applications_imported = Signal()
contact_changed = Signal()
contacts_merged = Signal()
contacts_parted = Signal()
letter_sent = Signal()
letter_unsent = Signal()
letter_redated = Signal()
