from applications.forms.applications import ApplicationForm, DatesForm, MoveForm
from applications.forms.calendars import CalendarForm
from applications.forms.companies import CompanyForm, CompanySearchForm, ContactSearchForm, MergeForm
from applications.forms.contacts import ContactForm
from applications.forms.documents import (
    ChooseForm,
    DocumentFactsForm,
    DocumentForm,
    FileForm,
    VersionForm,
)
from applications.forms.events import CorrectionForm, EventForm
from applications.forms.interviews import InterviewForm
from applications.forms.lists import ListForm, LookForm, ManyForm, ViewForm
from applications.forms.outcomes import OutcomeForm
from applications.forms.own_letters import OwnLetterForm
from applications.forms.periods import DeletePeriodForm, NewPeriodForm, PeriodForm
from applications.forms.postings import BroughtForm, PasteForm
from applications.forms.tags import TagsForm
from applications.forms.writing import DebriefForm, PreparationForm

__all__ = [
    "ApplicationForm",
    "BroughtForm",
    "ChooseForm",
    "CompanyForm",
    "CompanySearchForm",
    "CalendarForm",
    "ContactForm",
    "ContactSearchForm",
    "CorrectionForm",
    "DatesForm",
    "DocumentFactsForm",
    "DocumentForm",
    "DebriefForm",
    "DeletePeriodForm",
    "EventForm",
    "FileForm",
    "InterviewForm",
    "ListForm",
    "LookForm",
    "ManyForm",
    "MergeForm",
    "MoveForm",
    "NewPeriodForm",
    "OutcomeForm",
    "OwnLetterForm",
    "PasteForm",
    "VersionForm",
    "PreparationForm",
    "PeriodForm",
    "TagsForm",
    "ViewForm",
]
