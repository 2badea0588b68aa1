"""How the demo person goes through a recovery: some steps done, some skipped, the last one left half way."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.http import QueryDict

from applications.models import JobApplication
from config.demo.story import Story
from recovery import operations, queries
from recovery.models import RecoveryStep

Answers = dict[str, str | list[str]]
# By the stage that was reached: day after the no, step, and what goes into its prompts; nothing means skipped.
BY_STAGE: dict[str, list[tuple[int, str, Answers | None]]] = {
    "screening": [
        (1, "gracious_reply", {"told_by-name": "Lena Sørensen", "true_thing": "You were quick and clear."}),
        (2, "ask_for_feedback", None),
        (
            3,
            "self_review",
            {
                "keep_answer": "Why I like small teams.",
                "hard_question": "What are you looking for that you do not have now?",
                "next_time_line": "Next time I will say in the first minute where I live.",
            },
        ),
        (5, "if_then_plan", None),
    ],
    "assessment": [
        (0, "pause_and_name", {"feeling_words": ["angry", "tired"], "absorb": "walk or sport"}),
        (1, "gracious_reply", {"told_by-name": "Mara Okafor", "true_thing": "The task was close to real work."}),
        (2, "write_it_out", None),
        (
            3,
            "values_and_wins",
            {
                "values": ["fairness", "learning"],
                "win_1-situation": "Every third person gave up on the signup form of a regional library.",
                "win_1-action": "I asked of each of its eleven questions who needed it, and left four.",
                "win_1-result": "Nine of ten went through.",
            },
        ),
        (
            4,
            "explanations_map",
            {
                "first_belief": "They wanted somebody with more screens to show.",
                "leaning": "them",
                "balanced_line": "I can show what I left out and why; who else applied I cannot know.",
            },
        ),
        (
            5,
            "self_review",
            {
                "keep_answer": "Stopping at the time they gave, and saying so.",
                "next_time_line": "Next time I will ask what the task will be judged by.",
            },
        ),
        (
            6,
            "one_change",
            {
                "pattern": "yes",
                "lever": "two or three stories",
                "learn_goal": "telling what changed first, in two minutes",
                "try_on": "5",
                "sign": "They ask what happened next.",
            },
        ),
        (7, "if_then_plan", None),
    ],
    "interview": [
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
    ],
}
FINDING = "They did ask, twice of four. The clinic works best; I keep it first."
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


def recover(story: Story, application: Callable[[], JobApplication], no_on: date, stage: str, *, is_over: bool) -> None:
    """Goes through the steps on their days; one that is over is closed after two weeks, else it is left where it is."""
    for day, key, answers in BY_STAGE[stage]:
        hour = 20 if day == 0 else 19
        story.at(no_on + timedelta(days=day), hour, partial(act, story, key, answers))
    if is_over:
        for day, card in enumerate(CARDS, 3):
            story.at(no_on + timedelta(days=day), 20, partial(keep_card, story, card))
        story.at(no_on + timedelta(days=14), 19, partial(close, story))
    if stage == "assessment":
        story.at(no_on + timedelta(days=3), 12, lambda moment: ask(application(), moment))
        story.at(no_on + timedelta(days=8), 12, lambda moment: hear(application(), moment))
        story.at(no_on + timedelta(days=36), 19, partial(look_again, story))


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


def ask(application: JobApplication, moment: datetime) -> None:
    """The question to the employer, on the day it was sent."""
    operations.feedback_asked(
        application,
        asked_on=application.user.local_day(moment),
        question="Which one part of the task would you have liked to see done differently?",
        letter_key="feedback_after_assessment",
        now=moment,
    )


def hear(application: JobApplication, moment: datetime) -> None:
    operations.feedback_received(
        application,
        answer="Thank you for asking. We liked the research. We missed a word on what you would not build.",
        codes=["task_or_test"],
        next_time="Next time I will end with what I would not build.",
        keep_lesson=True,
        now=moment,
    )


def look_again(story: Story, moment: datetime) -> None:
    for experiment in story.user.experiments.running():
        operations.end_experiment(experiment, ended_as="kept", finding=FINDING, now=moment)
