from advice.models.curated import Curated, CuratedQuerySet, Source
from advice.models.steps import Prompt, Step, StepCondition, StepRule, StepVariant
from advice.models.support import SupportService
from advice.models.texts import Article, Card, Letter, NudgeText, Reframe
from advice.models.voice import Voice

__all__ = [
    "Article",
    "Card",
    "Curated",
    "CuratedQuerySet",
    "Letter",
    "NudgeText",
    "Prompt",
    "Reframe",
    "Source",
    "Step",
    "StepCondition",
    "StepRule",
    "StepVariant",
    "SupportService",
    "Voice",
]
