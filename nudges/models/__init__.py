from nudges.models.heartbeat import Heartbeat
from nudges.models.nudge import Message, Nudge, NudgeChoice
from nudges.models.preference import Consent, NudgeList, NudgePreference
from nudges.models.work import Work

__all__ = ["Consent", "Heartbeat", "Message", "Nudge", "NudgeChoice", "NudgeList", "NudgePreference", "Work"]
