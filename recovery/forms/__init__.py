from recovery.forms.checkins import CheckInForm, KeepForm
from recovery.forms.feedback import AskedForm, ReceivedForm
from recovery.forms.pace import NoteForm, PauseForm, SilenceForm
from recovery.forms.what_stays import AchievementForm, BankSearchForm, ExperimentForm, LookForm, TakeAlongForm

__all__ = [
    "AchievementForm",
    "AskedForm",
    "BankSearchForm",
    "CheckInForm",
    "ExperimentForm",
    "KeepForm",
    "LookForm",
    "NoteForm",
    "PauseForm",
    "ReceivedForm",
    "SilenceForm",
    "TakeAlongForm",
]
