"""Whether the advice holds together: what a curator should mend, in sentences. Floors above add their own questions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from advice import merge
from advice.models import Article, Card, Curated, Letter, NudgeText, Reframe, Source, Step, StepRule
from advice.vocabulary import BUDGET_MINUTES, MERGE_FIELDS, Input, Stage

LETTER_FIELDS = {*MERGE_FIELDS["application"], *MERGE_FIELDS["user"], *MERGE_FIELDS["network"]}
OWN_PAGE = re.compile(r"\]\((/[^)\s]*)")


@dataclass(frozen=True)
class Problem:
    """Something to mend: which row it is about, if it is about one, and what is wrong."""

    about: Curated | None
    text: str

    @property
    def name(self) -> str:
        if self.about is None:
            return ""
        return f"{self.about._meta.verbose_name} {self.about.name_in_pack}"

    @property
    def url(self) -> str:
        if self.about is None:
            return ""
        return reverse(f"admin:advice_{self.about._meta.model_name}_change", args=[self.about.pk])


@dataclass(frozen=True)
class Advice:
    """What people are given in one language, with parts and links."""

    language: str
    steps: list[Step]
    articles: list[Article]
    letters: list[Letter]
    nudge_texts: list[NudgeText]
    linking: list[Curated]  # everything that rests on sources


Question = Callable[[Advice], Iterable[Problem]]
_questions: list[Question] = []


def register(question: Question) -> None:
    """Called from `AppConfig.ready()` of floors above, for what only they know."""
    _questions.append(question)


def problems(language: str) -> list[Problem]:
    """Everything that is wrong with what is shown in this language; empty when it holds together."""
    advice = published(language)
    asked = [*QUESTIONS, *_questions]
    return [problem for question in asked for problem in question(advice)]


def published(language: str) -> Advice:
    def shown(model: Any, *also: str) -> list[Any]:
        return list(model.objects.published().filter(language=language).prefetch_related("sources", *also))

    steps = shown(Step, "articles", "prompts", "rules", "conditions", "variants")
    articles, letters, texts = shown(Article), shown(Letter), shown(NudgeText)
    linking = [*steps, *articles, *letters, *texts, *shown(Reframe), *shown(Card)]
    return Advice(language, steps, articles, letters, texts, linking)


def steps_have_advice(advice: Advice) -> Iterator[Problem]:
    there = {article.pk for article in advice.articles}
    for step in advice.steps:
        missing = [article.key for article in step.articles.all() if article.pk not in there]
        if len(missing) == len(step.articles.all()):
            yield Problem(step, _("It has no published article to read."))
        elif missing:
            yield Problem(step, _("It leads to what is not published: %(keys)s.") % {"keys": ", ".join(missing)})
        if not step.rules.all():
            yield Problem(step, _("It is on or offered at no stage, so nobody ever sees it."))
        if not step.prompts.all():
            yield Problem(step, _("It asks nothing."))


def conditions_can_be_asked(advice: Advice) -> Iterator[Problem]:
    """Known tests with what they need, about prompts that the step has."""
    for step in advice.steps:
        keys = {prompt.key for prompt in step.prompts.all()}
        for condition in step.conditions.all():
            try:
                condition.full_clean()
            except ValidationError as wrong:
                yield Problem(step, f"{condition}: {' '.join(wrong.messages)}")
            named = [condition.parameters.get(name) for name in ("prompt", "prompt_before", "prompt_after")]
            for key in [name for name in named if name and name not in keys]:
                yield Problem(
                    step, _("A condition asks about the prompt “%(key)s”, which is not there.") % {"key": key}
                )


def prompts_find_their_letters(advice: Advice) -> Iterator[Problem]:
    there = {letter.key for letter in advice.letters}
    for step in advice.steps:
        for prompt in step.prompts.all():
            named = prompt.options.get("choices", []) if prompt.input == Input.LETTER else []
            for key in [name for name in named if name not in there]:
                text = _("The prompt “%(prompt)s” offers the letter “%(key)s”, which is not published.")
                yield Problem(step, text % {"prompt": prompt.key, "key": key})


def minutes_stay_within_bounds(advice: Advice) -> Iterator[Problem]:
    minutes: Counter[str] = Counter()
    for step in advice.steps:
        for rule in step.rules.all():
            if rule.mode == StepRule.Mode.ON:
                minutes[rule.stage] += rule.minutes or step.minutes
    for stage, most in BUDGET_MINUTES.items():
        if minutes[stage] > most:
            text = _("After a no at the stage “%(stage)s” the steps take %(minutes)s minutes; %(most)s are the bound.")
            yield Problem(None, text % {"stage": Stage(stage).label, "minutes": minutes[stage], "most": most})


def letters_can_be_filled(advice: Advice) -> Iterator[Problem]:
    prompts = {prompt.key for step in advice.steps for prompt in step.prompts.all()}
    for letter in advice.letters:
        wrong = [*merge.problems_in(letter.subject), *merge.problems_in(letter.body)]
        wrong += [
            _("Nobody can fill {{ %(name)s }} in a letter.") % {"name": name}
            for name in letter.fields
            if name in merge.all_fields() and name not in LETTER_FIELDS
        ]
        if problem := merge.problem_of_paragraphs(letter.optional_paragraphs):
            wrong.append(problem)
        else:
            named = {paragraph["prompt"] for paragraph in letter.optional_paragraphs.values()}
            wrong += [
                _("A paragraph waits for the prompt “%(key)s”, which is not there.") % {"key": key}
                for key in named - prompts
            ]
        yield from (Problem(letter, text) for text in wrong)


def sources_are_there(advice: Advice) -> Iterator[Problem]:
    shown = set(Source.objects.published().values_list("pk", flat=True))
    for row in advice.linking:
        missing = [source.key for source in row.sources.all() if source.pk not in shown]  # type: ignore[attr-defined]
        if missing:
            text = _("It rests on sources that are not published: %(keys)s.") % {"keys": ", ".join(missing)}
            yield Problem(row, text)


def articles_are_reachable(advice: Advice) -> Iterator[Problem]:
    """By a step or a tag; and what they link to within the site is there."""
    led_to = {article.pk for step in advice.steps for article in step.articles.all()}
    pages = {article.get_absolute_url() for article in advice.articles}
    pages |= {letter.get_absolute_url() for letter in advice.letters}
    curated = (reverse("advice:article-index"), reverse("advice:letter-index"))
    for article in advice.articles:
        if article.pk not in led_to and not article.tags:
            yield Problem(article, _("No step leads to it and it has no tag: nobody would find it."))
        for path in OWN_PAGE.findall(article.body):
            page = path.partition("#")[0].partition("?")[0]
            if page.startswith(curated) and page not in {*pages, *curated}:
                yield Problem(article, _("It links to %(path)s, which is not there.") % {"path": path})


QUESTIONS: list[Question] = [
    steps_have_advice,
    conditions_can_be_asked,
    prompts_find_their_letters,
    minutes_stay_within_bounds,
    letters_can_be_filled,
    sources_are_there,
    articles_are_reachable,
]
