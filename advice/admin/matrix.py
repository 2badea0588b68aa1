"""The stage matrix: at which stage each step is on, only offered, or not shown; all of it on one page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from accounts.models import User
from advice import desk, operations
from advice.models import Step, StepRule
from advice.vocabulary import BUDGET_MINUTES, Stage

STAGES = [stage for stage in Stage if stage in BUDGET_MINUTES]
MODES = [("", "–"), *StepRule.Mode.choices]


@desk.page(
    "advice/matrix/",
    name="advice_matrix",
    label=gettext_lazy("Stage matrix"),
    about=gettext_lazy("Which step comes after a no at which stage, with the minutes they take together."),
)
@require_http_methods(["GET", "HEAD", "POST"])
def matrix(request: HttpRequest) -> HttpResponse:
    language = request.GET.get("language", settings.LANGUAGE_CODE)
    steps = list(Step.objects.filter(retired_at=None, language=language).prefetch_related("rules"))
    if request.method == "POST":
        user = request.user
        assert isinstance(user, User)  # noqa: S101 - the desk lets nobody else in
        count = sum(operations.set_rule(*cell, by=user) for cell in chosen(steps, request.POST))
        messages.success(request, ngettext("%d change saved.", "%d changes saved.", count) % count)
        return redirect(request.get_full_path())
    context = {"rows": [row_of(step) for step in steps], "stages": STAGES, "sums": sums_of(steps), "modes": MODES}
    return render(request, "admin/advice/matrix.html", desk.context(request, _("Stage matrix"), **context))


def chosen(steps: list[Step], data: Any) -> list[tuple[Step, str, str]]:
    """Step, stage and mode of every cell that was sent with a mode that there is."""
    modes = dict(MODES)
    cells = [(step, str(stage), data.get(f"{step.pk}-{stage}")) for step in steps for stage in STAGES]
    return [(step, stage, mode) for step, stage, mode in cells if mode in modes]


def row_of(step: Step) -> dict[str, Any]:
    rules = {rule.stage: rule for rule in step.rules.all()}
    cells = []
    for stage in STAGES:
        rule = rules.get(stage)
        minutes = (rule.minutes or step.minutes) if rule else ""
        cells.append(
            {"name": f"{step.pk}-{stage}", "stage": stage, "mode": rule.mode if rule else "", "minutes": minutes}
        )
    return {"step": step, "cells": cells}


def sums_of(steps: list[Step]) -> list[dict[str, Any]]:
    """What the steps that are on take together at each stage, and what they may."""
    on = [
        (rule.stage, rule.minutes or step.minutes) for step in steps for rule in step.rules.all() if rule.mode == "on"
    ]
    sums = [sum(minutes for at, minutes in on if at == stage) for stage in STAGES]
    return [
        {"minutes": minutes, "most": BUDGET_MINUTES[stage], "is_over": minutes > BUDGET_MINUTES[stage]}
        for stage, minutes in zip(STAGES, sums, strict=True)
    ]
