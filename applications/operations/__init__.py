"""Every change to applications that carries a rule. Called with the module: `operations.record_outcome(…)`.

`now` is the clock, read once at the door. Each operation is one transaction, and locks the application's row
where two requests could race.
"""

from applications.operations.applications import add_application, delete_application, edit_application, move_to
from applications.operations.contacts import add_contact, delete_contact, edit_contact
from applications.operations.events import AlreadyCorrected, add_event, correct_event
from applications.operations.interviews import (
    cancel_interview,
    change_interview,
    restore_interview,
    schedule_interview,
)
from applications.operations.outcomes import AlreadyClosed, record_outcome, reopen

__all__ = [
    "AlreadyClosed",
    "AlreadyCorrected",
    "add_application",
    "add_contact",
    "add_event",
    "cancel_interview",
    "change_interview",
    "correct_event",
    "delete_application",
    "delete_contact",
    "edit_application",
    "edit_contact",
    "move_to",
    "record_outcome",
    "reopen",
    "restore_interview",
    "schedule_interview",
]
