"""Every change to applications that carries a rule. Called with the module: `operations.record_outcome(…)`.

`now` is the clock, read once at the door. Each operation is one transaction, and locks the application's row
where two requests could race.
"""

from applications.operations.acts_back import take_back
from applications.operations.applications import add_application, delete_application, edit_application, move_to
from applications.operations.calendars import make_calendar_address, revoke_calendar_address
from applications.operations.companies import NameTaken, StillUsed, delete_company, edit_company
from applications.operations.contacts import add_contact, delete_contact, edit_contact, note_touch, write_again
from applications.operations.copies import NotEmpty, bring_copy, bring_copy_in, sweep_copies, throw_copy_away
from applications.operations.documents import (
    LastVersion,
    NoRoom,
    add_document,
    add_version,
    choose_documents,
    edit_document,
    edit_version,
    forget_documents,
    keep_file,
    remove_document,
    remove_version,
    restore_document,
    restore_version,
    trash_document,
)
from applications.operations.events import AlreadyCorrected, add_event, correct_event, lock
from applications.operations.interviews import (
    AlreadyArranged,
    cancel_interview,
    change_interview,
    restore_interview,
    schedule_interview,
)
from applications.operations.lists import change_look, delete_view, save_view
from applications.operations.many import (
    archive_many,
    move_many,
    record_outcome_many,
    restore_many,
    tag_many,
    trash_many,
    unarchive_many,
    untag_many,
)
from applications.operations.merging import CannotMerge, merge_companies, merge_contacts, say_apart
from applications.operations.notes import NotANote, remove_note, restore_note
from applications.operations.once import do_once
from applications.operations.outcomes import AlreadyClosed, record_outcome, reopen
from applications.operations.own_letters import (
    AlreadySent,
    LetterChanged,
    change_letter,
    delete_letter,
    keep_letter,
    mark_letter_sent,
    take_back_sending,
)
from applications.operations.periods import (
    add_period,
    change_period_many,
    delete_period,
    make_period_current,
    rename_period,
)
from applications.operations.postings import ask_for_posting, fetch_next, ring_if_forgotten, sweep_fetches
from applications.operations.removing_back import LaterFirst, take_back_removal
from applications.operations.searching import keep_search_texts
from applications.operations.sheets import (
    bring_in,
    change_plan,
    choose_page,
    keep_sheet,
    look_through,
    sweep_sheets,
    throw_sheet_away,
)
from applications.operations.sweeping import sweep_documents
from applications.operations.tags import set_tags
from applications.operations.taking_back import MovedOn, take_back_cancelling, take_back_event, take_back_move
from applications.operations.trash import empty_trash, remove_from_trash
from applications.operations.writing import WrittenMeanwhile, debrief_interview, prepare_interview

__all__ = [
    "AlreadyArranged",
    "AlreadyClosed",
    "AlreadyCorrected",
    "AlreadySent",
    "CannotMerge",
    "LastVersion",
    "MovedOn",
    "LaterFirst",
    "LetterChanged",
    "NameTaken",
    "NoRoom",
    "NotANote",
    "NotEmpty",
    "StillUsed",
    "WrittenMeanwhile",
    "add_application",
    "add_contact",
    "add_document",
    "add_event",
    "add_version",
    "add_period",
    "archive_many",
    "ask_for_posting",
    "bring_copy",
    "bring_copy_in",
    "bring_in",
    "cancel_interview",
    "change_interview",
    "change_letter",
    "change_look",
    "change_plan",
    "choose_page",
    "choose_documents",
    "change_period_many",
    "correct_event",
    "debrief_interview",
    "delete_application",
    "delete_company",
    "delete_contact",
    "delete_letter",
    "delete_period",
    "delete_view",
    "do_once",
    "edit_application",
    "edit_company",
    "edit_contact",
    "edit_document",
    "edit_version",
    "empty_trash",
    "fetch_next",
    "forget_documents",
    "keep_file",
    "keep_letter",
    "keep_search_texts",
    "keep_sheet",
    "lock",
    "look_through",
    "mark_letter_sent",
    "merge_companies",
    "merge_contacts",
    "make_calendar_address",
    "make_period_current",
    "move_many",
    "move_to",
    "note_touch",
    "prepare_interview",
    "record_outcome",
    "record_outcome_many",
    "remove_document",
    "remove_from_trash",
    "remove_note",
    "remove_version",
    "rename_period",
    "reopen",
    "restore_document",
    "restore_interview",
    "restore_many",
    "restore_note",
    "restore_version",
    "revoke_calendar_address",
    "ring_if_forgotten",
    "save_view",
    "say_apart",
    "schedule_interview",
    "sweep_copies",
    "sweep_documents",
    "set_tags",
    "sweep_fetches",
    "sweep_sheets",
    "tag_many",
    "take_back",
    "take_back_cancelling",
    "take_back_event",
    "take_back_move",
    "take_back_removal",
    "take_back_sending",
    "throw_copy_away",
    "throw_sheet_away",
    "trash_document",
    "trash_many",
    "unarchive_many",
    "untag_many",
    "write_again",
]
