"""How the demo person goes through a recovery: some steps done, some skipped, the last one left half way."""

from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.http import QueryDict

from config.demo.story import Story
from recovery import operations, queries
from recovery.models import RecoveryStep

Answers = dict[str, str | list[str]]
# Day after the no, step, and what goes into its prompts; nothing means skipped.
BY_DAY: list[tuple[int, str, Answers | None]] = [
    (0, "pause_and_name", {"feeling_words": ["disappointed", "tired"], "absorb": "a meal with someone"}),
    (1, "gracious_reply", {"told_by-name": "Mara Okafor", "true_thing": "She rang me herself."}),
    (2, "write_it_out", None),
    (
        3,
        "values_and_wins",
        {
            "values": ["craft", "being useful"],
            "win_1-situation": "Nobody could find the opening hours of the clinic.",
            "win_1-action": "I watched ten people search for them, and moved them to the first line.",
            "win_1-result": "Calls about opening hours halved within a month.",
        },
    ),
    (4, "explanations_map", {"first_belief": "I rambled in the second half.", "leaning": "me"}),
    (
        5,
        "self_review",
        {"keep_answer": "The story about the clinic.", "next_time_line": "Next time I will pause first."},
    ),
    (
        6,
        "one_change",
        {
            "pattern": "no",
            "lever": "the short pitch",
            "learn_goal": "saying in a minute what I do",
            "try_on": "5",
            "sign": "They ask back.",
        },
    ),
    (7, "if_then_plan", None),
]
CARDS: list[dict[str, Any]] = [
    {
        "title": "Opening hours of a clinic",
        "situation": "Nobody could find the opening hours of the clinic.",
        "action": "I watched ten people search for them, and moved them to the first line.",
        "result": "Calls about opening hours halved within a month.",
        "tags": ["research", "content"],
    },
    {
        "title": "A signup form",
        "situation": "Every third person gave up on the signup form of a regional library.",
        "action": "I asked of each of its eleven questions who needed it, and left four.",
        "result": "Nine of ten went through.",
        "tags": ["forms", "research"],
    },
    {
        "title": "One set of buttons",
        "situation": "Five teams drew the same button in five ways.",
        "action": "I brought them to one table for an hour a week and wrote down what they agreed on.",
        "result": "A design system of forty pieces that all five still use.",
        "tags": ["design systems", "leading"],
    },
]


def recover(story: Story, no_on: date, *, is_over: bool) -> None:
    """Goes through the steps on their days; one that is over is closed after two weeks, else it is left where it is."""

    for day, key, answers in BY_DAY:
        hour = 20 if day == 0 else 19
        story.at(no_on + timedelta(days=day), hour, partial(act, story, key, answers))
    if is_over:
        for day, card in enumerate(CARDS, 3):
            story.at(no_on + timedelta(days=day), 20, partial(keep_card, story, card))
        story.at(no_on + timedelta(days=14), 19, partial(close, story))


def act(story: Story, key: str, answers: Answers | None, moment: datetime) -> None:
    recovery = queries.open_guided(story.user)
    step = recovery and recovery.steps.filter(key=key).first()
    if step and not step.is_settled:
        take(step, answers, moment)


def take(step: RecoveryStep, answers: Answers | None, moment: datetime) -> None:
    if answers is None:
        operations.skip_step(step, now=moment)
        return
    data = QueryDict(mutable=True)
    for name, value in answers.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    operations.open_step(step, now=moment)
    operations.finish_step(step, data, now=moment)  # what lacks an answer stays begun, its other answers kept


def keep_card(story: Story, card: dict[str, Any], moment: datetime) -> None:
    if not story.user.achievements.filter(title=card["title"]).exists():
        operations.keep_achievement(story.user, now=moment, **card)


def close(story: Story, moment: datetime) -> None:
    recovery = queries.open_guided(story.user)
    if recovery:
        operations.close(recovery, now=moment)
