from nudges.models.address import DeadAddress
from nudges.models.gate import Gate
from nudges.models.heartbeat import Heartbeat
from nudges.models.mark import Mark
from nudges.models.nudge import Message, Nudge, NudgeChoice
from nudges.models.preference import Consent, NudgeList, NudgePreference
from nudges.models.work import Work

__all__ = [
    "Consent",
    "DeadAddress",
    "Gate",
    "Heartbeat",
    "Mark",
    "Message",
    "Nudge",
    "NudgeChoice",
    "NudgeList",
    "NudgePreference",
    "Work",
]
