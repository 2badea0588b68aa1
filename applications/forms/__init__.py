from applications.forms.applications import ApplicationForm, ListForm, MoveForm
from applications.forms.contacts import ContactForm
from applications.forms.events import CorrectionForm, EventForm
from applications.forms.interviews import InterviewForm, InterviewNotesForm
from applications.forms.outcomes import OutcomeForm

__all__ = [
    "ApplicationForm",
    "ContactForm",
    "CorrectionForm",
    "EventForm",
    "InterviewForm",
    "InterviewNotesForm",
    "ListForm",
    "MoveForm",
    "OutcomeForm",
]
