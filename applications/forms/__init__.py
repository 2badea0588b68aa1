from applications.forms.applications import ApplicationForm, MoveForm
from applications.forms.contacts import ContactForm
from applications.forms.events import CorrectionForm, EventForm
from applications.forms.interviews import InterviewForm, InterviewNotesForm
from applications.forms.lists import ListForm, LookForm, ManyForm, ViewForm
from applications.forms.outcomes import OutcomeForm
from applications.forms.postings import BroughtForm, PasteForm

__all__ = [
    "ApplicationForm",
    "BroughtForm",
    "ContactForm",
    "CorrectionForm",
    "EventForm",
    "InterviewForm",
    "InterviewNotesForm",
    "ListForm",
    "LookForm",
    "ManyForm",
    "MoveForm",
    "OutcomeForm",
    "PasteForm",
    "ViewForm",
]
