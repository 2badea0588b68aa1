"""The words of a step as they are when a person opens it: a copy on their own row, which no curator's edit reaches."""

from typing import Any

from accounts.models import User
from advice import queries as advice
from advice.models import Letter, Prompt, Step
from advice.vocabulary import Input
from recovery import tracks

Snapshot = dict[str, Any]


def freeze(step: Step, *, stage: str, user: User) -> Snapshot:
    """All that is shown and asked, in plain values. Short forms and the stage's extra questions are settled here."""
    languages = user.curated_languages
    prompts = prompts_at(step, stage)
    letter_keys = [
        key for prompt in prompts if prompt["input"] == Input.LETTER for key in prompt["options"].get("choices", [])
    ]
    conditions = tracks.conditions_of(step)
    has_branch = any(condition.effect == "branch" for condition in conditions)
    return {
        "title": step.title,
        "why": step.why,
        "caution": step.caution,
        "grade": step.grade,
        "sessions": step.sessions,
        "window_days": step.window_days,
        "needs_review": step.needs_professional_review,
        "sources": [
            {"language": source.language, "cite": source.cite, "url": source.link} for source in advice.sources_of(step)
        ],
        "articles": [article.key for article in step.articles.all()],
        "prompts": prompts,
        "conditions": [vars(condition) for condition in conditions],
        "letters": [frozen_letter(letter) for letter in advice.letters(letter_keys, languages)],
        "reframes": [
            {"language": row.language, "thought": row.thought, "reframe": row.reframe, "question": row.question}
            for row in (advice.reframes_for(stage, languages) if has_branch else [])
        ],
    }


def prompts_at(step: Step, stage: str) -> list[dict[str, Any]]:
    """The questions in their order: in a short form only those marked for it, the stage's own ones before the last."""
    rule = next((rule for rule in step.rules.all() if rule.stage == stage), None)
    is_short = rule is not None and rule.is_short
    prompts = [frozen_prompt(prompt) for prompt in step.prompts.all() if prompt.in_short_form or not is_short]
    extra = [
        {"key": f"variant_{place}", "label": variant.label, "input": str(Input.TEXT), "options": {}}
        for place, variant in enumerate((row for row in step.variants.all() if row.stage == stage), start=1)
    ]
    return prompts[:-1] + extra + prompts[-1:]


def frozen_prompt(prompt: Prompt) -> dict[str, Any]:
    return {
        "key": prompt.key,
        "label": prompt.label,
        "input": prompt.input,
        "options": prompt.options,
        "is_required": prompt.is_required,
        "max_chars": prompt.max_chars,
        "timer_minutes": prompt.timer_minutes,
    }


def frozen_letter(letter: Letter) -> dict[str, Any]:
    return {
        "key": letter.key,
        "language": letter.language,
        "title": letter.title,
        "stages": letter.stages,
        "subject": letter.subject,
        "body": letter.body,
        "when_to_send": letter.when_to_send,
        "to_whom": letter.to_whom,
        "needs_review": letter.needs_professional_review,
        "optional_paragraphs": letter.optional_paragraphs,
    }
