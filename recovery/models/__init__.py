from recovery.models.achievement import Achievement
from recovery.models.checkin import CheckIn, CheckInConsent
from recovery.models.experiment import Experiment
from recovery.models.feedback import FeedbackRequest
from recovery.models.lesson import Lesson
from recovery.models.recovery import Recovery, RecoveryApplication
from recovery.models.step import Answer, RecoveryStep
from recovery.models.take_along import TakeAlong

__all__ = [
    "Achievement",
    "Answer",
    "CheckIn",
    "CheckInConsent",
    "Experiment",
    "FeedbackRequest",
    "Lesson",
    "Recovery",
    "RecoveryApplication",
    "RecoveryStep",
    "TakeAlong",
]
