"""What the rules may know of a person: loaded once, the same number of queries for one person or for fifty."""

from nudges.facts.absence import UNSEEN
from nudges.facts.kinds import (
    REPEATS,
    ApplicationFact,
    ClosingFact,
    DigestFact,
    ExperimentFact,
    Facts,
    FeedbackFact,
    InterviewFact,
    Key,
    NoFact,
    PlanFact,
    RecoveryFact,
    StepFact,
    TalkFact,
    WarmDayFact,
    WarmFact,
    path_of,
)
from nudges.facts.loading import AWAY, STAGES_THAT_HURT, load, load_many

__all__ = [
    "AWAY",
    "REPEATS",
    "STAGES_THAT_HURT",
    "UNSEEN",
    "ApplicationFact",
    "ClosingFact",
    "DigestFact",
    "ExperimentFact",
    "Facts",
    "FeedbackFact",
    "InterviewFact",
    "Key",
    "NoFact",
    "PlanFact",
    "RecoveryFact",
    "StepFact",
    "TalkFact",
    "WarmDayFact",
    "WarmFact",
    "load",
    "load_many",
    "path_of",
]
