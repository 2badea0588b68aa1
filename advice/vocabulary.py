"""The closed lists that curated content may use. The content pack carries the same lists; a test compares them."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Stage(models.TextChoices):
    """How far an application got; `ghosted` stands for the outcome of that name."""

    SAVED = "saved", pgettext_lazy("stage of an application", "Saved")
    PREPARING = "preparing", _("Preparing")
    APPLIED = "applied", _("Applied")
    SCREENING = "screening", _("Screening")
    ASSESSMENT = "assessment", _("Assessment")
    INTERVIEW = "interview", _("Interview")
    FINAL_ROUND = "final_round", _("Final round")
    OFFER = "offer", pgettext_lazy("stage of an application", "Offer")
    GHOSTED = "ghosted", _("No answer came")


class NoKind(models.TextChoices):
    """How a no came."""

    AUTO_MAIL = "auto_mail", _("an automatic e-mail")
    PERSONAL_MAIL = "personal_mail", _("a personal e-mail")
    CALL = "call", _("a call")
    SILENCE = "silence", _("silence")


class Reason(models.TextChoices):
    """A reason somebody gave, as a task and never as a trait."""

    MUST_HAVE_MISSING = "must_have_missing", _("a stated requirement is missing")
    DEPTH_IN_TOPIC = "depth_in_topic", _("more depth in a topic")
    EXAMPLES_UNCLEAR = "examples_unclear", _("examples were unclear")
    ANSWER_LENGTH = "answer_length", _("length of the answers")
    TASK_OR_TEST = "task_or_test", _("the task or test")
    ROLE_UNDERSTANDING = "role_understanding", _("understanding of the role")
    PAY_OR_LOGISTICS = "pay_or_logistics", _("pay, place or dates")
    OTHER_CANDIDATE_CLOSER_MATCH = "other_candidate_closer_match", _("another candidate was closer")
    INTERNAL_OR_FROZEN = "internal_or_frozen", _("filled internally or put on hold")
    STYLE_OR_FIT_WORDING = "style_or_fit_wording", _("style or “fit”")
    NO_REASON_GIVEN = "no_reason_given", _("no reason was given")


class Mood(models.TextChoices):
    VERY_LOW = "very_low", _("very low")
    LOW = "low", _("low")
    SO_SO = "so_so", _("so-so")
    ALL_RIGHT = "all_right", _("all right")
    GOOD = "good", _("good")


class Grade(models.TextChoices):
    """How well a claim is supported; the label is what a reader is told."""

    A = "A", _("randomised trials or meta-analyses with people looking for work")
    B = "B", _("randomised trials or meta-analyses with other people")
    C = "C", _("observations, surveys or company data")
    D = "D", _("custom or guidance, not tested")


class Input(models.TextChoices):
    """The kinds of control a prompt can have; `recovery.prompts` has one class for each."""

    TEXT = "text", _("a few lines")
    PRIVATE_LONG_TEXT = "private_long_text", _("long private text")
    CHOICE = "choice", _("one choice")
    MULTI_CHOICE = "multi_choice", _("several choices")
    CHECKBOX = "checkbox", _("a box to tick")
    TOGGLE = "toggle", _("a switch")
    DATE = "date", _("a date")
    DATE_OPTIONAL = "date_optional", _("a date, or none")
    NUMBER = "number", _("a number")
    SLIDER = "slider", _("how sure, in five words")
    MOOD = "mood", _("a mood")
    CONTACT = "contact", _("a person")
    CONTACT_AND_TITLES = "contact_and_titles", _("a person and two job titles")
    TEXT_PER_CONTACT = "text_per_contact", _("a line for each person")
    LETTER = "letter", _("a letter")
    STAR_CARD = "star_card", _("an evidence card")
    MATRIX = "matrix", _("a table of causes")
    PICK_FROM_MATRIX = "pick_from_matrix", _("a choice from that table")
    PATTERN_VIEW = "pattern_view", _("what came up before")
    IF_THEN = "if_then", _("an if–then sentence")


class Test(models.TextChoices):
    """What a condition asks. The answers are worked out in `recovery.tracks`."""

    REPORTED_LATE = "reported_late", _("the no was recorded more than some days late")
    NO_KIND_IS = "no_kind_is", _("the no came in this way")
    HAS_CONTACT = "has_contact", _("a contact is known")
    QUESTION_ALREADY_SENT = "question_already_sent", _("the question was already sent")
    FEWER_THAN_N_COMPARABLE = "fewer_than_n_comparable", _("there are fewer than n comparable noes")
    REPEATED_CODE = "repeated_code", _("the same reason came up twice")
    ANSWER_IS = "answer_is", _("an answer is one of these")
    ANSWER_STARTS_WITH = "answer_starts_with", _("an answer starts with this")
    ALWAYS = "always", _("always")


# Minutes that all steps which are on for a stage may take together.
BUDGET_MINUTES = {
    "applied": 30,
    "screening": 45,
    "assessment": 95,
    "interview": 105,
    "final_round": 105,
    "offer": 60,
    "ghosted": 30,
}
TRACKS = ["light", "light_plus", "full"]
# `light_plus` is what the app calls the short recovery.
TRACK_BY_STAGE = {
    "saved": "light",
    "preparing": "light",
    "applied": "light",
    "screening": "light_plus",
    "assessment": "full",
    "interview": "full",
    "final_round": "full",
    "offer": "full",
    "ghosted": "light_plus",
}
MERGE_FIELDS = {
    "application": [
        "company",
        "role",
        "contact_name",
        "interview_topic",
        "interview_date",
        "promised_date",
        "recruiter_name",
        "reply_by",
        "accepted_paragraph",
        "interview_when",
        "interview_place",
        "deadline_what",
        "deadline_date",
    ],
    "user": ["first_name", "full_name", "phone", "strength", "next_focus", "weekly_goal"],
    "network": ["person_name", "shared_context", "target_company", "target_role", "question"],
    "app": [
        "step_title",
        "step_url",
        "plan_if_then",
        "plan_when",
        "letter_url",
        "application_url",
        "snooze_url",
        "pause_url",
        "preferences_url",
        "open_steps",
    ],
}
# What a nudge says where a field is empty, as the pack puts it; `merge.FALLBACKS` has a word for every field.
FALLBACKS = {
    "first_name": "(greeting without a name)",
    "contact_name": "the person who wrote to you",
    "company": "the company",
    "role": "the role",
    "application_url": "the list of applications",
    "letter_url": "the letters page",
}
RENDERING = [
    "Replace only allow-listed names; no template engine runs on people's or curators' text.",
    "If a field in a letter is empty, show it highlighted as [company] and block 'copy' until it is filled or removed.",
    "Every field in a nudge has a fallback; only fields under 'required' stop it, and the plan page says so.",
]


def as_enums() -> dict[str, Any]:
    """These lists in the form of the pack's `enums` section."""
    return {
        "stages": list(Stage.values),
        "no_kinds": list(NoKind.values),
        "tracks": TRACKS,
        "track_by_stage": TRACK_BY_STAGE,
        "reasons": list(Reason.values),
        "mood_values": list(Mood.values),
        "merge_fields": MERGE_FIELDS,
        "rendering": RENDERING,
        "conditions": list(Test.values),
        "fallbacks": FALLBACKS,
        "budget_minutes": BUDGET_MINUTES,
    }
