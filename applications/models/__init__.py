from applications.models.application import JobApplication
from applications.models.company import Company, Contact
from applications.models.event import Event
from applications.models.interview import Interview
from applications.models.outcome import Outcome

__all__ = ["Company", "Contact", "Event", "Interview", "JobApplication", "Outcome"]
