from applications.models.act import Act
from applications.models.application import JobApplication
from applications.models.calendar import CalendarFeed
from applications.models.company import Company, Contact
from applications.models.copy import BroughtCopy
from applications.models.document import Document, DocumentVersion, StoredFile
from applications.models.event import Event
from applications.models.interview import Interview
from applications.models.letter import OwnLetter
from applications.models.lists import ListLook, SavedView
from applications.models.outcome import Outcome
from applications.models.period import SearchPeriod
from applications.models.posting import PostingFetch
from applications.models.removal import KnownApart, Removal
from applications.models.search import SearchText
from applications.models.sent_form import SentForm
from applications.models.sheet import Sheet
from applications.models.tag import Tag
from applications.models.writing import Debrief, Preparation

__all__ = [
    "Act",
    "BroughtCopy",
    "CalendarFeed",
    "Company",
    "Contact",
    "Document",
    "DocumentVersion",
    "Debrief",
    "Event",
    "Interview",
    "JobApplication",
    "KnownApart",
    "ListLook",
    "Outcome",
    "OwnLetter",
    "PostingFetch",
    "Removal",
    "Preparation",
    "SavedView",
    "SearchPeriod",
    "SearchText",
    "SentForm",
    "Sheet",
    "StoredFile",
    "Tag",
]
