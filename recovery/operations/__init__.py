"""Every change to recoveries that carries a rule. Called with the module: `operations.begin(…)`.

`now` is the clock, read once at the door. Each operation is one transaction, holds the person's recoveries while it
works, and says `recovery_changed` inside it.
"""

from recovery.operations.checkins import forget_checkins
from recovery.operations.feedback import (
    feedback_asked,
    feedback_decline,
    feedback_followed_up,
    feedback_later,
    feedback_received,
    feedback_refused,
    feedback_rest,
    feedback_want,
)
from recovery.operations.lessons import delete_lesson, keep_lesson, mark_lesson
from recovery.operations.letters import (
    hear_of_letter,
    mark_sent,
    point_answers_at,
    point_answers_back,
    redate_letter,
    unhear_of_letter,
)
from recovery.operations.pace import (
    close,
    decline,
    hear_good_news,
    keep_resting,
    pause,
    resume,
    start_now,
    start_tomorrow,
    unhear_good_news,
)
from recovery.operations.restoring import restore
from recovery.operations.steps import (
    StepWithdrawn,
    come_back,
    finish_step,
    hold_reply,
    look_at,
    open_step,
    release_reply,
    save_answers,
    sheet_of,
    skip_step,
    take_back_skip,
)
from recovery.operations.tracks import (
    NothingToOffer,
    begin,
    begin_offered,
    choose,
    forget_application,
    keep_day_of_no,
    set_aside,
    write_note,
)

__all__ = [
    "NothingToOffer",
    "StepWithdrawn",
    "begin",
    "begin_offered",
    "choose",
    "close",
    "come_back",
    "decline",
    "delete_lesson",
    "feedback_asked",
    "feedback_decline",
    "feedback_followed_up",
    "feedback_later",
    "feedback_received",
    "feedback_refused",
    "feedback_rest",
    "feedback_want",
    "finish_step",
    "forget_application",
    "forget_checkins",
    "hear_good_news",
    "hear_of_letter",
    "hold_reply",
    "keep_day_of_no",
    "keep_lesson",
    "keep_resting",
    "look_at",
    "mark_lesson",
    "mark_sent",
    "open_step",
    "pause",
    "point_answers_at",
    "point_answers_back",
    "redate_letter",
    "release_reply",
    "restore",
    "resume",
    "save_answers",
    "set_aside",
    "sheet_of",
    "skip_step",
    "start_now",
    "start_tomorrow",
    "take_back_skip",
    "unhear_good_news",
    "unhear_of_letter",
    "write_note",
]
